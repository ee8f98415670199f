"""What Python and the page's own program call the same, written once, and sent with the page."""

from __future__ import annotations

from typing import Any

from weight_surgery.components import ids, own
from weight_surgery.components.atlas.answers import FIGURES
from weight_surgery.components.glossary import glossary
from weight_surgery.components.opening import notebook_view, shipped_models
from weight_surgery.components.question import EDIT, view_fields
from weight_surgery.components.samples import look
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import DAMPINGS, METHODS, Workbench

# The store that asks for what a tab below the stage shows, by the tab's name.
TABS = {
    "classes": ids.CLASSES_ASK,
    "curve": ids.CURVE_ASK,
    "samples": ids.SAMPLES_ASK,
    "confusion": ids.CONFUSION_ASK,
    "method": ids.METHOD_ASK,
    "plan": ids.PLAN_ASK,
    "verification": ids.VERIFICATION_ASK,
    "collateral": ids.COLLATERAL_ASK,
    "evidence": ids.EVIDENCE_ASK,
}


def names(workbench: Workbench, prefix: str) -> dict[str, Any]:
    """Return ids by their names in `components.ids`, a view's defaults, and how samples are drawn.

    prefix: what the app's addresses begin with.
    """
    return {
        "ids": {name: value for name, value in vars(ids).items() if name.isupper()},
        "view": view_fields(View()),
        "tabs": TABS,
        "look": look(),
        "atlas": {"figures": FIGURES, "dampings": DAMPINGS, "methods": titles()},
        "searches": [name for name, method in METHODS.items() if method.searches],
        "notebook": notebook_fields(workbench),
        "shipped": shipped_models(workbench),
        "glossary": glossary(),
        "prefix": prefix,
        "own": own.names(workbench),
    }


def titles() -> dict[str, str]:
    """Return what each method is called on the page, by its name in links."""
    return {name: method.title for name, method in METHODS.items()}


def notebook_fields(workbench: Workbench) -> dict[str, Any]:
    """Return what the notebook does as changes of a view; its model only where that is here."""
    model = SurgerySpec().model
    kept = (*EDIT[model not in workbench.models :], "plane")
    known = view_fields(notebook_view(model))
    return {name: known[name] for name in kept}
