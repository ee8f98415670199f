"""The class colors stay apart for every kind of color vision, as computed here."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from coloraide import Color

from weight_surgery.components.theme import BYSTANDERS, PAIR_COLORS

LEAST = 10
# G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A Physiologically-based Model for Simulation
# of Color Vision Deficiency", IEEE TVCG 15 (2009) 1291-1298: severity 1, for linear RGB.
MACHADO = {
    "normal": np.eye(3),
    "protan": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deutan": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritan": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
# matplotlib's default, whose green and red, and whose brown, are close for some.
TAB10 = (
    *("#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd"),
    *("#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf"),
)
# G. Sharma, W. Wu, E. N. Dalal, "The CIEDE2000 Color-Difference Formula", Color Research &
# Application 30 (2005) 21-30, table 1: pairs 1, 7, 13, 17, 20, 25, 32 and 34.
SHARMA = (
    ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
    ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
    ((50.0, -0.0010, 2.4900), (50.0, 0.0009, -2.4900), 4.8045),
    ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
    ((50.0, 2.5, 0.0), (58.0, 24.0, 15.0), 19.4535),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((90.9257, -0.5406, -0.9208), (88.6381, -0.8985, -0.7239), 1.5381),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
)


def seen(color: str, vision: str) -> Color:
    """Return a color as seen with a kind of vision, clipped to what a screen can show."""
    linear = np.array(Color(color).convert("srgb-linear").coords())
    return Color("srgb-linear", np.clip(MACHADO[vision] @ linear, 0, 1).tolist())


def closest(palette: tuple[str, ...], vision: str) -> tuple[float, str, str]:
    """Return the difference of the closest pair, and the pair."""
    return min(
        (seen(one, vision).delta_e(seen(two, vision), method="2000"), one, two)
        for one, two in combinations(palette, 2)
    )


@pytest.mark.parametrize(("one", "two", "difference"), SHARMA)
def test_the_difference_is_ciede2000(one, two, difference) -> None:
    # Sharma's values are for the white point D65 of the table itself, so no adaptation takes part.
    first, second = (Color("lab-d65", values) for values in (one, two))
    assert first.delta_e(second, method="2000") == pytest.approx(difference, abs=1e-4)


@pytest.mark.parametrize("vision", MACHADO)
def test_greys_stay_as_they_are(vision: str) -> None:
    np.testing.assert_allclose(MACHADO[vision].sum(axis=1), 1, atol=2e-6)
    grey = Color("#808080")
    assert seen("#808080", vision).delta_e(grey, method="2000") < 0.1


@pytest.mark.parametrize("vision", MACHADO)
def test_the_closest_two_class_colors_are_apart(vision: str) -> None:
    difference, one, two = closest((*PAIR_COLORS, *BYSTANDERS), vision)
    assert difference >= LEAST, f"{vision}: {one} and {two} differ by {difference:.2f}"


def test_another_palette_fails() -> None:
    found = {vision: closest(TAB10, vision)[0] for vision in MACHADO}
    assert min(found.values()) < LEAST, found
    red_and_green = ("#d62728", "#2ca02c")
    assert closest(red_and_green, "normal")[0] > 50
    assert closest(red_and_green, "deutan")[0] < closest(red_and_green, "normal")[0] / 2
