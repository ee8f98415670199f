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


def layout() -> dmc.Group:
    """Return the header."""
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
                    story.button(),
                    dmc.SegmentedControl(
                        id=ids.VIEW_TABS,
                        data=TABS,
                        value="pair",
                        size="xs",
                        **{"aria-label": "View"},
                    ),
                    modes.present_button(),
                    share.menu(),
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
