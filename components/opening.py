"""The views that a page opens with: the default one, and what the notebook does."""

from __future__ import annotations

from urllib.parse import parse_qs

from weight_surgery.components.view import LONGEST_QUERY, View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import PRETRAINED, Workbench

# What is looked at first: there the specs' own pair merges cleanly.
FIRST_MODEL = "mnist-16d"


def shipped_models(workbench: Workbench) -> tuple[str, ...]:
    """Return the names of the models that everybody has; any other is somebody's own."""
    names = {path.stem for path in PRETRAINED.glob("*.npz")}
    return tuple(name for name in workbench.models if name in names)


def default_view(workbench: Workbench, model: str | None = None) -> View:
    """Return the view to begin with: of a model, else of the first that can be opened.

    A person's own come first. Raises ValueError where no pair can be merged.
    """
    if model is not None:
        return View(workbench.default_spec(model))
    shipped = shipped_models(workbench)
    own = (name for name in workbench.models if name not in shipped)
    first = (FIRST_MODEL,) if FIRST_MODEL in shipped else ()
    last: ValueError | None = None
    for name in dict.fromkeys((*own, *first, *workbench.models)):
        try:
            return View(workbench.default_spec(name))
        except ValueError as error:
            last = last or error
    raise last or ValueError("no model here can be read; the server's log says why")


def view_instead(workbench: Workbench, query: object) -> View:
    """Return what is shown in place of a link that cannot be: its own model where that is here."""
    if isinstance(query, str) and len(query) <= LONGEST_QUERY:
        named = parse_qs(query.lstrip("?")).get("model", [])
        if named:
            try:
                return default_view(workbench, named[-1])
            except ValueError:
                pass
    return default_view(workbench)


def notebook_view(model: str, points: int = 2000) -> View:
    """Return the view that does what the notebook does: 3 and 6, trimmed, fitted on test."""
    spec = SurgerySpec(model, edit_bias=False, trim_outliers=True, fit_split="test")
    return View(spec, points, plane="seed")
