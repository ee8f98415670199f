"""The keys that do something, in one list, and the dialog that shows it."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, html

from weight_surgery.components import ids
from weight_surgery.core.workbench import Workbench

# Keys that do the same, and what they do. A panel that listens to a key adds its line here.
SHORTCUTS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("?",), "Show this list"),
    (("Space", "k"), "Play the edit"),
    (
        ("[",),
        "Previous pair in the ranking by verdict and cost of merging, once the atlas is measured",
    ),
    (("]",), "Next pair in that ranking"),
    (("Ctrl or ⌘ + z",), "Undo the last change of the edit; with Shift, or with y, redo it"),
    (("Alt + ←", "Alt + →"), "On a step of a plan: have it come earlier, later"),
    (("Delete",), "On a step of a plan: leave it out"),
    (("f",), "Find a sample by its index"),
    (("→", "Page Down"), "In the story: the next step"),
    (("←", "Page Up"), "In the story: the step before"),
    (("←", "→", "↑", "↓"), "In a 3-D scene: turn both scenes"),
    (("+", "−"), "In a 3-D scene: closer, farther"),
    (("Ctrl or ⌘ + wheel",), "Over a 3-D scene: closer, farther; two fingers do the same"),
    (("0",), "In a 3-D scene: back to the first view"),
    (("p",), "Present in large type, without the controls, and back; Esc leaves, too"),
    (("Enter",), "In the table of pairs: open the pair of this row"),
    (("Esc",), "Close what is open or explained; let a sample go; leave the story or presentation"),
)


def button() -> dmc.ActionIcon:
    """Return the header's button that opens the list."""
    return dmc.ActionIcon(
        "?",
        id=ids.SHORTCUTS_BUTTON,
        variant="default",
        size=30,
        **{"aria-label": "Keyboard shortcuts", "aria-haspopup": "dialog"},
    )


def dialog() -> dmc.Modal:
    """Return the closed dialog: the list, and a switch for those whom single keys disturb."""
    head = html.Tr([html.Th(words, scope="col") for words in ("Key", "What it does")])
    return dmc.Modal(
        [
            html.Table(
                [html.Thead(head), html.Tbody([_row(*line) for line in SHORTCUTS])],
                className="shortcuts",
            ),
            dmc.Switch(
                id=ids.SHORTCUTS_SWITCH,
                label="Single keys do something outside of fields",
                description="off: ?, f, k, p, space, [ and ] do nothing",
                checked=True,
                size="sm",
                className="shortcuts-switch",
            ),
        ],
        id=ids.SHORTCUTS_DIALOG,
        title="Keyboard shortcuts",
        opened=False,
        size="lg",
        closeButtonProps={"aria-label": "Close"},
    )


def _row(keys: tuple[str, ...], words: str) -> html.Tr:
    parts: list[Any] = []
    for key in keys:
        parts += [" or " if parts else "", html.Kbd(key)]
    return html.Tr([html.Th(parts, scope="row"), html.Td(words)])


def register(app: Dash, workbench: Workbench) -> None:
    """Open the dialog from its button; the page itself listens to the keys."""
    app.clientside_callback(
        ClientsideFunction("shortcuts", "open"),
        Output(ids.SHORTCUTS_DIALOG, "opened"),
        Input(ids.SHORTCUTS_BUTTON, "n_clicks"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("shortcuts", "enable"),
        Output(ids.SHORTCUTS_SWITCH, "disabled"),
        Input(ids.SHORTCUTS_SWITCH, "checked"),
        prevent_initial_call=True,
    )
