"""Presets chosen from the measured atlas of the current model, each with its reason."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html

from weight_surgery.components import ids
from weight_surgery.components.text import count
from weight_surgery.core.specs import ViewSpec
from weight_surgery.core.workbench import DAMPINGS, PairAtlas, Preset, Workbench, presets_of

ITEMS = {
    "cleanest": (ids.PRESETS_CLEANEST, "cleanest"),
    "costliest": (ids.PRESETS_COSTLIEST, "costliest"),
    "third": (ids.PRESETS_THIRD, "third class"),
    "later": (ids.PRESETS_LATER, "only weaker"),
}
# What this model does not have.
MISSING = {
    "cleanest": "No pair of this model is clean at any of the {dampings} dampings measured.",
    "costliest": "No pair of this model can be merged at damping {default:g}.",
    "third": "At damping {default:g} no pair of this model lands in a third class.",
    "later": "No pair of this model is clean above damping {default:g} and not below.",
}
WAITING = "Measured with the atlas, which is not complete yet."
SEED = ("as in the notebook", "The seed's own case: its model and choices, weights only.")
CHIP: dict[str, Any] = {"variant": "default", "size": "compact-sm", "className": "chip"}


def stores() -> list[dcc.Store]:
    """Return what the presets keep on the page: the view that each opens."""
    return [dcc.Store(id=ids.PRESETS_OFFER)]


def layout() -> html.Div:
    """Return a chip a preset, which offers nothing until the atlas is measured."""
    chips = [
        dmc.Button(chip(title, WAITING), id=id, disabled=True, **CHIP)
        for id, title in ITEMS.values()
    ]
    seed = dmc.Button(chip(*SEED), id=ids.NOTEBOOK_BUTTON, **CHIP)
    return html.Div(
        [
            html.Div(
                [
                    html.Span("Try", className="label", id=ids.PRESETS_BUTTON),
                    html.Span(WAITING, id=ids.PRESETS_STATUS, className="note one-line"),
                ],
                className="presets-head",
            ),
            html.Div([*chips, seed], className="chips"),
        ],
        className="presets",
    )


def chip(title: str, reason: str) -> list[html.Span]:
    """Return what a chip says: its name, and on hover or focus why it was chosen."""
    return [html.Span(title, className="chip-title"), html.Span(reason, className="chip-reason")]


def reason(atlas: PairAtlas, preset: Preset) -> str:
    """Say which pair and damping it is, and what was measured there."""
    first, second = (atlas.class_names[label] for label in preset.classes)
    place = f"{first} and {second} at damping {preset.damping:g}"
    if preset.name == "third":
        landing = atlas.class_names[preset.landing]
        return f"{place}: {count(preset.landing_share)} samples are read as {landing}."
    total = f"{preset.samples:,} samples"
    cost = (
        f"{preset.lost:,} of {total} lost"
        if preset.lost > 0
        else f"no sample of {preset.samples:,} lost"
    )
    why = {
        "cleanest": "the lowest cost of all that is clean",
        "costliest": f"the highest cost of {len(atlas.pairs):,} pairs",
        "later": f"not clean at {DAMPINGS[0]:g}",
    }[preset.name]
    return f"{place}: {cost}, {why}."


def offer(workbench: Workbench, query: str | None) -> tuple[Any, ...]:
    """Write the items of a model whose atlas is complete, and the views that they open."""
    if not query:
        items = [(chip(title, WAITING), True) for _, title in ITEMS.values()]
        return WAITING, None, *(value for pair in items for value in pair)
    view = ViewSpec.from_query(query)
    atlas = workbench.atlas(view.surgery)
    presets = presets_of(atlas)
    facts = {"dampings": len(DAMPINGS), "default": ViewSpec().surgery.operation.damping}
    written: list[Any] = []
    for name, (_, title) in ITEMS.items():
        preset = presets[name]
        words = reason(atlas, preset) if preset else MISSING[name].format(**facts)
        pair = " + ".join(atlas.class_names[label] for label in preset.classes) if preset else ""
        written += [chip(f"{title} {pair}".strip(), words), preset is None]
    opened = {
        ITEMS[name][0]: edited(view, preset).to_query()
        for name, preset in presets.items()
        if preset
    }
    return f"{view.surgery.model}: {len(atlas.pairs):,} pairs measured", opened, *written


def edited(view: ViewSpec, preset: Preset) -> ViewSpec:
    """Return a view with a preset's pair and damping, on the page of pairs."""
    surgery = view.surgery.with_operation(classes=preset.classes, damping=preset.damping)
    return replace(view, surgery=surgery, view="pair")


def register(app: Dash, workbench: Workbench) -> None:
    """Rewrite the chips whenever an atlas is complete; open what is chosen."""
    targets = [Output(id, name) for id, _ in ITEMS.values() for name in ("children", "disabled")]
    app.callback(
        Output(ids.PRESETS_STATUS, "children"),
        Output(ids.PRESETS_OFFER, "data"),
        *targets,
        Input(ids.ATLAS_COMPLETE, "data"),
        prevent_initial_call=True,
    )(partial(offer, workbench))
    app.clientside_callback(
        ClientsideFunction("presets", "open"),
        Output(ids.PRESETS_BUTTON, "n_clicks"),
        *(Input(id, "n_clicks") for id, _ in ITEMS.values()),
        State(ids.PRESETS_OFFER, "data"),
        State(ids.VIEW_STORE, "data"),
        prevent_initial_call=True,
    )
