"""Models by name, and what can be asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from weight_surgery.core.atlas import (
    DAMPINGS,
    Agreement,
    PairAtlas,
    agreement_at,
    clean_intervals,
    damping_for_cosine,
    join_atlases,
)
from weight_surgery.core.atlas.progress import Progress
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.checks import integer
from weight_surgery.core.comparison import Comparison
from weight_surgery.core.fitting import can_merge, is_usable, statistics_of, usable_pairs
from weight_surgery.core.interference import StepReport, prefixes, reports_of
from weight_surgery.core.methods import METHODS
from weight_surgery.core.motion import Motion
from weight_surgery.core.planner import Chain
from weight_surgery.core.reads import Reads, reads_of
from weight_surgery.core.scene import motion_of, shares_held
from weight_surgery.core.specs import Operation, SceneSpec, SurgerySpec
from weight_surgery.core.sprite import Album, Sprite
from weight_surgery.core.steps import Steps, steps_of
from weight_surgery.core.uploads import Uploads, is_own
from weight_surgery.core.workbench.catalogue import Catalogue
from weight_surgery.core.workbench.examined import Examined
from weight_surgery.core.workbench.measured import PART_PAIRS, Measured, part_key, part_pairs
from weight_surgery.core.workbench.methods import MethodRow, method_rows
from weight_surgery.core.workbench.resources import USUAL, Resources
from weight_surgery.core.workbench.stored import StoredKey
from weight_surgery.core.workbench.taken_home import TakenHome
from weight_surgery.core.workbench.torch_process import TorchProcess
from weight_surgery.core.workbench.worker import Source

PRETRAINED = Path(__file__).parents[1] / "pretrained"


class Workbench(Catalogue, Examined, TakenHome):
    """Answer what is asked of models, from read-only bundles and bounded caches."""

    def __init__(
        self,
        bundles: Mapping[str, Bundle],
        checkpoints: Mapping[str, Path] | None = None,
        uploads: Uploads | None = None,
        resources: Resources = USUAL,
        source: Source | None = None,
    ) -> None:
        """Take bundles by name; checkpoints: where the whole network of some of them lies.

        uploads: where people's own models are kept, without it nobody can bring one; resources:
        what it may use; source: where worker processes find the same models.
        Raises ValueError without a bundle.
        """
        super().__init__(bundles, checkpoints, uploads, resources, source)
        self._measured = Measured(
            self.bundle, self.kept_checkpoint, self._caching, self._workers, resources.atlases
        )
        self._torch = TorchProcess()

    def dear(self, kind: str, *key: Any) -> Any:
        """Answer a dear question of `core.workbench.measured` here: what a worker process does."""
        return self._measured.dear(kind, *key)

    def default_spec(self, model: str | None = None) -> SurgerySpec:
        """Return the edit to begin with, of a model, else of the first.

        Where the default pair cannot be merged it is the first that can.
        Raises ValueError when none can.
        """
        name = model or self.models[0]
        spec, bundle = SurgerySpec(name), self.bundle(name)
        pairs = combinations(range(len(bundle.class_names)), 2)
        for pair in (Operation().classes, *pairs):
            if can_merge(bundle, spec.with_operation(classes=pair)):
                return spec.with_operation(classes=pair)
        raise ValueError(f"no pair of classes of {name} can be merged; choose another model")

    def refused_methods(self, spec: SurgerySpec) -> dict[str, str]:
        """Return the methods that a spec's model cannot have, with the reason as a sentence."""
        statistics = statistics_of(self.bundle(spec.model), spec.fit_split)
        reasons = {name: method.refuses(statistics) for name, method in METHODS.items()}
        return {name: reason for name, reason in reasons.items() if reason}

    def method_rows(self, spec: SurgerySpec) -> tuple[MethodRow, ...]:
        """Return what every method gives for a spec's pair and damping."""
        refused = self.refused_methods(spec)
        has_bias = self.bundle(spec.model).has_bias
        return method_rows(self.compare, self._measured.is_fitted, refused, has_bias, spec)

    def test_samples(self, model: str) -> str:
        """Name the test samples of a model: an index means the same image only within one name."""
        bundle = self.bundle(model)
        # Two people's data may have one name.
        name = model if is_own(model) else bundle.metadata.get("dataset")
        return f"{name}, {len(bundle.labels_test)} samples"

    def empty_classes(self, model: str) -> set[int]:
        """Return the classes of a model that lack samples in a split."""
        bundle = self.bundle(model)
        return {k for k in range(len(bundle.class_names)) if not is_usable(bundle, k)}

    def compare(self, spec: SurgerySpec) -> Comparison:
        """Return the comparison of one edit. Raises ValueError as `core.comparison` does."""
        return self._measured.comparison(spec)

    def check(self, spec: SurgerySpec, sample: int | None = None) -> None:
        """Raise ValueError when an edit cannot be made, or a test sample is not there."""
        self.compare(spec)
        if sample is not None:
            self.reads(spec, np.array([sample]))

    def motion(self, spec: SurgerySpec, scene: SceneSpec) -> Motion:
        """Return where the samples drawn of an edit are at every damping."""
        return self._measured.motion(spec, scene)

    def sample_motion(self, spec: SurgerySpec, scene: SceneSpec, index: int) -> Motion:
        """Return where one test sample is at every damping, drawn or not.

        Raises ValueError for an index that is not there.
        """
        return motion_of(self.compare(spec), scene, np.array([index]))

    def shares_held(self, spec: SurgerySpec, scene: SceneSpec) -> tuple[tuple[float, float], ...]:
        """Return what the scene's axes, then the circle's plane, hold before and after."""
        return shares_held(self.compare(spec), self.motion(spec, scene))

    def reads(self, spec: SurgerySpec, indices: np.ndarray) -> Reads:
        """Return how test samples are read. Raises ValueError for an index that is not there."""
        return reads_of(self.compare(spec), indices)

    def atlas_part(
        self, spec: SurgerySpec, part: int, dampings: tuple[float, ...] = DAMPINGS
    ) -> PairAtlas:
        """Return one part of the atlas of a spec's model and choices.

        The spec's pair and damping do not matter.
        Raises ValueError for a part that is not there, and for a model without two usable classes.
        """
        part = integer("part", part, 0, self.atlas_parts(spec.model) - 1)
        return self._measured.part(*part_key(spec, part, dampings))

    def has_atlas_part(self, spec: SurgerySpec, part: int) -> bool:
        """Tell whether a part of an atlas is measured already, at all of its dampings."""
        if self._measured.part.has(*part_key(spec, part, DAMPINGS)):
            return True
        return self.atlases is not None and self._measured.stored.has(*self._asked(spec, part))

    def atlas_run(self, spec: SurgerySpec, part: int) -> Progress | None:
        """Return how far a run is that measures a part of an atlas elsewhere just now, or None."""
        if self.atlases is None:
            return None
        return self._measured.stored.run(*self._asked(spec, part))

    def _asked(self, spec: SurgerySpec, part: int) -> StoredKey:
        model, choices, method, part, dampings = part_key(spec, part, DAMPINGS)
        return (model, choices, method, part_pairs(self.bundle(model), part), dampings)

    def atlas(self, spec: SurgerySpec, dampings: tuple[float, ...] = DAMPINGS) -> PairAtlas:
        """Return the whole atlas of a spec's model and choices, from its parts."""
        parts = range(self.atlas_parts(spec.model))
        return join_atlases([self.atlas_part(spec, part, dampings) for part in parts])

    def atlas_parts(self, model: str) -> int:
        """Return how many parts the atlas of a model has."""
        return -(-len(usable_pairs(self.bundle(model))) // PART_PAIRS)

    def curve(self, spec: SurgerySpec) -> PairAtlas:
        """Return the atlas of the pair in the hand, merged alone: all figures by damping."""
        return self._measured.curve(spec.alone.with_operation(damping=0.0))

    def clean_intervals(self, spec: SurgerySpec) -> list[tuple[float, float]]:
        """Return the clean dampings of the pair in the hand, merged alone.

        The topmost end is refined to 1e-3; a shatter has none.
        """
        if spec.operation.kind != "merge":
            return []
        spec, curve = spec.alone, self.curve(spec)

        def is_clean(damping: float) -> bool:
            return self.compare(spec.with_operation(damping=damping)).is_clean

        return clean_intervals(curve.dampings, curve.clean[0], is_clean)

    def agreements(self, spec: SurgerySpec) -> list[Agreement]:
        """Return how predictions and the whole atlas agree, one a damping of its grid."""
        atlas = self.atlas(spec)
        return [agreement_at(atlas, column) for column in range(len(atlas.dampings))]

    def plan_step(self, model: str, method: str, damping: float, steps: int) -> Chain:
        """Return the planner after so many steps, or stopped. Raises as `core.planner.plan`."""
        most = len(self.bundle(model).class_names) - 1
        return self._measured.chain(model, method, damping, integer("steps", steps, 0, most))

    def step_reports(self, spec: SurgerySpec) -> tuple[StepReport, ...]:
        """Return what each step of a plan did to the groups before it."""
        return reports_of(tuple(self.compare(one) for one in prefixes(spec)))

    def steps(self, spec: SurgerySpec) -> Steps:
        """Return the arrays of the method's five steps for an edit."""
        return steps_of(self.compare(spec))

    def damping_for_cosine(self, spec: SurgerySpec, target: float) -> float:
        """Return the damping that reaches a target cosine, by the merge in the hand alone.

        Raises ValueError when none does.
        """
        return damping_for_cosine(self.compare(spec.alone), target)

    def album(self, model: str) -> Album:
        """Say where the images of a model's test samples are. Raises ValueError without any."""
        return self._measured.album(model)

    def sprite(self, model: str, page: int = 0) -> Sprite:
        """Return a page of these images. Raises ValueError for one that there is not."""
        return self._measured.sprite(model, page)
