"""The one door of `core` that the page goes through: the workbench, and what it answers with."""

from core.atlas import DAMPINGS, Agreement, PairAtlas, Preset, presets_of
from core.comparison import Comparison
from core.metrics import Rate
from core.metrics.clean import (
    LEAST_ATTACK,
    LEAST_RECALL,
    MOST_BYSTANDER_FALL,
    attack_is_clean,
    fall_is_clean,
    recall_is_clean,
)
from core.metrics.verification import PairShare
from core.reads import Reads
from core.scene import Motion
from core.steps import Steps
from core.thumbnails import Sprite
from core.workbench.facade import PRETRAINED, Workbench
from core.workbench.story import STORY_DAMPINGS, Story, StoryStep, story_of, story_parts

__all__ = [
    "DAMPINGS",
    "LEAST_ATTACK",
    "LEAST_RECALL",
    "MOST_BYSTANDER_FALL",
    "PRETRAINED",
    "STORY_DAMPINGS",
    "Agreement",
    "Comparison",
    "Motion",
    "PairAtlas",
    "PairShare",
    "Preset",
    "Rate",
    "Reads",
    "Sprite",
    "Steps",
    "Story",
    "StoryStep",
    "Workbench",
    "attack_is_clean",
    "fall_is_clean",
    "presets_of",
    "recall_is_clean",
    "story_of",
    "story_parts",
]
