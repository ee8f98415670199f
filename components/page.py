"""The page: header, controls at the side, panels in the order a question is asked."""

from __future__ import annotations

from functools import partial

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html

from weight_surgery.components import (
    accuracy,
    atlas,
    bias_table,
    circles,
    confusion,
    connection,
    controls,
    curve,
    embeddings,
    export,
    header,
    headline,
    ids,
    kit,
    later,
    legend,
    marked,
    method,
    models,
    modes,
    narrow,
    presets,
    samples,
    share,
    shortcuts,
    spotlight,
    stage,
    story,
    tables,
    tabs,
    thumbnails,
    toasts,
)
from weight_surgery.core.workbench import Workbench


def layout(workbench: Workbench) -> dmc.MantineProvider:
    """Return the whole page."""
    return dmc.MantineProvider(
        [
            *controls.stores(),
            *samples.stores(),
            *spotlight.stores(),
            *marked.stores(),
            spotlight.card(),
            *later.stores(),
            *atlas.stores(),
            *models.stores(),
            *presets.stores(),
            *story.stores(),
            dcc.Store(id=ids.SCHEME_STORE, data="light"),
            *share.stores(),
            toasts.container(),
            connection.banner(),
            shortcuts.dialog(),
            html.A("Skip to the result", href="#main", className="skip-link"),
            dmc.AppShell(
                [
                    dmc.AppShellHeader(header.layout(), className="header"),
                    dmc.AppShellNavbar(
                        [
                            html.Div(controls.layout(workbench), className="side-scroll"),
                            export.layout(),
                        ],
                        className="side-panel",
                        id=ids.NARROW_PANEL,
                    ),
                    dmc.AppShellMain(
                        [
                            html.Div(_pair(), id=ids.PAIR_VIEW),
                            html.Div(id=ids.ATLAS_VIEW, className="away"),
                            html.Div(models.layout(), id=ids.MODELS_VIEW, className="away"),
                            story.layout(),
                            modes.embed_foot(),
                        ],
                        id="main",
                        tabIndex=-1,
                    ),
                ],
                header=narrow.HEADER,
                navbar=narrow.NAVBAR,
                padding=0,
                id=ids.NARROW_SHELL,
                className="controls-closed",
            ),
            kit.lists(),
        ],
        id=ids.PROVIDER,
        theme=kit.THEME,
        defaultColorScheme="auto",
    )


def _pair() -> html.Div:
    """Return the pair view: one screen, and tabs at its foot."""
    above = html.Div([*headline.layout(), stage.layout()], className="above")
    return html.Div([above, tabs.layout()], className="pair")


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
        marked,
        thumbnails,
        later,
        curve,
        accuracy,
        confusion,
        tables,
        shortcuts,
        narrow,
        bias_table,
        method,
        export,
        atlas,
        models,
        presets,
        story,
        share,
        modes,
    ):
        panel.register(app, workbench)
    app.clientside_callback(
        ClientsideFunction("page", "readScheme"),
        Output(ids.SCHEME_STORE, "data"),
        Input(ids.VIEW_STORE, "data"),
        State(ids.SCHEME_STORE, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("page", "writeAddress"),
        Output(ids.LAB_LINK, "href"),
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
