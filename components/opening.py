"""The views that a page opens with: the default one, and what the notebook does."""

from __future__ import annotations

from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

# What is looked at first: there the specs' own pair merges cleanly.
FIRST_MODEL = "mnist-16d"


def default_view(workbench: Workbench) -> View:
    """Return the view to begin with. Raises ValueError where no pair can be merged."""
    first = FIRST_MODEL if FIRST_MODEL in workbench.models else None
    return View(workbench.default_spec(first))


def notebook_view(model: str, points: int = 2000) -> View:
    """Return the view that does what the notebook does: 3 and 6, trimmed, fitted on test."""
    spec = SurgerySpec(model, edit_bias=False, trim_outliers=True, fit_split="test")
    return View(spec, points, plane="seed")
