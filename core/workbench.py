"""The one facade that the page sees: models by name, comparisons cached by spec."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from core.atlas import (
    DAMPINGS,
    Agreement,
    PairAtlas,
    agreement_at,
    clean_intervals,
    damping_for_cosine,
    join_atlases,
    pair_atlas,
)
from core.bundle import Bundle, BundleShelf
from core.comparison import Comparison, compare
from core.export import figures_csv, file_stem, network_bytes
from core.fitting import is_usable
from core.scene import CircleView, SceneView, circle_view, scene_view
from core.specs import Operation, SurgerySpec, ViewSpec
from core.steps import Steps, steps_of

PRETRAINED = Path(__file__).parent / "pretrained"
CACHED_COMPARISONS = 48
CACHED_VIEWS = 16
# An atlas is measured in this many requests, so that a page can show how far it is.
ATLAS_PARTS = 9
CACHED_PARTS = 20 * ATLAS_PARTS


class Workbench:
    """Answer what the page asks, from read-only bundles and bounded caches."""

    def __init__(
        self, bundles: Mapping[str, Bundle], checkpoints: Mapping[str, Path] | None = None
    ) -> None:
        """Take bundles by name; checkpoints: where the whole network of some of them lies.

        Raises ValueError without a bundle.
        """
        if not bundles:
            raise ValueError("there is no model to show; give a folder with .npz bundles")
        self._bundles = bundles
        self._checkpoints = dict(checkpoints or {})
        self._compare = lru_cache(CACHED_COMPARISONS)(self._compute)
        self._scene = lru_cache(CACHED_VIEWS)(self._compute_scene)
        self._part = lru_cache(CACHED_PARTS)(self._compute_part)
        self._curve = lru_cache(CACHED_COMPARISONS)(self._compute_curve)

    @classmethod
    def from_folder(cls, *paths: str | Path, lazily: bool = False) -> Workbench:
        """Load every .npz of one or more folders; a later folder wins where names meet.

        A model's name is that of its file; a .safetensors beside it is its checkpoint. lazily:
        read a bundle when it is first used, so that a start costs nothing, instead of now.
        Raises ValueError for an unreadable folder or a broken bundle.
        """
        files = {path.stem: path for path in _bundle_files(paths)}
        bundles = BundleShelf(files)
        if not lazily:
            for name in files:
                bundles[name]
        beside = {name: path.with_suffix(".safetensors") for name, path in files.items()}
        return cls(bundles, {name: path for name, path in beside.items() if path.is_file()})

    @property
    def models(self) -> tuple[str, ...]:
        """The names of all models, in the order they were given."""
        return tuple(self._bundles)

    def bundle(self, model: str) -> Bundle:
        """Return a model's bundle. Raises ValueError for an unknown name."""
        if model not in self._bundles:
            raise ValueError(f"there is no model {model!r}; choose one of {', '.join(self.models)}")
        return self._bundles[model]

    def checkpoint(self, model: str) -> Path:
        """Return where a model's whole network lies. Raises ValueError when it is not kept."""
        self.bundle(model)
        if model not in self._checkpoints:
            raise ValueError(
                f"the whole network of {model} is not here, only its bundle; put "
                f"{model}.safetensors beside {model}.npz and start again"
            )
        return self._checkpoints[model]

    def default_view(self, model: str | None = None) -> ViewSpec:
        """Return the default view, of `model` or else of the default model."""
        name = model or SurgerySpec().model
        if name not in self._bundles:
            name = self.models[0]
        pair = Operation().classes
        if len(self.bundle(name).class_names) <= max(pair):
            pair = (0, 1)
        return ViewSpec(SurgerySpec(name).with_operation(classes=pair))

    def compare(self, spec: SurgerySpec) -> Comparison:
        """Return the comparison of one edit. Raises ValueError as `core.comparison` does."""
        return self._compare(spec)

    def scene(self, view: ViewSpec) -> SceneView:
        """Return the two 3-D scenes of a view."""
        return self._scene(view)

    def circle(self, view: ViewSpec) -> CircleView:
        """Return the two unit circles of a view. Raises ValueError when it has no plane."""
        return circle_view(self.compare(view.surgery), view)

    def atlas_part(self, spec: SurgerySpec, part: int) -> PairAtlas:
        """Return the part-th of ATLAS_PARTS parts of the atlas of a spec's model and choices.

        The spec's pair and damping do not matter. A part can be without pairs.
        """
        if not 0 <= part < ATLAS_PARTS:
            raise ValueError(f"part must lie in 0…{ATLAS_PARTS - 1}, got {part}")
        return self._part(spec.model, spec.edit_bias, spec.trim_outliers, spec.fit_split, part)

    def atlas(self, spec: SurgerySpec) -> PairAtlas:
        """Return the whole atlas of a spec's model and choices, from its parts."""
        return join_atlases([self.atlas_part(spec, part) for part in range(ATLAS_PARTS)])

    def curve(self, spec: SurgerySpec) -> PairAtlas:
        """Return the atlas of the spec's own pair alone: every figure over the dampings."""
        return self._curve(spec.with_operation(damping=0.0))

    def clean_intervals(self, spec: SurgerySpec) -> list[tuple[float, float]]:
        """Return the clean dampings of the spec's pair, the topmost end refined to 1e-3."""
        curve = self.curve(spec)

        def is_clean(damping: float) -> bool:
            return self.compare(spec.with_operation(damping=damping)).is_clean

        return clean_intervals(curve.dampings, curve.clean[0], is_clean)

    def agreements(self, spec: SurgerySpec) -> list[Agreement]:
        """Return how predictions and the whole atlas agree, one a damping of its grid."""
        atlas = self.atlas(spec)
        return [agreement_at(atlas, column) for column in range(len(atlas.dampings))]

    def steps(self, spec: SurgerySpec) -> Steps:
        """Return the arrays of the method's five steps for an edit."""
        return steps_of(self.compare(spec))

    def damping_for_cosine(self, spec: SurgerySpec, target: float) -> float:
        """Return the damping that reaches a target cosine. Raises ValueError when none does."""
        return damping_for_cosine(self.compare(spec), target)

    def export_network(self, spec: SurgerySpec, format: str) -> tuple[str, bytes]:
        """Return the edited network as a file: its name and content ("pth" or "safetensors").

        Raises ValueError when the model's whole network is not kept.
        """
        comparison = self.compare(spec)
        content = network_bytes(self.checkpoint(spec.model), comparison.surgery, format)
        return f"{file_stem(comparison)}.{format}", content

    def export_figures(self, spec: SurgerySpec) -> tuple[str, str]:
        """Return every figure of an edit as CSV: the file's name and text."""
        comparison = self.compare(spec)
        return f"{file_stem(comparison)}.csv", figures_csv(comparison)

    def _compute(self, spec: SurgerySpec) -> Comparison:
        return compare(self.bundle(spec.model), spec)

    def _compute_part(
        self, model: str, edit_bias: bool, trim: bool, fit_split: str, part: int
    ) -> PairAtlas:
        bundle = self.bundle(model)
        classes = [label for label in range(len(bundle.class_names)) if is_usable(bundle, label)]
        pairs = list(combinations(classes, 2))
        if not pairs:
            raise ValueError(f"{model} has fewer than two classes with samples; nothing can merge")
        some = pairs[part * len(pairs) // ATLAS_PARTS : (part + 1) * len(pairs) // ATLAS_PARTS]
        return pair_atlas(bundle, DAMPINGS, edit_bias, trim, fit_split, pairs=some)

    def _compute_curve(self, spec: SurgerySpec) -> PairAtlas:
        first, second = spec.operation.classes
        curve = pair_atlas(
            self.bundle(spec.model),
            DAMPINGS,
            spec.edit_bias,
            spec.trim_outliers,
            spec.fit_split,
            pairs=[(first, second)],
        )
        if curve.refused:
            raise ValueError(curve.refused[0].reason)
        return curve

    def _compute_scene(self, view: ViewSpec) -> SceneView:
        return scene_view(self.compare(view.surgery), view)


def _bundle_files(paths: Iterable[str | Path]) -> list[Path]:
    files: list[Path] = []
    for folder in map(Path, paths):
        try:
            found = sorted(
                (path for path in folder.iterdir() if path.suffix == ".npz"), key=_natural
            )
        except OSError as error:
            raise ValueError(
                f"folder {folder} cannot be read ({error.strerror}); give a folder that holds "
                ".npz bundles"
            ) from error
        if not found:
            raise ValueError(f"folder {folder} holds no .npz bundle; make one with core.bundle")
        files.extend(found)
    return files


def _natural(path: Path) -> list[tuple[int, str]]:
    """Sort 5d before 16d."""
    return [
        (int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", path.stem)
    ]
