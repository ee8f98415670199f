"""*Open your own*: the button, the dialog that files are dropped on, and the address they go to.

What is in the dialog beyond its frame is written by `assets/lab/page/own.mjs`.
"""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, dcc, html

from weight_surgery.components import ids
from weight_surgery.components.own import route
from weight_surgery.core.workbench import OWN_PREFIX, Workbench, limits

ACCEPTED = (".npz", ".csv", ".tsv", ".txt", ".parquet", ".json")
KINDS = (
    "A bundle (.npz, as weight_surgery.save writes it), or a table of vectors and labels: "
    ".csv, .parquet, or .npz with one array of each; only this browser will know where it is. "
    "A recipe (.json), which is followed again. Or a checkpoint of the notebook's or the compact "
    "network (.pth, .safetensors), which is captured on a data set."
)
LIMITS = (
    f"At most {limits.FILE_BYTES // 2**20} MB a file, {limits.SAMPLES:,} samples, "
    f"{limits.DIMENSIONS:,} dimensions and {limits.CLASSES:,} classes; kept for "
    f"{limits.KEPT_HOURS:g} hours."
)


def button(workbench: Workbench) -> list[dmc.Button]:
    """Return the button, where the server keeps what is brought."""
    if workbench.uploads is None:
        return []
    named: dict[str, Any] = {"aria-haspopup": "dialog"}
    return [
        dmc.Button(
            "Open your own…", id=ids.OWN_BUTTON, size="compact-xs", variant="subtle", **named
        )
    ]


def dialog(workbench: Workbench) -> list[html.Dialog]:
    """Return the closed dialog, where the server keeps what is brought."""
    if workbench.uploads is None:
        return []
    named: dict[str, Any] = {"aria-labelledby": ids.OWN_TITLE, "aria-modal": "true"}
    status: dict[str, Any] = {"aria-live": "polite"}
    closing: dict[str, Any] = {"aria-label": "Close"}
    return [
        html.Dialog(
            [
                html.Header(
                    [
                        html.H2("Open your own", id=ids.OWN_TITLE),
                        html.Button("×", id=ids.OWN_CLOSE, className="own-close", **closing),
                    ]
                ),
                html.Div(
                    [
                        html.Div(id=ids.OWN_DROP),
                        html.P(KINDS, className="note"),
                        html.P(LIMITS, className="note"),
                    ],
                    className="own-drop",
                ),
                html.Div(id=ids.OWN_FILES, className="own-files", **status),
            ],
            id=ids.OWN_DIALOG,
            className="own-dialog",
            role="dialog",
            **named,
        )
    ]


def stores(workbench: Workbench) -> list[dcc.Store]:
    """Return the names of the models that everybody may choose."""
    return [dcc.Store(id=ids.OWN_OFFERED, data=list(workbench.models))]


def names(workbench: Workbench) -> dict[str, Any]:
    """Return what the page has to know: how own models' names begin, and what may be brought."""
    hours = limits.KEPT_HOURS if workbench.uploads is None else workbench.uploads.hours
    return {
        "prefix": OWN_PREFIX,
        "hours": hours,
        "most": limits.FILE_BYTES,
        "tooLarge": f"{route.TOO_LARGE[:1].upper()}{route.TOO_LARGE[1:]}.",
        "accepted": ",".join((*ACCEPTED, *route.CHECKPOINTS)),
        "checkpoints": route.CHECKPOINTS,
    }


def register(app: Dash, workbench: Workbench) -> None:
    """Take files, and let the page offer what this browser remembers."""
    route.register(app, workbench)
    app.clientside_callback(ClientsideFunction("own", "offer"), Input(ids.OWN_OFFERED, "data"))
