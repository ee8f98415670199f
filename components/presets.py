"""Presets chosen from the measured atlas of the current model, each with its reason."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from weight_surgery.components import ids
from weight_surgery.components.naming import IN_SENTENCE, shortened
from weight_surgery.components.text import at_strength, count, counted, strength_text
from weight_surgery.core.specs import Operation
from weight_surgery.core.workbench import DAMPINGS, PairAtlas, Preset, presets_of

ITEMS = {
    "cleanest": (ids.PRESETS_CLEANEST, "cleanest"),
    "costliest": (ids.PRESETS_COSTLIEST, "costliest"),
    "third": (ids.PRESETS_THIRD, "third class"),
    "later": (ids.PRESETS_LATER, "only weaker"),
}
# What is offered of the most promising pairs; the others would say more than is known.
SOUGHT = "cleanest"
# What this model does not have.
MISSING = {
    "cleanest": "No pair of this model is clean {here}.",
    "costliest": "No pair of this model can be merged {here}.",
    "third": "No pair of this model lands in a third class {here}.",
    "later": "No pair of this model is clean at a weaker edit and not {here}.",
}
# Of two classes nothing is said that is so by definition.
NO_COST = "Counting this model's two classes as one is right by definition, so there is no cost."
# Of a model whose pairs are not all measured.
MEASURE_FIRST = "Measure the most promising in the Atlas first."
NOT_SOUGHT = "Not looked for among so many pairs: only the most promising are measured."
WAITING = "Measured with the atlas, which is not complete yet."
SEED = (
    "as in the notebook",
    "The seed's own choices, weights only; its model too, unless this one is your own.",
)
CHIP: dict[str, Any] = {"variant": "default", "size": "compact-sm", "className": "chip"}


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
                    html.Span(WAITING, id=ids.PRESETS_STATUS, className="note one-line ranked"),
                    html.Span(WAITING, className="note one-line unranked"),
                ],
                className="presets-head",
            ),
            html.Div([*chips, seed], className="chips"),
        ],
        className="presets",
    )


def chip(title: str, reason: str, pair: str = "") -> list[html.Span]:
    """Return what a chip says: its name and pair, and on hover or focus why it was chosen.

    Of another model than the one it was measured for only the name, and that it is waited for.
    """
    named: list[Any] = [title, html.Span(f" {pair}", className="ranked")] if pair else [title]
    told = [html.Span(reason, className="ranked"), html.Span(WAITING, className="unranked")]
    return [html.Span(named, className="chip-title"), html.Span(told, className="chip-reason")]


def reason(atlas: PairAtlas, preset: Preset, among: str = "pairs") -> str:
    """Say which pair and damping it is, and what was measured there; among: of what it is best."""
    names = shortened(atlas.class_names, IN_SENTENCE)
    first, second = (names[label] for label in preset.classes)
    place = f"{first} and {second} {at_strength(preset.damping)}"
    if preset.name == "third":
        landing = names[preset.landing]
        return f"{place}: {count(preset.landing_share)} samples are read as {landing}."
    total = f"{preset.samples:,} samples"
    cost = (
        f"{preset.lost:,} of {total} lost"
        if preset.lost > 0
        else f"no sample of {preset.samples:,} lost"
    )
    why = {
        "cleanest": f"the lowest cost of merging of the {among} that are clean there",
        "costliest": f"the highest cost of {len(atlas.pairs):,} pairs",
        "later": f"not clean at {strength_text(DAMPINGS[0])}",
    }[preset.name]
    return f"{place}: {cost}, {why}."


def items_of(model: str, atlas: PairAtlas) -> tuple[Any, ...]:
    """Write the chips of a measured atlas: their status, then the words and state of each."""
    presets = presets_of(atlas)
    here = at_strength(Operation().damping)
    names = shortened(atlas.class_names)
    written: list[Any] = []
    for name, (_, title) in ITEMS.items():
        preset = presets[name]
        missing = NO_COST if name == "costliest" and len(names) == 2 else MISSING[name]
        words = reason(atlas, preset) if preset else missing.format(here=here)
        pair = " + ".join(names[label] for label in preset.classes) if preset else ""
        written += [chip(title, words, pair), preset is None]
    return f"{model}: {counted(len(atlas.pairs), 'pair')} measured", *written


def promising_items(model: str, atlas: PairAtlas | None) -> tuple[Any, ...]:
    """Write the chips of a model of many classes, by the most promising pairs that are measured."""
    if atlas is None:
        chips = [(chip(title, MEASURE_FIRST), True) for _, title in ITEMS.values()]
        return MEASURE_FIRST, *(one for some in chips for one in some)
    preset, names = presets_of(atlas)[SOUGHT], shortened(atlas.class_names)
    measured = f"{counted(len(atlas.pairs), 'pair')} measured"
    written: list[Any] = []
    for name, (_, title) in ITEMS.items():
        if name != SOUGHT:
            written += [chip(title, NOT_SOUGHT), True]
        elif preset is None:
            here = at_strength(float(atlas.dampings[0]))
            written += [chip(title, f"None of the {measured} is clean {here}."), True]
        else:
            pair = " + ".join(names[label] for label in preset.classes)
            written += [chip(f"{title} {pair}", reason(atlas, preset, "measured pairs")), False]
    return f"{model}: {measured}", *written


def promising_offers(atlas: PairAtlas) -> dict[str, dict[str, Any]]:
    """Return what the chips of a model of many classes open."""
    return {id: found for id, found in offers(atlas).items() if id == ITEMS[SOUGHT][0]}


def offers(atlas: PairAtlas) -> dict[str, dict[str, Any]]:
    """Return the pair and damping that each chip opens, by its id."""
    return {
        ITEMS[name][0]: {"classes": list(preset.classes), "damping": preset.damping}
        for name, preset in presets_of(atlas).items()
        if preset
    }
