"""A recipe opens as the view that it was made of."""

from __future__ import annotations

from weight_surgery.components.export import recipe_query
from weight_surgery.components.view import View
from weight_surgery.core.recipe import read_recipe
from weight_surgery.core.specs import Operation, SurgerySpec
from weight_surgery.core.workbench import Workbench


def test_a_recipe_is_a_link_to_its_edit(shipped: Workbench) -> None:
    operations = (Operation("merge", (3, 6), 0.1, "stretched"), Operation("shatter", (4,), 0.5))
    spec = SurgerySpec("digits-3d", operations, fit_split="test", hand=0, repair=True)
    recipe = read_recipe(shipped.export_recipe(spec)[1])
    assert View.from_query(recipe_query(recipe)).surgery == spec
    assert View.from_query(recipe_query(recipe, "own-1")).surgery.model == "own-1"


def test_a_network_is_offered_only_where_it_lies(shipped: Workbench) -> None:
    assert shipped.holds_edit(SurgerySpec("digits-3d"))
    assert not shipped.holds_edit(SurgerySpec("lang-50"))
