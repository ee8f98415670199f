"""Verification over all dampings at once counts what is counted one damping at a time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import make_bundle
from weight_surgery.core.atlas.verify import Verifier, _Matching
from weight_surgery.core.change import Change
from weight_surgery.core.edit import Edit
from weight_surgery.core.geometry import unit
from weight_surgery.core.metrics.verification import verification_set, verify

DAMPINGS = [0.0, 1e-5, 0.3, 1.0]
seeds = st.integers(0, 2**32 - 1)


def edit(draw: np.random.Generator, dims: int, rank: int) -> Edit:
    left, right = (draw.normal(size=(dims, rank)) for _ in range(2))
    return Edit(left, right, draw.normal(size=dims), 0.0)


@given(seeds, st.integers(2, 20), st.integers(1, 2), st.floats(-0.99, 0.99), st.integers(-14, 9))
def test_matches_on_lines_are_the_plain_ones(
    seed: int, dims: int, rank: int, threshold: float, size: int
) -> None:
    draw = np.random.default_rng(seed)
    embeddings = draw.normal(size=(40, dims)) * 10.0**size
    line = edit(draw, dims, rank).line(embeddings)
    matching = _Matching(line, embeddings, threshold)
    for damping in DAMPINGS:
        units = unit(line.at(damping))
        cosines = units @ units.T
        clear = np.abs(cosines - threshold) > 1e-12
        np.testing.assert_array_equal(matching.at(damping)[clear], (cosines > threshold)[clear])


@pytest.mark.parametrize("off", [-1e-9, 1e-9])
def test_a_pair_at_the_very_threshold_is_settled_in_double_precision(off: float) -> None:
    draw = np.random.default_rng(0)
    embeddings = draw.normal(size=(30, 8))
    line = edit(draw, 8, 1).line(embeddings)
    units = unit(line.at(0.3))
    threshold = float(units[4] @ units[9]) + off
    assert _Matching(line, embeddings, threshold).at(0.3)[4, 9] == (off < 0)


def test_samples_that_an_edit_leaves_without_length_match_as_they_would_one_by_one() -> None:
    draw = np.random.default_rng(0)
    direction = unit(draw.normal(size=5))
    beside = draw.normal(size=(6, 5)) * np.array([0, 1e-9, 1e-13, 1e-20, 1, 1])[:, None]
    embeddings = draw.normal(size=(6, 1)) * direction + beside
    line = Edit(direction, direction, np.zeros(5), 0.0).line(embeddings)
    for damping in (0.0, 1e-9, 1.0):
        units = unit(line.at(damping))
        np.testing.assert_array_equal(
            _Matching(line, embeddings, 0.4).at(damping), units @ units.T > 0.4
        )


@pytest.mark.parametrize("samples", [20, 300])
def test_a_sweep_finds_what_verify_does(samples: int) -> None:
    bundle = make_bundle(samples=samples)
    threshold = bundle.match_threshold
    assert threshold is not None
    head = edit(np.random.default_rng(1), bundle.dims, 2)
    found = Verifier(bundle, threshold).sweep((0, 2), Change(head), DAMPINGS)
    chosen = verification_set(bundle.labels_test, len(bundle.class_names), (0, 2))
    groups = (chosen.first, chosen.second, chosen.bystanders)
    for one, damping in zip(found, DAMPINGS, strict=True):
        moved = (unit(head.at(damping).embeddings(bundle.embeddings_test[of])) for of in groups)
        assert one == verify(*moved, chosen.bystander_labels, threshold)
    assert found[0] != found[-1]
