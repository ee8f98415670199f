"""What is measured of a workbench's models: each question once, and so much of it kept."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, islice
from pathlib import Path

import numpy as np

from weight_surgery.core.atlas import PairAtlas, pair_atlas, pair_curve
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.collateral import Collateral, collateral_of
from weight_surgery.core.comparison import Comparison, compare
from weight_surgery.core.motion import Motion
from weight_surgery.core.network_file import holds_edit
from weight_surgery.core.plan import Plan, fit_plan
from weight_surgery.core.planner import Chain, next_step
from weight_surgery.core.recognition import Recognition, recognition_of
from weight_surgery.core.scene import motion_of
from weight_surgery.core.specs import SceneSpec, SurgerySpec
from weight_surgery.core.sprite import Album, Sprite
from weight_surgery.core.thumbnails import bundle_album, bundle_page
from weight_surgery.core.workbench.cache import Cache
from weight_surgery.core.workbench.examination import Examination, examine
from weight_surgery.core.workbench.stored import StoredAtlases

# Fitted once, a plan serves every damping of its last operation.
CACHED_PLANS = 48
CACHED_COMPARISONS = 48
CACHED_MOTIONS = 16
CACHED_ALBUMS = 16
# Pages, of some hundred kilobytes each.
CACHED_SPRITES = 48
# A planner's way down from 50 classes, twice.
CACHED_CHAINS = 100
CACHED_PARTS = 2000
# An atlas is measured so many pairs at a time, so that whoever asks can show how far it is.
PART_PAIRS = 5
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
        atlases: Path | None = None,
    ) -> None:
        """bundle, checkpoint: give a model's bundle, and its whole network if it is kept; atlases:
        a folder of measured blocks, which are not measured again.
        """
        self._bundle, self._checkpoint = bundle, checkpoint
        self.stored = StoredAtlases(atlases, bundle)
        self.plan: Cache[Plan] = Cache(self._plan, CACHED_PLANS, self._check)
        self.comparison: Cache[Comparison] = Cache(self._compare, CACHED_COMPARISONS, self._check)
        self.examination: Cache[Examination] = Cache(self._examine, CACHED_MOTIONS, self._check)
        self.recognition: Cache[Recognition] = Cache(self._recognise, CACHED_MOTIONS, self._check)
        self.collateral: Cache[Collateral] = Cache(self._pay, CACHED_MOTIONS, self._check)
        self.held: Cache[bool] = Cache(self._hold, CACHED_COMPARISONS, self._check)
        self.motion: Cache[Motion] = Cache(self._motion, CACHED_MOTIONS, self._check)
        self.part: Cache[PairAtlas] = Cache(self._part, CACHED_PARTS, self._check)
        self.curve: Cache[PairAtlas] = Cache(self._curve, CACHED_COMPARISONS, self._check)
        self.chain: Cache[Chain] = Cache(self._chain, CACHED_CHAINS, self._check)
        self.album: Cache[Album] = Cache(self._album, CACHED_ALBUMS, self._check)
        self.sprite: Cache[Sprite] = Cache(self._sprite, CACHED_SPRITES, self._check)

    def _check(self, asked: SurgerySpec | str, *others: object) -> None:
        """Raise ValueError where a model is gone: what was measured of it is not told any more."""
        self._bundle(asked if isinstance(asked, str) else asked.model)

    def _compare(self, spec: SurgerySpec) -> Comparison:
        bundle = self._bundle(spec.model)
        return compare(bundle, spec, self.plan(_whole(spec)))

    def is_fitted(self, spec: SurgerySpec) -> bool:
        """Tell whether a spec's edit is fitted already, at whatever damping."""
        return self.plan.has(_whole(spec))

    def _plan(self, spec: SurgerySpec) -> Plan:
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
        if stored := self.stored.atlas(model, choices, method, some, dampings):
            return stored
        return pair_atlas(bundle, dampings, *choices, pairs=some, method=method)

    def _chain(self, model: str, method: str, damping: float, steps: int) -> Chain:
        bundle = self._bundle(model)
        if not steps:
            return Chain.of(bundle)
        before = self.chain(model, method, damping, steps - 1)
        return before if before.stopped else next_step(bundle, before, method, damping)

    def _curve(self, spec: SurgerySpec) -> PairAtlas:
        return pair_curve(self._bundle(spec.model), spec)

    def _album(self, model: str) -> Album:
        return bundle_album(self._bundle(model))

    def _sprite(self, model: str, page: int) -> Sprite:
        return bundle_page(self._bundle(model), self.album(model), page)


def _whole(spec: SurgerySpec) -> SurgerySpec:
    """Return the spec whose plan serves a spec: what follows the hand is fitted at its damping."""
    return spec.with_operation(damping=0.0) if spec.is_last else spec
