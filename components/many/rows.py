"""The list of all pairs, a page at a time: sorted and searched here, written as it is read."""

from __future__ import annotations

from typing import Any

import numpy as np
from dash.exceptions import PreventUpdate

from weight_surgery.components import payload
from weight_surgery.components.many.asked import asked_spec
from weight_surgery.components.naming import IN_SENTENCE, short, shortened
from weight_surgery.components.text import in_percent
from weight_surgery.components.verdict import badge_of
from weight_surgery.core.checks import LARGEST
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import PairAtlas, PairRanking, Workbench

MOST_ROWS = 200
LONGEST_FIND = 200
FORESEEN = "foreseen"
# What the list can be sorted by: of all pairs, and of those that are measured.
RANKED = ("rank", "survival", "rms_leak", "worst_leak")
MEASURED = ("verdict", "recall", "bystanders", "cost")
SIGNS = {"asc": 1, "desc": -1}


def rows(workbench: Workbench, request: Any, asked: Any) -> dict[str, Any]:
    """Give a page of the list, as the grid takes it.

    request: the grid's own, {"startRow", "endRow", "sortModel"}; asked: {"query", "find"}. The grid
    asks before the page has a ranking, and again then.
    """
    if asked is None:
        raise PreventUpdate
    query, find = payload.entries("what is listed", asked, "query", "find")
    spec = asked_spec(workbench, query)
    find = payload.text_of("a class's name", find, LONGEST_FIND)
    first, last, sorts = payload.entries("a page", request, "startRow", "endRow", "sortModel")
    first = payload.integer("a page's first row", first, 0, LARGEST)
    last = payload.integer("a page's last row", last, first, first + MOST_ROWS)
    listed = Listed(workbench, spec)
    wanted = listed.found(find)
    for sort in payload.list_of("what it is sorted by", sorts, len(RANKED + MEASURED))[:1]:
        column, way = payload.entries("a sort", sort, "colId", "sort")
        payload.one_of("a column", column, RANKED + MEASURED)
        payload.one_of("an order", way, tuple(SIGNS))
        values = SIGNS[way] * listed.values(column)[wanted]
        # What has no value comes last either way.
        wanted = wanted[np.argsort(values, kind="stable")]
    return {
        "rowData": [listed.row(row) for row in wanted[first:last].tolist()],
        "rowCount": len(wanted),
    }


class Listed:
    """The pairs of a ranking, and what of them is measured, by their rows in it."""

    def __init__(self, workbench: Workbench, spec: SurgerySpec) -> None:
        self.ranking: PairRanking = workbench.ranking(spec)
        self.atlas: PairAtlas | None = workbench.promising(spec)
        self.names = shortened(self.ranking.class_names, IN_SENTENCE)
        self.rank = np.empty(len(self.ranking.pairs), int)
        self.rank[self.ranking.order] = np.arange(len(self.rank)) + 1
        self.rows = () if self.atlas is None else self.ranking.rows_of(self.atlas.pairs)
        self.measured = {int(row): at for at, row in enumerate(self.rows)}

    def found(self, find: str) -> np.ndarray:
        """Return the rows, by promise, of pairs of which a class's name holds some words."""
        order, words = self.ranking.order, find.strip().casefold()
        if not words:
            return order
        held = np.array([words in name.casefold() for name in self.ranking.class_names])
        return order[held[self.ranking.pairs[order]].any(axis=1)]

    def values(self, column: str) -> np.ndarray:
        """Return what each pair is sorted by, NaN where that is not known."""
        ranking = self.ranking
        if column in RANKED:
            known = (self.rank, ranking.survival, ranking.rms_leak, ranking.worst_leak)
            return known[RANKED.index(column)]
        found = np.full(len(ranking.pairs), np.nan)
        if self.atlas is not None:
            atlas = self.atlas
            shares = (
                atlas.verdict,
                atlas.merged_recall,
                atlas.bystander_accuracy,
                atlas.merge_cost,
            )
            found[self.rows] = shares[MEASURED.index(column)][:, 0]
        return found

    def row(self, row: int) -> dict[str, Any]:
        """Write a pair: what is foreseen of it, and what was measured where it is."""
        ranking, (one, other) = self.ranking, self.ranking.pairs[row].tolist()
        lost = int(ranking.lost[row])
        return {
            "id": f"{one}-{other}",
            "rank": int(self.rank[row]),
            "pair": f"{self.names[one]} + {self.names[other]}",
            "names": f"{self._name(one)} + {self._name(other)}",
            "verdict": FORESEEN,
            "survival": "not defined"
            if lost < 0
            else f"{ranking.means - lost:,} of {ranking.means:,}",
            "rms_leak": _leak(ranking.rms_leak[row]),
            "worst_leak": self._worst(row),
            **self._found(row),
        }

    def _name(self, label: int) -> str:
        return short(self.ranking.class_names[label], LONGEST_FIND)

    def _worst(self, row: int) -> str:
        label = int(self.ranking.worst_class[row])
        return "" if label < 0 else f"{_leak(self.ranking.worst_leak[row])} {self.names[label]}"

    def _found(self, row: int) -> dict[str, str]:
        if self.atlas is None or row not in self.measured:
            return {}
        atlas, at = self.atlas, self.measured[row]
        cost = atlas.merge_cost[at, 0]
        return {
            "verdict": badge_of(int(atlas.verdict[at, 0])),
            "recall": _count(atlas, "merged_recall", at),
            "bystanders": _count(atlas, "bystander_accuracy", at),
            "cost": "" if np.isnan(cost) else in_percent(cost).replace("-", "\u2212"),
        }


def _count(atlas: PairAtlas, figure: str, row: int) -> str:
    right, total = int(atlas.counted[figure][row, 0]), int(atlas.totals[figure][row])
    return f"{right:,} of {total:,}" if right >= 0 else ""


def _leak(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.4f}"
