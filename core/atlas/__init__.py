"""All pairs x dampings: which merge cleanly, at which damping, and what was predicted."""

from core.atlas.agreement import Agreement, agreement_at
from core.atlas.build import DAMPINGS, pair_atlas, pair_curve
from core.atlas.presets import Preset, presets_of
from core.atlas.solve import clean_intervals, damping_for_cosine
from core.atlas.table import PairAtlas, RefusedPair, join_atlases

__all__ = [
    "DAMPINGS",
    "Agreement",
    "PairAtlas",
    "Preset",
    "RefusedPair",
    "agreement_at",
    "clean_intervals",
    "damping_for_cosine",
    "join_atlases",
    "pair_atlas",
    "pair_curve",
    "presets_of",
]
