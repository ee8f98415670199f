"""The models' view in words and tables: counts with their totals, and nothing beyond them."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc

from weight_surgery.components.model_cards import FIGURES, NO_CLASSES
from weight_surgery.components.text import in_percent, strength_text
from weight_surgery.components.verdict import badge_of
from weight_surgery.core.workbench import DAMPINGS

NOTHING = "—"


def sentence(rows: list[dict[str, Any]]) -> str:
    """Say how many pairs merge cleanly in each model, by its data set; none explains another.

    Models of one data set stand together, as they come; what one set counts says nothing of the
    others.
    """
    known = [row for row in rows if "clean" in row]
    refused = [row["title"] for row in rows if "clean" not in row]
    said = []
    if known:
        sets = dict.fromkeys(row["dataset"] for row in known)
        parts = [_counted_in([row for row in known if row["dataset"] == one]) for one in sets]
        said.append(f"Pairs that merge cleanly at some edit strength: {'; '.join(parts)}.")
    if refused:
        said.append(f"Not counted: {', '.join(refused)}; the table says why.")
    return " ".join(said)


def _counted_in(rows: list[dict[str, Any]]) -> str:
    """Write the counts of one data set's models: on mnist 19 of 45 in mnist-5d, 41 of 45 in …"""
    counts = ", ".join(f"{counted_of(row)} in {row['title']}{at_once(row)}" for row in rows)
    return f"on {rows[0]['dataset']} {counts}" if rows[0]["dataset"] else counts


def counted_of(row: dict[str, Any]) -> str:
    """Write how many pairs are clean at some damping: 19 of 45, none of 45."""
    return f"{row['ever'] or 'none'} of {row['pairs']}"


def at_once(row: dict[str, Any]) -> str:
    """Say how many are clean at the best damping, where that is not all of those at any."""
    most = max(row["clean"])
    return "" if most == row["ever"] else f" (at most {most} at any one strength)"


def clean_table(rows: list[dict[str, Any]]) -> dmc.Table:
    """Return clean pairs by model and edit strength, the strongest first."""
    head = ["Model", "Dims", "At some strength", *map(strength_text, DAMPINGS)]
    body = [
        [
            row["title"],
            row["dims"],
            row.get("refused") or f"{row['ever']} of {row['pairs']}",
            *row.get("clean", [NOTHING] * len(DAMPINGS)),
        ]
        for row in rows
    ]
    return dmc.Table(
        data={"head": head, "body": body},
        tabularNums=True,
        highlightOnHover=True,
        className="many-columns",
    )


def pair_table(rows: list[dict[str, Any]]) -> dmc.Table:
    """Return the current pair's figures by model."""
    head = [
        *("Model", "Dimensions", "Verdict"),
        *(words.capitalize() for _, words, _ in FIGURES),
        *("Samples of the two, of the others", "Cosine", "Strict accuracy", "Attack success"),
    ]
    body = [[row["title"], row["dims"], *_cells(row["pair"])] for row in rows]
    return dmc.Table(data={"head": head, "body": body}, tabularNums=True, highlightOnHover=True)


def _cells(pair: dict[str, Any] | None) -> list[str]:
    if pair is None or "refused" in pair:
        return [pair["refused"] if pair else NO_CLASSES]
    shares = (" → ".join(map(_share, pair[name])) for name, _, _ in FIGURES)
    samples = ", ".join(f"{number:,}" for number in pair["samples"])
    return [badge_of(pair["verdict"]), *shares, samples, *pair["cells"]]


def _share(value: float | None) -> str:
    return NOTHING if value is None else in_percent(value)
