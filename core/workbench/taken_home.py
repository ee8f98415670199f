"""What is taken home of one edit: a network, its figures, and how to come by them again."""

from __future__ import annotations

from collections.abc import Sequence

from weight_surgery.core.checks import shown
from weight_surgery.core.export import figures_csv, file_stem
from weight_surgery.core.network_file import edit_bytes, network_bytes
from weight_surgery.core.recipe import ENDING, Recipe, Replay, recipe_of, replay
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench.measured import Measured
from weight_surgery.core.workbench.models import Models
from weight_surgery.core.workbench.torch_process import TorchProcess

NOT_HERE = "the recipe is of {}, which is not here; open that model first"


class TakenHome(Models):
    """Files about single edits, each with its name."""

    _measured: Measured
    _torch: TorchProcess

    def file_stem(self, spec: SurgerySpec) -> str:
        """Return what files about an edit are called, without their ending."""
        return file_stem(self._measured.comparison(spec))

    def holds_edit(self, spec: SurgerySpec) -> bool:
        """Tell whether a model's whole network is kept and can hold an edit, to be taken home."""
        return self._measured.holds(spec)

    def export_network(self, spec: SurgerySpec, format: str) -> tuple[str, bytes]:
        """Return the edited network as a file: its name and content ("pth" or "safetensors").

        Raises ValueError when the model's whole network is not kept, and where the process that
        writes the first cannot.
        """
        comparison = self._measured.comparison(spec)
        checkpoint = self.checkpoint(spec.model)
        content = network_bytes(checkpoint, comparison, format, self._torch.pth_bytes)
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
        if model is None and recipe.model not in self.models:
            raise ValueError(NOT_HERE.format(shown(recipe.model)))
        return replay(recipe, self.bundle(recipe.model if model is None else model))

    def holder(self, recipe: Recipe, own: Sequence[str] = ()) -> str:
        """Return the model that a recipe was made of, by its content, else the one of its name.

        own: addresses that somebody knows, looked at before those that everybody has.
        Raises ValueError when there is neither.
        """
        for name in (*own, recipe.model, *self.models):
            if self._holds(name, recipe.content):
                return name
        if recipe.model in self.models:
            return recipe.model
        raise ValueError(NOT_HERE.format(shown(recipe.model)))

    def _holds(self, name: str, content: str) -> bool:
        try:
            return self.bundle(name).hash == content
        except ValueError:
            # Gone by now, or never here.
            return False
