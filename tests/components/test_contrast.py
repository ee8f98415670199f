"""Text reads at 4.5 : 1 and graphics at 3 : 1 on their grounds, in both themes."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from coloraide import Color

from weight_surgery.components.cards import PART_COLORS
from weight_surgery.components.figures.atlas import BLACK, VERDICT_MARKS, WHITE
from weight_surgery.components.figures.curve import LINES
from weight_surgery.components.theme import (
    ACCENT,
    AFTER_COLOR,
    BEFORE_COLOR,
    BYSTANDERS,
    CLEAN,
    CONFIDENCE,
    DIRECTION,
    DIVERGING,
    GRID,
    MUTED,
    NEUTRAL,
    PAIR_COLORS,
    SCALES,
    SCHEMES,
    SEQUENTIAL,
    SEQUENTIAL_MAP,
    SERIES,
    SURFACE,
    TEXT,
    WHISKER,
)

STYLE = (Path(__file__).parents[2] / "assets" / "style.css").read_text()
SAMPLES = (Path(__file__).parents[2] / "assets" / "style-samples_legend.css").read_text()
ACCESS = (Path(__file__).parents[2] / "assets" / "access.css").read_text()
BLOCKS = {"light": r":root \{(.*?)\}", "dark": r'\[data-mantine-color-scheme="dark"\] \{(.*?)\}'}
TEXTS = ("ink", "ink-soft", "pair-a", "pair-b", "accent")
EDGES = ("focus", "edge", "accent")

# Below 3 : 1 on one of the grounds: what says the same without the color.
SECOND_CUES = {
    "class": "centroids carry their class as text; the pair has its own symbols; the hover card",
    "map": "every cell carries its number; color bar, sentence and table",
    "matrix": "every changed cell carries its number, up to 20 classes; table of the changed cells",
    "grid": "lines that only help the eye; the axes carry numbers",
}


def variables(scheme: str, style: str = STYLE) -> dict[str, str]:
    """Return the colors that a theme's block of the style sheet names."""
    found = re.search(BLOCKS[scheme], style, re.DOTALL)
    assert found
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", found.group(1)))


def contrast(one: str | Color, two: str | Color) -> float:
    return Color(one).contrast(two, method="wcag21")


def over(color: str, ground: str) -> Color:
    """Return a translucent color as it is seen on a ground."""
    front, back = Color(color), Color(ground)
    alpha = front.alpha()
    pairs = zip(front.coords(), back.coords(), strict=True)
    return Color("srgb", [alpha * one + (1 - alpha) * two for one, two in pairs])


def grounds(scheme: str) -> list[str]:
    names = variables(scheme)
    return [names["surface"], names["ground"]]


def test_contrast_is_wcags() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_text_color_of_the_style_sheet_reads(scheme: str) -> None:
    names = {**variables("light"), **variables(scheme)}
    for name in TEXTS:
        for ground in grounds(scheme):
            assert contrast(names[name], ground) >= 4.5, (scheme, name, ground)
    kit = re.search(
        rf'html:root\[data-mantine-color-scheme="{scheme}"\] \{{(.*?)\}}', ACCESS, re.DOTALL
    )
    assert kit
    for name in ("dimmed", "placeholder"):
        found = re.search(rf"--mantine-color-{name}: (#\w{{6}})", kit.group(1))
        assert found
        for ground in grounds(scheme):
            assert contrast(found.group(1), ground) >= 4.5, (scheme, name)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_shows_focus_and_edges_is_seen(scheme: str) -> None:
    names = {**variables("light"), **variables(scheme)}
    for name in EDGES:
        for ground in grounds(scheme):
            assert contrast(names[name], ground) >= 3, (scheme, name, ground)


def test_figures_stand_on_the_pages_own_surface() -> None:
    assert {scheme: variables(scheme)["surface"] for scheme in SCHEMES} == SURFACE


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_text_in_a_figure_reads(scheme: str) -> None:
    for color in (TEXT[scheme], MUTED[scheme]):
        assert contrast(color, SURFACE[scheme]) >= 4.5, (scheme, color)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_numbers_read_on_every_shade_of_a_matrix(scheme: str) -> None:
    ink = variables(scheme)["ink-cell"]
    for _, shade in (*SEQUENTIAL, *DIVERGING):
        assert contrast(ink, over(shade, SURFACE[scheme])) >= 4.5, (scheme, shade)


def test_black_or_white_reads_on_every_shade_of_the_map() -> None:
    # As assets/lab/figures/ink.mjs chooses; halfway between stops, too.
    colors = [Color(color) for _, color in SEQUENTIAL_MAP]
    middles = [one.mix(two, space="srgb") for one, two in pairwise(colors)]
    for color in (*colors, *middles):
        assert max(contrast("#000000", color), contrast("#ffffff", color)) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_graphics_are_seen_or_said_otherwise(scheme: str) -> None:
    graphics = {
        "pair": PAIR_COLORS,
        "sides": (BEFORE_COLOR, AFTER_COLOR),
        "whiskers": (WHISKER,),
        "curve": [color for _, color, _ in LINES],
        "models": SERIES,
        "marks": (ACCENT, CLEAN, DIRECTION, NEUTRAL),
        "verdicts": [color for color, _ in VERDICT_MARKS],
        "fall": PART_COLORS,
        "correct": SCALES["correct"],
        "changed": SCALES["changed"],
        "class": BYSTANDERS,
        "confidence": CONFIDENCE[scheme],
        "map": [color for _, color in SEQUENTIAL_MAP],
        "matrix": [over(color, SURFACE[scheme]) for _, color in (*SEQUENTIAL, *DIVERGING)],
        "grid": (GRID[scheme],),
    }
    assert set(SECOND_CUES) < set(graphics)
    for name, colors in graphics.items():
        faint = [color for color in colors if contrast(color, SURFACE[scheme]) < 3]
        assert not faint or name in SECOND_CUES, (scheme, name, faint)


def test_the_pages_own_colors_are_named_once_more_where_it_draws_them() -> None:
    folder = Path(__file__).parents[2] / "assets"
    # The atlas's own come with its empty figures; black and white are the inks on its cells.
    for path in folder.glob("lab/figures/atlas*.mjs"):
        inks = set(re.findall(r'"(#[0-9a-f]{6})"', path.read_text()))
        assert inks <= {BLACK, WHITE}, path.name
    marks = dict(re.findall(r"\.mark\.(\w+) \{\n  background: (#\w{6});", SAMPLES))
    assert (marks["wrong"], marks["right"]) == SCALES["correct"]
    assert (marks["same"], marks["other"]) == SCALES["changed"]
    for scheme in SCHEMES:
        found = re.search(BLOCKS[scheme], STYLE, re.DOTALL)
        assert found
        assert f"--ramp: {', '.join(CONFIDENCE[scheme])};" in found.group(1)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_confidence_keeps_its_order_without_its_hue(scheme: str) -> None:
    contrasts = [contrast(color, SURFACE[scheme]) for color in CONFIDENCE[scheme]]
    assert contrasts == sorted(contrasts)
