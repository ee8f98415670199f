"""The page: header, controls at the side, panels in the order a question is asked."""

from __future__ import annotations

from functools import partial

import dash_mantine_components as dmc
from dash import Dash, dcc, html

from weight_surgery.components import (
    accuracy,
    answers,
    atlas,
    collateral,
    confusion,
    connection,
    controls,
    curve,
    evidence,
    export,
    glossary,
    header,
    headline,
    ids,
    jobs,
    kit,
    later,
    many,
    method,
    models,
    modes,
    narrow,
    own,
    plan_steps,
    planner,
    ranking,
    sample_texts,
    samples,
    share,
    shortcuts,
    spotlight,
    stage,
    story,
    tabs,
    thumbnails,
    toasts,
    verification,
)
from weight_surgery.components.names import TABS
from weight_surgery.core.workbench import Workbench


def layout(workbench: Workbench) -> dmc.MantineProvider:
    """Return the whole page."""
    page = dmc.MantineProvider(
        [
            *answers.stores(),
            *ranking.stores(),
            *_asking(),
            spotlight.card(),
            glossary.card(),
            *later.stores(),
            *atlas.stores(),
            *many.stores(),
            *models.stores(),
            *planner.stores(),
            *story.stores(),
            *share.stores(),
            *own.stores(workbench),
            toasts.container(),
            connection.banner(),
            shortcuts.dialog(),
            *own.dialog(workbench),
            *jobs.dialog(workbench),
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
                            html.Div(id=ids.ATLAS_VIEW),
                            html.Div(id=ids.MODELS_VIEW),
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
    page.children.append(controls.sent(page))
    return page


def _pair() -> html.Div:
    """Return the pair view: one screen, and tabs at its foot."""
    above = html.Div([*headline.layout(), stage.layout()], className="above")
    return html.Div([above, tabs.layout()], className="pair")


def _asking() -> list[dcc.Store]:
    """Return what asks for the tabs below the stage."""
    return [dcc.Store(id=id) for id in TABS.values()]


def register(app: Dash, workbench: Workbench) -> None:
    """Connect every panel."""
    for panel in (
        connection,
        answers,
        samples,
        controls,
        ranking,
        thumbnails,
        sample_texts,
        later,
        accuracy,
        curve,
        spotlight,
        confusion,
        method,
        verification,
        collateral,
        evidence,
        shortcuts,
        narrow,
        export,
        atlas,
        many,
        models,
        plan_steps,
        planner,
        story,
        share,
        own,
        jobs,
    ):
        panel.register(app, workbench)
    app.layout = partial(layout, workbench)
