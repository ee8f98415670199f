"""The page: header, controls at the side, panels in the order a question is asked."""

from __future__ import annotations

from functools import partial

import dash_mantine_components as dmc
from dash import Dash, dcc, html

from weight_surgery.components import (
    accuracy,
    answers,
    atlas,
    circles,
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
    method,
    models,
    modes,
    narrow,
    ranking,
    samples,
    share,
    shortcuts,
    spotlight,
    story,
    tables,
    thumbnails,
    toasts,
)
from weight_surgery.components.names import TABS
from weight_surgery.core.workbench import Workbench


def layout(workbench: Workbench) -> dmc.MantineProvider:
    """Return the whole page."""
    return dmc.MantineProvider(
        [
            *answers.stores(),
            *ranking.stores(),
            *tabs_stores(),
            spotlight.card(),
            *later.stores(),
            *atlas.stores(),
            *models.stores(),
            *story.stores(),
            *share.stores(),
            toasts.container(),
            connection.banner(),
            shortcuts.dialog(),
            html.A("Skip to the result", href="#main", className="skip-link"),
            dmc.AppShell(
                [
                    dmc.AppShellHeader(header.layout(), className="header"),
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
                            html.Div(id=ids.ATLAS_VIEW),
                            html.Div(models.layout(), id=ids.MODELS_VIEW),
                            story.layout(),
                            modes.embed_foot(),
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


def _panels() -> dmc.Stack:
    return dmc.Stack(
        [
            headline.layout(),
            embeddings.layout(),
            circles.layout(),
            spotlight.layout(),
            later.place(),
        ],
        gap="md",
        className="panels",
    )


def tabs_stores() -> list[dcc.Store]:
    """Return what asks for the tabs below the stage, and for its tables."""
    return [dcc.Store(id=id) for id in (*TABS.values(), ids.TABLES_ASK)]


def register(app: Dash, workbench: Workbench) -> None:
    """Connect every panel."""
    for panel in (
        answers,
        samples,
        controls,
        ranking,
        thumbnails,
        later,
        curve,
        accuracy,
        spotlight,
        method,
        tables,
        shortcuts,
        narrow,
        export,
        atlas,
        models,
        story,
        share,
    ):
        panel.register(app, workbench)
    app.layout = partial(layout, workbench)
