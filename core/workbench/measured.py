"""What is measured of a workbench's models: each question once, and so much of it kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from itertools import combinations, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from weight_surgery.core.atlas import (
    PairAtlas,
    PairRanking,
    class_order,
    pair_atlas,
    pair_curve,
    rank_pairs,
)
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.collateral import Collateral, collateral_of
from weight_surgery.core.comparison import Comparison, compare
from weight_surgery.core.methods import METHODS
from weight_surgery.core.motion import Motion
from weight_surgery.core.network_file import holds_edit
from weight_surgery.core.plan import Plan, fit_plan
from weight_surgery.core.planner import Chain, next_step
from weight_surgery.core.recognition import Recognition, recognition_of
from weight_surgery.core.scene import motion_of
from weight_surgery.core.specs import SceneSpec, SurgerySpec
from weight_surgery.core.sprite import Album, Sprite
from weight_surgery.core.thumbnails import bundle_album, bundle_page
from weight_surgery.core.uploads import is_own
from weight_surgery.core.workbench.cache import Cache, Caching
from weight_surgery.core.workbench.examination import Examination, examine
from weight_surgery.core.workbench.stored import StoredAtlases

if TYPE_CHECKING:
    from weight_surgery.core.workbench.workers import Workers

# An atlas is measured so many pairs at a time, so that whoever asks can show how far it is.
PART_PAIRS = 5
Pairs = tuple[tuple[int, int], ...]
PartKey = tuple[str, tuple[bool, bool, str], str, int, tuple[float, ...]]


def part_key(spec: SurgerySpec, part: int, dampings: tuple[float, ...]) -> PartKey:
    """Return what a part of an atlas depends on: not the spec's own pair and damping."""
    choices = (spec.edit_bias, spec.trim_outliers, spec.fit_split)
    return (spec.model, choices, spec.operation.method, part, dampings)


def part_pairs(bundle: Bundle, part: int) -> list[tuple[int, int]]:
    """Return the pairs that a part of an atlas has."""
    # As `usable_pairs` has them, of which there may be half a million.
    usable = np.intersect1d(bundle.labels_fit, bundle.labels_test).tolist()
    return list(islice(combinations(usable, 2), part * PART_PAIRS, (part + 1) * PART_PAIRS))


