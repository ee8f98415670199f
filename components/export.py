"""The edited network, the figures, the report and the recipe of an edit, to take home."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, ctx, dcc, html, no_update

from weight_surgery.components import dear, ids
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Recipe, Workbench


def _report(workbench: Workbench, spec: SurgerySpec) -> tuple[str, str]:
    # No start waits for the figures that only a report has.
    from weight_surgery.components.report import export_report

    return export_report(workbench, spec)


FORMATS = {ids.EXPORT_BUTTON: "pth", ids.EXPORT_SAFETENSORS_BUTTON: "safetensors"}
TEXTS = {
    ids.EXPORT_CSV_BUTTON: (Workbench.export_figures, "text/csv"),
    ids.EXPORT_REPORT_BUTTON: (_report, "text/html"),
    ids.EXPORT_RECIPE_BUTTON: (Workbench.export_recipe, "application/json"),
}
BUTTONS = (*FORMATS, ids.EXPORT_EDIT_BUTTON, *TEXTS)


def layout() -> html.Div:
    """Return the button, and what it opens: the files to choose from."""
    return html.Div(
        [
            dmc.Popover(
                [
                    dmc.PopoverTarget(
                        dmc.Button(
                            "Take home",
                            id=ids.EXPORT_OPEN,
                            variant="default",
                            size="sm",
                            fullWidth=True,
                        ),
                        boxWrapperProps={"w": "100%"},
                    ),
                    dmc.PopoverDropdown(
                        [
                            html.Div(
                                [
                                    _note("The edited network whole, as a state dict"),
                                    _button("Network .pth", ids.EXPORT_BUTTON),
                                    _button("Network .safetensors", ids.EXPORT_SAFETENSORS_BUTTON),
                                ],
                                id=ids.EXPORT_NETWORKS,
                                className="take-home-part",
                            ),
                            _note("The edit itself: its map, both layers, moved embeddings"),
                            _button("Edit .npz", ids.EXPORT_EDIT_BUTTON),
                            _note("The figures of this view"),
                            _button("Figures .csv", ids.EXPORT_CSV_BUTTON),
                            _button("Report .html", ids.EXPORT_REPORT_BUTTON),
                            _note("How to come by them again"),
                            _button("Recipe .json", ids.EXPORT_RECIPE_BUTTON),
                        ],
                        className="take-home-files",
                    ),
                ],
                id=ids.EXPORT_FILES,
                position="top",
                width="target",
                shadow="md",
                withinPortal=False,
                trapFocus=True,
                returnFocus=True,
                keepMounted=True,
            ),
            dcc.Download(id=ids.EXPORT_DOWNLOAD),
        ],
        className="take-home",
    )


def _note(words: str) -> dmc.Text:
    return dmc.Text(words, className="note")


def _button(words: str, id: str) -> dmc.Button:
    return dmc.Button(words, id=id, size="xs", variant="light", fullWidth=True)


def export(workbench: Workbench, *given: Any) -> Any:
    """Return the file that the pressed button stands for; what is asked for is last of `given`."""
    query = given[-1]
    if not query or ctx.triggered_id is None:
        return no_update
    dear.ask("exports")
    spec = View.from_query(query).surgery
    if ctx.triggered_id in TEXTS:
        text_of, kind = TEXTS[ctx.triggered_id]
        name, text = text_of(workbench, spec)
        return dcc.send_string(text, name, type=kind)
    if ctx.triggered_id == ids.EXPORT_EDIT_BUTTON:
        name, content = workbench.export_edit(spec)
    else:
        name, content = workbench.export_network(spec, FORMATS[ctx.triggered_id])
    return dcc.send_bytes(content, name)


def recipe_query(recipe: Recipe, model: str | None = None) -> str:
    """Return the link's query that shows a recipe's edit, of another model if one is named."""
    return View(replace(recipe.spec, model=model or recipe.model)).to_query()


def register(app: Dash, workbench: Workbench) -> None:
    """Send a file when a button is pressed; the buttons wait meanwhile."""
    app.callback(
        Output(ids.EXPORT_DOWNLOAD, "data"),
        *(Input(id, "n_clicks") for id in BUTTONS),
        State(ids.EDIT_STORE, "data"),
        running=[(Output(id, "loading"), True, False) for id in BUTTONS],
        prevent_initial_call=True,
    )(partial(export, workbench))
