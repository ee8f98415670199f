"""What every question of the view is about: a model of many classes, by its link's query."""

from __future__ import annotations

from typing import Any

from weight_surgery.components import payload
from weight_surgery.components.view import LONGEST_QUERY, View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench


def asked_spec(workbench: Workbench, query: Any) -> SurgerySpec:
    """Return the edit of a query. Raises ValueError for a model whose pairs are all measured."""
    spec = View.from_query(payload.text_of("a query", query, LONGEST_QUERY)).surgery
    if not workbench.is_catalogue(spec.model):
        raise ValueError(
            f"the pairs of {workbench.title(spec.model)} are all measured, not ranked; open its "
            "atlas again"
        )
    return spec
