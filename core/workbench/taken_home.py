"""What is taken home of one edit: a network, its figures, and how to come by them again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.checks import shown
from weight_surgery.core.export import figures_csv, file_stem
from weight_surgery.core.network_file import edit_bytes, network_bytes
from weight_surgery.core.recipe import ENDING, Recipe, Replay, recipe_of, replay
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench.measured import Measured


class TakenHome:
    """Files about single edits, each with its name."""

    _bundles: Mapping[str, Bundle]
    _checkpoints: Mapping[str, Path]
    _measured: Measured

    def checkpoint(self, model: str) -> Path:
        """Return where a model's whole network lies. Raises ValueError when it is not kept."""
        if model not in self._checkpoints:
            raise ValueError(
                f"the whole network of {model} is not here, only its bundle; put "
                f"{model}.safetensors beside {model}.npz and start again"
            )
        return self._checkpoints[model]

    def has_network(self, model: str) -> bool:
        """Tell whether a model's whole network is kept, so that it can be taken home edited."""
        return model in self._checkpoints

    def file_stem(self, spec: SurgerySpec) -> str:
        """Return what files about an edit are called, without their ending."""
        return file_stem(self._measured.comparison(spec))

    def export_network(self, spec: SurgerySpec, format: str) -> tuple[str, bytes]:
        """Return the edited network as a file: its name and content ("pth" or "safetensors").

        Raises ValueError when the model's whole network is not kept.
        """
        comparison = self._measured.comparison(spec)
        checkpoint = self.checkpoint(spec.model)
        content = network_bytes(checkpoint, comparison, format)
        return f"{file_stem(comparison)}.{format}", content

    def export_edit(self, spec: SurgerySpec) -> tuple[str, bytes]:
        """Return what an edit does to any embedding and to both layers, as an .npz file."""
        comparison = self._measured.comparison(spec)
        return f"{file_stem(comparison)}.npz", edit_bytes(comparison)

    def export_figures(self, spec: SurgerySpec) -> tuple[str, str]:
        """Return every figure of an edit as CSV: the file's name and text."""
        comparison = self._measured.comparison(spec)
        return f"{file_stem(comparison)}.csv", figures_csv(comparison)

    def recipe(self, spec: SurgerySpec) -> Recipe:
        """Return the recipe of an edit, which names its model as its bundle does."""
        return recipe_of(self._measured.comparison(spec))

    def export_recipe(self, spec: SurgerySpec) -> tuple[str, str]:
        """Return the recipe of an edit as JSON: the file's name and text."""
        return f"{self.file_stem(spec)}{ENDING}", self.recipe(spec).to_json()

    def replay(self, recipe: Recipe, model: str | None = None) -> Replay:
        """Follow a recipe again on a model, else on that of its name.

        Raises ValueError when there is no such model.
        """
        name = recipe.model if model is None else model
        if name not in self._bundles:
            raise ValueError(
                f"the recipe is of {shown(name)}, which is not here; open that model first"
            )
        return replay(recipe, self._bundles[name])
