"""The list as a file: the most promising pairs, what is foreseen of them, and what was measured."""

from __future__ import annotations

from math import isfinite
from typing import Any

from dash import dcc, no_update

from weight_surgery.components import dear, payload
from weight_surgery.components.many.asked import asked_spec
from weight_surgery.components.many.rows import FORESEEN, LONGEST_FIND, Listed
from weight_surgery.components.verdict import badge_of
from weight_surgery.core.workbench import Workbench, csv_text, file_name

# All pairs of 1,000 classes would be 50 MB; `core.atlas.rank.rank_pairs` gives them all.
MOST_LINES = 10_000
COLUMNS = (
    *("Model", "Method", "Damping", "Rank", "Class A", "Class B", "Verdict"),
    *("Class means foreseen to survive", "Class means", "Rms leak", "Worst leak", "Worst leak of"),
    *("Pair's samples", "Read as either", "Bystander samples", "Bystanders right", "Merge cost"),
)


def table_file(workbench: Workbench, clicks: Any, asked: Any) -> Any:
    """Send the list as it is searched, by promise, at most its first 10,000 pairs.

    asked: {"query", "find"}, as of the list itself.
    """
    if not clicks or asked is None:
        return no_update
    query, find = payload.entries("what is listed", asked, "query", "find")
    spec = asked_spec(workbench, query)
    find = payload.text_of("a class's name", find, LONGEST_FIND)
    dear.ask("exports")
    listed = Listed(workbench, spec)
    title = workbench.title(spec.model)
    given = (title, spec.operations[0].method, 0.0)
    lines = ((*given, *_line(listed, row)) for row in listed.found(find)[:MOST_LINES].tolist())
    name = f"{file_name(title)}_pairs_by-promise.csv"
    return dcc.send_string(csv_text(COLUMNS, lines), name, type="text/csv")


def _line(listed: Listed, row: int) -> tuple[object, ...]:
    ranking, names = listed.ranking, listed.ranking.class_names
    one, other = ranking.pairs[row].tolist()
    lost, worst = int(ranking.lost[row]), int(ranking.worst_class[row])
    foreseen = (
        "" if lost < 0 else ranking.means - lost,
        ranking.means,
        _number(ranking.rms_leak[row]),
        _number(ranking.worst_leak[row]),
        "" if worst < 0 else names[worst],
    )
    at = listed.measured.get(row)
    if listed.atlas is None or at is None:
        return (int(listed.rank[row]), names[one], names[other], FORESEEN, *foreseen, *[""] * 5)
    atlas = listed.atlas
    counts = (
        value
        for figure in ("merged_recall", "bystander_accuracy")
        for value in (int(atlas.totals[figure][at]), _count(atlas.counted[figure][at, 0]))
    )
    verdict = badge_of(int(atlas.verdict[at, 0]))
    cost = _number(atlas.merge_cost[at, 0])
    return (int(listed.rank[row]), names[one], names[other], verdict, *foreseen, *counts, cost)


def _number(value: float) -> float | str:
    return float(value) if isfinite(value) else ""


def _count(value: int) -> int | str:
    return int(value) if value >= 0 else ""
