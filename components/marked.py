"""The samples that were drawn around: their images, and what the edit did to them."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
import numpy as np
from dash import html

from weight_surgery.components.images import image
from weight_surgery.components.text import counted
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

MOST_TILES = 60
HINT = "Draw around samples in a circle to mark them everywhere and to see their images here."


def strip(workbench: Workbench, spec: SurgerySpec, marked: list[int]) -> Any:
    """Show the marked samples' images, and say what the edit did to them."""
    if not marked:
        return dmc.Text(HINT, className="note")
    bundle = workbench.bundle(spec.model)
    names, labels = bundle.class_names, bundle.labels_test[marked]
    reads = workbench.reads(spec, np.array(marked))
    before, after = reads.before.argmax(axis=1), reads.after.argmax(axis=1)
    counts = np.bincount(labels, minlength=len(names))
    parts = [
        f"{counts[k]:,} of {names[k]}" for k in np.argsort(-counts, kind="stable") if counts[k]
    ]
    tiles = [
        _tile(
            index,
            f"sample {index}: true {names[label]}, read as {names[one]}, then {names[two]}",
            changed=one != two,
        )
        for index, label, one, two in list(zip(marked, labels, before, after, strict=True))[
            :MOST_TILES
        ]
    ]
    left = len(marked) - len(tiles)
    return [
        dmc.Text(
            f"{counted(len(marked), 'sample')} marked: {', '.join(parts)}. "
            f"{int((before != after).sum()):,} read differently after the edit (framed).",
            className="caption",
        ),
        html.Div(tiles, className="tiles"),
        dmc.Text(f"and {left:,} more" if left > 0 else "", className="note"),
    ]


def _tile(index: int, words: str, changed: bool) -> html.Button:
    attributes: dict[str, Any] = {"data-pin": index, "aria-label": words}
    return html.Button(
        image(index),
        className="tile-button changed" if changed else "tile-button",
        title=words,
        **attributes,
    )
