"""The header: what the page is, its views, and what can be done with any of them."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import html

from weight_surgery.components import ids, modes, narrow, share, shortcuts, story

TABS = [
    {"value": "pair", "label": "Pair"},
    {"value": "atlas", "label": "Atlas"},
    {"value": "models", "label": "Models"},
]


def layout() -> html.Div:
    """Return the header."""
    return html.Div(
        [
            html.Div(
                [
                    narrow.button(),
                    html.Span(className="logo"),
                    dmc.Title("Weight Surgery Lab", order=1),
                    html.Span(
                        "make a trained network treat two classes as one, without retraining",
                        className="tagline",
                    ),
                ],
                className="header-name",
            ),
            html.Div(
                [
                    dmc.SegmentedControl(
                        id=ids.VIEW_TABS,
                        data=TABS,
                        value="pair",
                        size="xs",
                        **{"aria-label": "View"},
                    ),
                    story.button(),
                    modes.present_button(),
                    share.menu(),
                    dmc.ColorSchemeToggle(
                        id=ids.SCHEME_TOGGLE,
                        lightIcon=html.Span(className="icon-sun"),
                        darkIcon=html.Span(className="icon-moon"),
                        variant="default",
                        size=30,
                        **{"aria-label": "Switch between light and dark"},
                    ),
                    shortcuts.button(),
                ],
                className="header-actions",
            ),
        ],
        className="header-row",
    )
