"""All pairs x dampings: which merge cleanly, at which damping, and what was predicted."""

from core.atlas.build import DAMPINGS, pair_atlas
from core.atlas.solve import clean_intervals, damping_for_cosine
from core.atlas.table import PairAtlas, RefusedPair

__all__ = [
    "DAMPINGS",
    "PairAtlas",
    "RefusedPair",
    "clean_intervals",
    "damping_for_cosine",
    "pair_atlas",
]
