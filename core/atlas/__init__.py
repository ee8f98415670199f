"""All pairs x dampings: which merge cleanly, at which damping, and what was predicted."""

from weight_surgery.core.atlas.agreement import Agreement, agreement_at
from weight_surgery.core.atlas.best import best_methods
from weight_surgery.core.atlas.build import DAMPINGS, pair_atlas, pair_curve
from weight_surgery.core.atlas.class_order import class_order
from weight_surgery.core.atlas.pair_window import Span, best_rows
from weight_surgery.core.atlas.presets import Preset, presets_of
from weight_surgery.core.atlas.rank import rank_pairs
from weight_surgery.core.atlas.ranking import PairRanking, RankAgreement, ranking_agreement
from weight_surgery.core.atlas.solve import clean_intervals, damping_for_cosine
from weight_surgery.core.atlas.table import PairAtlas, RefusedPair, join_atlases

__all__ = [
    "DAMPINGS",
    "Agreement",
    "PairAtlas",
    "PairRanking",
    "Preset",
    "RankAgreement",
    "RefusedPair",
    "Span",
    "agreement_at",
    "best_methods",
    "best_rows",
    "class_order",
    "clean_intervals",
    "damping_for_cosine",
    "join_atlases",
    "pair_atlas",
    "pair_curve",
    "presets_of",
    "rank_pairs",
    "ranking_agreement",
]
