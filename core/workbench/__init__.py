"""The one door of `core`: the workbench, and what it answers with."""

from weight_surgery.core import jobs, limits
from weight_surgery.core.atlas import (
    DAMPINGS,
    Agreement,
    PairAtlas,
    PairRanking,
    Preset,
    RankAgreement,
    Span,
    best_methods,
    best_rows,
    presets_of,
    ranking_agreement,
)
from weight_surgery.core.atlas.presets import default_column
from weight_surgery.core.atlas.solve import REFINED
from weight_surgery.core.atlas.which import MOST_CLASSES
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.checkpoint_bytes import check_checkpoint
from weight_surgery.core.collateral import KINDS as COLLATERAL_KINDS
from weight_surgery.core.collateral import Collateral
from weight_surgery.core.comparison import UNSTABLE, Comparison
from weight_surgery.core.criteria import criteria_told
from weight_surgery.core.export import file_name
from weight_surgery.core.forensics import Detection
from weight_surgery.core.geometry import cosine
from weight_surgery.core.groups import Group
from weight_surgery.core.headline import what_was_done
from weight_surgery.core.interference import StepReport
from weight_surgery.core.methods import METHODS, Method
from weight_surgery.core.metrics import McNemar, MeanShare, Partition, Rate, tells
from weight_surgery.core.metrics.clean import (
    ATTACK_MARGIN,
    BYSTANDER_MARGIN,
    CRITERIA,
    RECALL_MARGIN,
    Criterion,
    most_lost,
    most_told_apart,
)
from weight_surgery.core.metrics.roc import FAR, LEAST_FAR, Roc
from weight_surgery.core.metrics.verdict import (
    Judgement,
    Verdict,
    is_too_few,
    listed,
    why_near_chance,
)
from weight_surgery.core.metrics.verification import PairShare
from weight_surgery.core.motion import Axes, Motion
from weight_surgery.core.noise import headline_tests
from weight_surgery.core.planner import Chain, Chosen, exceeded
from weight_surgery.core.probes import Probe
from weight_surgery.core.published import PUBLISHED, Published
from weight_surgery.core.published import SOURCE as PUBLISHED_IN
from weight_surgery.core.reads import Reads
from weight_surgery.core.recipe import ENDING as RECIPE_ENDING
from weight_surgery.core.recipe import Recipe, Replay, read_recipe, short_hash
from weight_surgery.core.recognition import EDGES as COSINE_EDGES
from weight_surgery.core.recognition import Attack, Recognition, RecognitionSide
from weight_surgery.core.side import Side
from weight_surgery.core.sources.reading import (
    Choices,
    Guesses,
    Opened,
    Way,
    open_file,
    preview_of,
)
from weight_surgery.core.spreadsheet import csv_text
from weight_surgery.core.sprite import Album, Sprite
from weight_surgery.core.steps import Steps
from weight_surgery.core.uploads import PREFIX as OWN_PREFIX
from weight_surgery.core.uploads import is_own, shown_name
from weight_surgery.core.workbench.catalogue import MOST_PROMISING, PROMISING_PART
from weight_surgery.core.workbench.examination import Examination
from weight_surgery.core.workbench.facade import PRETRAINED, Workbench
from weight_surgery.core.workbench.figures import CacheFigures, KindFigures
from weight_surgery.core.workbench.methods import MethodRow
from weight_surgery.core.workbench.models import NOT_HERE
from weight_surgery.core.workbench.resources import Resources
from weight_surgery.core.workbench.store import MOST_BYTES
from weight_surgery.core.workbench.waiting import Busy

__all__ = [
    "ATTACK_MARGIN",
    "BYSTANDER_MARGIN",
    "COLLATERAL_KINDS",
    "COSINE_EDGES",
    "CRITERIA",
    "DAMPINGS",
    "FAR",
    "LEAST_FAR",
    "METHODS",
    "MOST_BYTES",
    "MOST_CLASSES",
    "MOST_PROMISING",
    "NOT_HERE",
    "OWN_PREFIX",
    "PRETRAINED",
    "PROMISING_PART",
    "PUBLISHED",
    "PUBLISHED_IN",
    "RECALL_MARGIN",
    "RECIPE_ENDING",
    "REFINED",
    "UNSTABLE",
    "Agreement",
    "Album",
    "Attack",
    "Axes",
    "Bundle",
    "Busy",
    "CacheFigures",
    "Chain",
    "Choices",
    "Chosen",
    "Collateral",
    "Comparison",
    "Criterion",
    "Detection",
    "Examination",
    "Group",
    "Guesses",
    "Judgement",
    "KindFigures",
    "McNemar",
    "MeanShare",
    "Method",
    "MethodRow",
    "Motion",
    "Opened",
    "PairAtlas",
    "PairRanking",
    "PairShare",
    "Partition",
    "Preset",
    "Probe",
    "Published",
    "RankAgreement",
    "Rate",
    "Reads",
    "Recipe",
    "Recognition",
    "RecognitionSide",
    "Replay",
    "Resources",
    "Roc",
    "Side",
    "Span",
    "Sprite",
    "StepReport",
    "Steps",
    "Verdict",
    "Way",
    "Workbench",
    "best_methods",
    "best_rows",
    "check_checkpoint",
    "cosine",
    "criteria_told",
    "csv_text",
    "default_column",
    "exceeded",
    "file_name",
    "headline_tests",
    "is_own",
    "is_too_few",
    "jobs",
    "limits",
    "listed",
    "most_lost",
    "most_told_apart",
    "open_file",
    "presets_of",
    "preview_of",
    "ranking_agreement",
    "read_recipe",
    "short_hash",
    "shown_name",
    "tells",
    "what_was_done",
    "why_near_chance",
]
