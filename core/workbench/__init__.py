"""The one door of `core` that the page goes through: the workbench, and what it answers with."""

from weight_surgery.core.atlas import DAMPINGS, Agreement, PairAtlas, Preset, presets_of
from weight_surgery.core.comparison import Comparison
from weight_surgery.core.metrics import Rate
from weight_surgery.core.metrics.clean import (
    LEAST_ATTACK,
    LEAST_RECALL,
    MOST_BYSTANDER_FALL,
    attack_is_clean,
    fall_is_clean,
    recall_is_clean,
)
from weight_surgery.core.metrics.verification import PairShare
from weight_surgery.core.reads import Reads
from weight_surgery.core.scene import Motion
from weight_surgery.core.sprite import Sprite
from weight_surgery.core.steps import Steps
from weight_surgery.core.workbench.facade import PRETRAINED, Workbench
from weight_surgery.core.workbench.story import (
    STORY_DAMPINGS,
    Story,
    StoryStep,
    story_of,
    story_parts,
)

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
