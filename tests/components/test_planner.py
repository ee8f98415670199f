"""The planner's answers and its tree."""

from __future__ import annotations

from typing import Any

import pytest

from weight_surgery.components.figures.planner import Level, leaf_order, planner_figure
from weight_surgery.components.planner import measure, sentence, show
from weight_surgery.components.view import View
from weight_surgery.core.planner import plan
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

SPEC = SurgerySpec("digits-16d").with_operation(damping=0.0)


def request(step: int, **changes: Any) -> dict[str, Any]:
    query = View(SPEC).to_query()
    return {"key": "1", "query": query, "step": step, "groups": "7", "most": "5", **changes}


def test_its_steps_are_those_of_the_planner_until_as_many_groups_are_left(
    shipped: Workbench,
) -> None:
    found = [measure(shipped, request(step)) for step in (1, 2, 3)]
    whole = plan(shipped.bundle("digits-16d"), 7)
    assert [one and one["operation"] for one in found] == [
        one.to_text() for one in whole.operations
    ]
    assert [one and one["complete"] for one in found] == [False, False, True]
    kept = {"query": View(SPEC).to_query(), "steps": 3, "stopped": "", "running": False}
    groups, _, levels, table = show(shipped, kept)
    right = whole.accuracy[2]
    assert f"7 groups left: {100 * right.successes / right.total:.2f}" in str(groups)
    assert len(levels) == 3
    assert [row[2].split(" · ")[1] for row in table.data["body"]] == [
        f"{one.successes:,} of {one.total:,}" for one in whole.accuracy
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"groups": "0"}, "The number of groups must lie in 1…9, got 0."),
        ({"groups": "many"}, "must be a whole number"),
        ({"most": "lots"}, "such as 5"),
        ({"most": "101"}, "from 0 to 100"),
        ({"query": "model=nothing"}, "There is no model"),
        ({"query": "model=digits-3d&op=merge:3-6:0.0", "most": "0"}, "more than was allowed"),
        ({"query": "model=digits-3d&op=merge:3-6:0.0", "step": 2}, "every step takes a dimension"),
        ({"query": "model=digits-16d&op=merge:3-6:0.0:fitted"}, "choose another method"),
        ({"query": "model=digits-16d&op=merge:3-6:0.0:absorb"}, "cannot be edited by"),
    ],
)
def test_where_no_step_follows_a_sentence_says_why(
    shipped: Workbench, changes: dict[str, Any], words: str
) -> None:
    answer = measure(shipped, request(**{"step": 1, **changes}))
    assert answer
    assert words in answer["stopped"]
    assert "operation" not in answer


def test_what_it_says_last_is_why_it_stopped(shipped: Workbench) -> None:
    chosen = shipped.plan_step("digits-16d", "paper", 0.0, 1).chosen
    assert sentence(chosen, "", True).startswith("Planning: 9 groups left")
    assert sentence(chosen, "Stopped.", False).endswith("Stopped.")


def level(*groups: tuple[int, ...]) -> Level:
    return Level(groups, 99.0, 99.5, "said")


def test_the_members_of_every_group_stand_beside_each_other() -> None:
    levels = [level((0, 3), (1,), (2,)), level((0, 3), (1, 2)), level((0, 1, 2, 3))]
    order = leaf_order(4, levels)
    for one in levels:
        for group in one.groups:
            places = sorted(order.index(label) for label in group)
            assert places[-1] - places[0] == len(group) - 1


def test_every_step_joins_two_branches_of_the_tree_at_its_level() -> None:
    levels = [level((0, 3), (1,), (2,)), level((0, 3), (1, 2))]
    tree = planner_figure("abcd", levels).data[0]
    ends = [
        (x, tree.y[at], tree.y[at + 1])
        for at, x in enumerate(tree.x[:-1])
        if x is not None and x == tree.x[at + 1] and tree.y[at] != tree.y[at + 1]
    ]
    assert [x for x, *_ in ends] == [3, 2]
    assert planner_figure("abcd", []).data[0].x is not None