class Measured:
    """Comparisons, motions, parts of atlases, curves and sprites, computed when they are asked for.

    Each is asked for by its own arguments; what raises ValueError is not kept.
    """

    def __init__(
        self,
        bundle: Callable[[str], Bundle],
        checkpoint: Callable[[str], Path | None],
        caching: Caching,
        workers: Workers | None = None,
        atlases: Path | None = None,
    ) -> None:
        """bundle, checkpoint: give a model's bundle, and its whole network if it is kept; caching:
        where answers are kept; workers: who answer what is dear, this process itself without them;
        atlases: a folder of measured blocks, which are not measured again.
        """
        self._bundle, self._checkpoint = bundle, checkpoint
        self._caching, self._workers = caching, workers
        self.stored = StoredAtlases(atlases, bundle)
        # What takes longer than 50 ms, of lang-50 or of 512 dimensions, and returns little.
        self._dear: Mapping[str, Callable[..., Any]] = {
            "plan": self._fit,
            "part": self._part,
            "ranking": self._rank,
            "counts": self._count,
            "curve": self._curve,
            "step": self._step,
            "examination": self._examine,
            "recognition": self._recognise,
        }
        self.plan: Cache[Plan] = self._cache("plan", self._plan)
        self.comparison: Cache[Comparison] = self._cache("comparison", self._compare)
        self.examination: Cache[Examination] = self._far("examination")
        self.recognition: Cache[Recognition] = self._far("recognition")
        self.collateral: Cache[Collateral] = self._cache("collateral", self._pay)
        self.held: Cache[bool] = self._cache("held", self._hold)
        self.motion: Cache[Motion] = self._cache("motion", self._motion)
        self.part: Cache[PairAtlas] = self._cache("part", self._found_part)
        self.ranking: Cache[PairRanking] = self._far("ranking")
        self.order: Cache[np.ndarray] = self._cache("order", self._order)
        self.counts: Cache[PairAtlas] = self._far("counts")
        self.curve: Cache[PairAtlas] = self._far("curve")
        self.chain: Cache[Chain] = self._cache("chain", self._chain)
        self.album: Cache[Album] = self._cache("album", self._album)
        self.sprite: Cache[Sprite] = self._cache("sprite", self._sprite)

    def _far(self, kind: str) -> Cache[Any]:
        return self._cache(kind, partial(self._ask, kind))

    def _cache(self, kind: str, compute: Callable[..., Any]) -> Cache[Any]:
        return Cache(kind, compute, self._caching, self._check, self._lent)

    def dear(self, kind: str, *key: Any) -> Any:
        """Answer a dear question in this process; what it gives is not kept."""
        return self._dear[kind](*key)

    def _ask(self, kind: str, *key: Any) -> Any:
        if self._workers is None:
            return self.dear(kind, *key)
        model = _model_of(key[0])
        here = partial(self.dear, kind)
        return self._workers.ask(kind, key, self._bundle(model), model, here)

    def _lent(self, asked: SurgerySpec | str, *others: object) -> tuple[Bundle, ...]:
        """Return the bundle that an answer refers to, where it is kept whatever happens."""
        model = _model_of(asked)
        return () if is_own(model) else (self._bundle(model),)

    def _check(self, asked: SurgerySpec | str, *others: object) -> None:
        """Raise ValueError where a model is gone: what was measured of it is not told any more."""
        self._bundle(_model_of(asked))

    def _compare(self, spec: SurgerySpec) -> Comparison:
        bundle = self._bundle(spec.model)
        return compare(bundle, spec, self.plan(_whole(spec)))

    def is_fitted(self, spec: SurgerySpec) -> bool:
        """Tell whether a spec's edit is fitted already, at whatever damping."""
        return self.plan.has(_whole(spec))

    def _plan(self, spec: SurgerySpec) -> Plan:
        # Outliers are looked for in all samples of a class, and a search takes many steps.
        searches = any(METHODS[one.method].searches for one in spec.operations if one.on)
        return self._ask("plan", spec) if searches or spec.trim_outliers else self._fit(spec)

    def _fit(self, spec: SurgerySpec) -> Plan:
        return fit_plan(self._bundle(spec.model), spec)

    def holds(self, spec: SurgerySpec) -> bool:
        """Tell whether a model's whole network is kept, and its parameters can hold an edit.

        That does not depend on how strong it is.
        """
        return self.held(_whole(spec))

    def _hold(self, spec: SurgerySpec) -> bool:
        checkpoint = self._checkpoint(spec.model)
        return checkpoint is not None and holds_edit(
            checkpoint, self._bundle(spec.model), self.plan(spec).change
        )

    def _examine(self, spec: SurgerySpec) -> Examination:
        return examine(self.comparison(spec))

    def _recognise(self, spec: SurgerySpec) -> Recognition:
        return recognition_of(self.comparison(spec))

    def _pay(self, spec: SurgerySpec) -> Collateral:
        return collateral_of(self.comparison(spec))

    def _motion(self, spec: SurgerySpec, scene: SceneSpec) -> Motion:
        return motion_of(self.comparison(spec), scene)

    def _part(
        self,
        model: str,
        choices: tuple[bool, bool, str],
        method: str,
        part: int,
        dampings: tuple[float, ...],
    ) -> PairAtlas:
        bundle = self._bundle(model)
        some = part_pairs(bundle, part)
        return pair_atlas(bundle, dampings, *choices, pairs=some, method=method)

    def _found_part(
        self,
        model: str,
        choices: tuple[bool, bool, str],
        method: str,
        part: int,
        dampings: tuple[float, ...],
    ) -> PairAtlas:
        """Return a part that was measured elsewhere, else have it measured."""
        some = part_pairs(self._bundle(model), part)
        stored = self.stored.atlas(model, choices, method, some, dampings)
        return stored or self._ask("part", model, choices, method, part, dampings)

    def _rank(self, model: str, choices: tuple[bool, bool, str], method: str) -> PairRanking:
        return rank_pairs(self._bundle(model), *choices, method=method)

    def _order(self, model: str, choices: tuple[bool, bool, str], method: str) -> np.ndarray:
        return class_order(self.ranking(model, choices, method).vectors)

    def _count(
        self, model: str, choices: tuple[bool, bool, str], method: str, pairs: Pairs
    ) -> PairAtlas:
        bundle = self._bundle(model)
        return pair_atlas(bundle, (0.0,), *choices, pairs=pairs, method=method, counts_only=True)

    def _chain(self, model: str, method: str, damping: float, steps: int) -> Chain:
        bundle = self._bundle(model)
        if not steps:
            return Chain.of(bundle)
        before = self.chain(model, method, damping, steps - 1)
        if before.stopped:
            return before
        # The worker that made the step before may be another.
        return self._ask("step", model, method, damping, before if steps > 1 else None)

    def _step(self, model: str, method: str, damping: float, before: Chain | None) -> Chain:
        bundle = self._bundle(model)
        return next_step(bundle, before or Chain.of(bundle), method, damping)

    def _curve(self, spec: SurgerySpec) -> PairAtlas:
        return pair_curve(self._bundle(spec.model), spec)

    def _album(self, model: str) -> Album:
        return bundle_album(self._bundle(model))

    def _sprite(self, model: str, page: int) -> Sprite:
        return bundle_page(self._bundle(model), self.album(model), page)


def _model_of(asked: SurgerySpec | str) -> str:
    return asked if isinstance(asked, str) else asked.model


def _whole(spec: SurgerySpec) -> SurgerySpec:
    """Return the spec whose plan serves a spec: what follows the hand is fitted at its damping."""
    return spec.with_operation(damping=0.0) if spec.is_last else spec
