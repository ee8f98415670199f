"""The page: header, controls at the side, panels in the order a question is asked."""

from __future__ import annotations

from functools import partial
from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, Patch, State, dcc, html

from components import (
    accuracy,
    atlas,
    bias_table,
    circles,
    controls,
    curve,
    embeddings,
    export,
    headline,
    ids,
    kit,
    legend,
    method,
    models,
    narrow,
    samples,
    shortcuts,
    spotlight,
    tables,
    thumbnails,
    toasts,
)
from components.theme import template
from core.workbench import Workbench

TABS = [
    {"value": "pair", "label": "Pair"},
    {"value": "atlas", "label": "Atlas"},
    {"value": "models", "label": "Models"},
]
GRAPHS = (
    ids.RECALL_GRAPH,
    ids.CONFUSION_BEFORE,
    ids.CONFUSION_AFTER,
    ids.CONFUSION_DIFFERENCE,
    ids.CURVE_GRAPH,
    ids.ATLAS_MAP,
    ids.ATLAS_PARETO,
)


def layout(workbench: Workbench) -> dmc.MantineProvider:
    """Return the whole page."""
    return dmc.MantineProvider(
        [
            *controls.stores(),
            *samples.stores(),
            *spotlight.stores(),
            spotlight.card(),
            *atlas.stores(),
            *models.stores(),
            dcc.Store(id=ids.SCHEME_STORE, data="light"),
            toasts.container(),
            shortcuts.dialog(),
            html.A("Skip to the result", href="#main", className="skip-link"),
            dmc.AppShell(
                [
                    dmc.AppShellHeader(_header(), className="header"),
                    dmc.AppShellNavbar(
                        dmc.ScrollArea(
                            [controls.layout(workbench), export.layout()], className="side-scroll"
                        ),
                        className="side-panel",
                        id=ids.NARROW_PANEL,
                    ),
                    dmc.AppShellMain(
                        [
                            html.Div(_panels(), id=ids.PAIR_VIEW),
                            html.Div(atlas.layout(), id=ids.ATLAS_VIEW, className="away"),
                            html.Div(models.layout(), id=ids.MODELS_VIEW, className="away"),
                        ],
                        id="main",
                        tabIndex=-1,
                    ),
                ],
                header=narrow.HEADER,
                navbar=narrow.NAVBAR,
                padding="md",
                id=ids.NARROW_SHELL,
                className="controls-closed",
            ),
            kit.lists(),
        ],
        id=ids.PROVIDER,
        theme=kit.THEME,
        defaultColorScheme="auto",
    )


def _header() -> dmc.Group:
    return dmc.Group(
        [
            dmc.Group(
                [
                    narrow.button(),
                    html.Span(className="logo"),
                    dmc.Title("Weight Surgery Lab", order=1),
                    dmc.Text(
                        "make two classes of a trained network one, by editing one layer",
                        className="tagline",
                        visibleFrom="md",
                    ),
                ],
                gap="sm",
            ),
            dmc.Group(
                [
                    dmc.SegmentedControl(
                        id=ids.VIEW_TABS,
                        data=TABS,
                        value="pair",
                        size="xs",
                        **{"aria-label": "View"},
                    ),
                    dmc.CopyButton(
                        "Copy link",
                        id=ids.LINK_BUTTON,
                        value="",
                        copiedChildren="Link copied",
                        size="xs",
                        color="violet",
                    ),
                    dmc.ColorSchemeToggle(
                        id=ids.SCHEME_TOGGLE,
                        lightIcon=html.Span(className="icon-sun"),
                        darkIcon=html.Span(className="icon-moon"),
                        variant="default",
                        size="lg",
                        **{"aria-label": "Switch between light and dark"},
                    ),
                    shortcuts.button(),
                ],
                gap="xs",
            ),
        ],
        justify="space-between",
        className="header-row",
    )


def _panels() -> dmc.Stack:
    return dmc.Stack(
        [
            headline.layout(),
            embeddings.layout(),
            circles.layout(),
            spotlight.layout(),
            curve.layout(),
            accuracy.layout(),
            bias_table.layout(),
            method.layout(),
        ],
        gap="md",
        className="panels",
    )


def retheme(scheme: str) -> list[Any]:
    """Give every graph that the server draws the template of a color scheme, and nothing else."""
    patch = Patch()
    patch["layout"]["template"] = template(scheme)
    return [patch for _ in GRAPHS]


def register(app: Dash, workbench: Workbench) -> None:
    """Connect every panel, the theme, the address bar and the linked cameras."""
    for panel in (
        controls,
        headline,
        samples,
        embeddings,
        legend,
        circles,
        spotlight,
        thumbnails,
        curve,
        accuracy,
        tables,
        shortcuts,
        narrow,
        bias_table,
        method,
        export,
        atlas,
        models,
    ):
        panel.register(app, workbench)
    app.callback(
        [Output(id, "figure", allow_duplicate=True) for id in GRAPHS],
        Input(ids.SCHEME_STORE, "data"),
        prevent_initial_call=True,
    )(retheme)
    app.clientside_callback(
        ClientsideFunction("page", "readScheme"),
        Output(ids.SCHEME_STORE, "data"),
        Input(ids.VIEW_STORE, "data"),
        State(ids.SCHEME_STORE, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("page", "writeAddress"),
        Output(ids.LINK_BUTTON, "value"),
        Input(ids.VIEW_STORE, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("page", "showView"),
        [Output(id, "className") for id in (ids.PAIR_VIEW, ids.ATLAS_VIEW, ids.MODELS_VIEW)],
        Input(ids.VIEW_TABS, "value"),
    )
    app.clientside_callback(
        ClientsideFunction("page", "resetCameras"),
        Output(ids.EMBEDDING_RESET, "n_clicks"),
        Input(ids.EMBEDDING_RESET, "n_clicks"),
        prevent_initial_call=True,
    )
    app.layout = partial(layout, workbench)
