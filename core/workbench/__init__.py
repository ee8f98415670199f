"""The one door of `core` that the page goes through: the workbench, and what it answers with."""

from weight_surgery.core.atlas import DAMPINGS, Agreement, PairAtlas, Preset, presets_of
from weight_surgery.core.comparison import Comparison
from weight_surgery.core.metrics import MeanShare, Rate
from weight_surgery.core.metrics.clean import (
    ATTACK_MARGIN,
    BYSTANDER_MARGIN,
    CRITERIA,
    MOST_TOLD_APART,
    RECALL_MARGIN,
    Criterion,
    most_lost,
)
from weight_surgery.core.metrics.verdict import Judgement, Verdict
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
    "ATTACK_MARGIN",
    "BYSTANDER_MARGIN",
    "CRITERIA",
    "DAMPINGS",
    "MOST_TOLD_APART",
    "PRETRAINED",
    "RECALL_MARGIN",
    "STORY_DAMPINGS",
    "Agreement",
    "Comparison",
    "Criterion",
    "Judgement",
    "MeanShare",
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
    "Verdict",
    "Workbench",
    "most_lost",
    "presets_of",
    "story_of",
    "story_parts",
]
