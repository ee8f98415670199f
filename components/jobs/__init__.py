"""*Train…*: the button, the dialog with what can be chosen, and the line that says how far it is.

What changes while a job runs is written by `assets/lab/page/jobs.mjs`.
"""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import Dash, html

from weight_surgery.components import ids
from weight_surgery.components.jobs import route
from weight_surgery.core.workbench import Workbench, jobs

TITLE = "Train your own"
MEANING = {"compact": "small convolutional", "seed": "the notebook's, at 221×221"}
NOTE = (
    "It is trained on this server and kept for a day under an address that only this browser "
    "knows. You can go on meanwhile, or reload the page."
)
CHECKPOINT = (
    "A state dict of the notebook's or the compact network (.pth or .safetensors): its features "
    "are captured on the data set chosen above."
)


def button(workbench: Workbench) -> list[dmc.Button]:
    """Return the button, where the server keeps what is made."""
    if workbench.jobs is None:
        return []
    named: dict[str, Any] = {"aria-haspopup": "dialog"}
    return [dmc.Button("Train…", id=ids.JOBS_BUTTON, size="compact-xs", variant="subtle", **named)]


def dialog(workbench: Workbench) -> list[Any]:
    """Return the closed dialog and the empty line, where the server keeps what is made."""
    if workbench.jobs is None:
        return []
    named: dict[str, Any] = {"aria-label": TITLE, "aria-modal": "true"}
    closing: dict[str, Any] = {"aria-label": "Close"}
    spoken: dict[str, Any] = {"aria-live": "polite"}
    line: dict[str, Any] = {"aria-label": "The network in training"}
    return [
        html.Dialog(
            [
                html.Header(
                    [
                        html.H2(TITLE),
                        html.Button("×", id=ids.JOBS_CLOSE, className="own-close", **closing),
                    ]
                ),
                html.Div(_form(workbench.jobs.datasets), id=ids.JOBS_FORM, className="jobs-form"),
                html.Div(id=ids.JOBS_CARD, className="jobs-card"),
                html.P(className="jobs-said", **spoken),
            ],
            id=ids.JOBS_DIALOG,
            className="own-dialog jobs-dialog",
            role="dialog",
            **named,
        ),
        html.Section(id=ids.JOBS_LINE, className="jobs-line", **line),
    ]


def _form(datasets: tuple[str, ...]) -> list[Any]:
    default = jobs.TrainAsked()
    networks = {name: f"{name}: {MEANING[name]}" for name in jobs.NETWORKS}
    return [
        html.Div(
            [
                _select("Data set", "dataset", {name: name for name in datasets}),
                _select("Network", "network", networks),
                _number("Dimensions", "dims", default.dims),
                _number("Epochs", "epochs", default.epochs),
                _number("Seed", "seed", default.seed),
            ],
            className="jobs-fields",
        ),
        html.P(id=ids.JOBS_TAKES, className="note"),
        html.Button("Train", id=ids.JOBS_START, className="own-open"),
        html.P(NOTE, className="note"),
        html.Details(
            [
                html.Summary("Capture a checkpoint instead"),
                html.P(CHECKPOINT, className="note"),
            ],
            className="jobs-capture",
        ),
    ]


def _select(words: str, name: str, options: dict[str, str]) -> html.Label:
    made = [html.Option(said, value=value) for value, said in options.items()]
    return html.Label([html.Span(words), html.Select(made, name=name)], className="own-field")


def _number(words: str, name: str, value: int) -> html.Label:
    # A field for numbers alone makes another number of what it does not know: 75 of 7.5.
    field = dmc.TextInput(
        name=name,
        value=str(value),
        size="xs",
        autoComplete="off",
        attributes={"input": {"inputMode": "numeric"}},
    )
    return html.Label([html.Span(words), field], className="own-field")


def register(app: Dash, workbench: Workbench) -> None:
    """Start jobs, and say how far they are."""
    route.register(app, workbench)
