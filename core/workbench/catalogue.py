"""What is asked of a model of many classes, whose pairs are ranked and not all measured."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from weight_surgery.core.atlas import PairAtlas, PairRanking, join_atlases
from weight_surgery.core.atlas.which import MOST_CLASSES
from weight_surgery.core.checks import integer
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench.measured import Measured

if TYPE_CHECKING:
    from weight_surgery.core.bundle import Bundle

# So many pairs are measured at a time, and so many in all.
PROMISING_PART, MOST_PROMISING = 20, 2000
RankingKey = tuple[str, tuple[bool, bool, str], str]


class Catalogue:
    """Answers about a model of many classes; the spec's own pair and damping do not matter."""

    _measured: Measured
    bundle: Callable[[str], Bundle]

    def is_catalogue(self, model: str) -> bool:
        """Tell whether a model has so many classes that its pairs are ranked, not all measured."""
        return len(self.bundle(model).class_names) > MOST_CLASSES

    def ranking(self, spec: SurgerySpec) -> PairRanking:
        """Return what class means foresee of all pairs, by a spec's choices.

        Raises ValueError for another method than the paper's, as `rank_pairs` does.
        """
        return self._measured.ranking(*_key(spec))

    def has_ranking(self, spec: SurgerySpec) -> bool:
        """Tell whether a spec's pairs are ranked already."""
        return self._measured.ranking.has(*_key(spec))

    def class_order(self, spec: SurgerySpec) -> np.ndarray:
        """Return the classes that can be merged, those alike beside each other."""
        return self._measured.order(*_key(spec))

    def promising_parts(self, spec: SurgerySpec, count: int) -> int:
        """Return in how many parts the `count` most promising pairs are measured."""
        count = integer("the number of pairs", count, 1, MOST_PROMISING)
        return -(-min(count, len(self.ranking(spec).pairs)) // PROMISING_PART)

    def promising_part(self, spec: SurgerySpec, part: int) -> PairAtlas:
        """Measure one part of the most promising pairs at damping 0, counting only.

        Raises ValueError for a part that is not there.
        """
        return self._measured.counts(*_key(spec), self._pairs(spec, part))

    def has_promising_part(self, spec: SurgerySpec, part: int) -> bool:
        """Tell whether such a part is measured already."""
        return self._measured.counts.has(*_key(spec), self._pairs(spec, part))

    def promising(self, spec: SurgerySpec) -> PairAtlas | None:
        """Return all of the most promising pairs that are measured by now, None without one."""
        parts = range(self.promising_parts(spec, MOST_PROMISING))
        kept = [
            self.promising_part(spec, one) for one in parts if self.has_promising_part(spec, one)
        ]
        return join_atlases(kept) if kept else None

    def _pairs(self, spec: SurgerySpec, part: int) -> tuple[tuple[int, int], ...]:
        part = integer("part", part, 0, self.promising_parts(spec, MOST_PROMISING) - 1)
        ranking = self.ranking(spec)
        rows = ranking.order[part * PROMISING_PART : (part + 1) * PROMISING_PART]
        return tuple((one, other) for one, other in ranking.pairs[rows].tolist())


def _key(spec: SurgerySpec) -> RankingKey:
    choices = (spec.edit_bias, spec.trim_outliers, spec.fit_split)
    return (spec.model, choices, spec.operation.method)
