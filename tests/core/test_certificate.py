"""Certificates: no sample that has one is read differently, and every term of them is needed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import make_bundle
from weight_surgery.core.atlas import certificate, nearest
from weight_surgery.core.atlas.certificate import certify
from weight_surgery.core.atlas.nearest import Nearest
from weight_surgery.core.atlas.scored import ScoredBlock
from weight_surgery.core.atlas.sweep import Sweep
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.change import Change
from weight_surgery.core.edit import Edit
from weight_surgery.core.geometry import unit

DAMPINGS = [0.0, 0.3, 0.9, 1.0]
seeds = st.integers(0, 2**32 - 1)


def bundle_of(seed: int, classes: int, dims: int, normalise: bool, offset: float) -> Bundle:
    """Make a bundle whose offsets matter as much as is asked, and whose reading is no sure one."""
    draw = np.random.default_rng(seed)
    bundle = make_bundle(classes, dims, samples=15, seed=seed, normalise=normalise)
    return replace(
        bundle,
        classifier_bias=offset * draw.normal(size=classes),
        features_test=bundle.features_test + draw.normal(size=bundle.features_test.shape),
    )


def edit_of(bundle: Bundle, seed: int, rank: int, anchored: bool) -> Edit:
    draw = np.random.default_rng(seed)
    left, right = (unit(draw.normal(size=(rank, bundle.dims))).T for _ in range(2))
    return Edit(left, right * draw.uniform(0.5, 2), draw.normal(size=bundle.dims) * anchored, 0.0)


def reading(bundle: Bundle, edit: Edit) -> np.ndarray:
    """Return what every sample is read as (D, N), each damping by itself."""
    each = (Change(edit.at(damping)) for damping in DAMPINGS)
    moved = (change.classify(bundle, change.embeddings(bundle.embeddings_test)) for change in each)
    return np.stack([logits.argmax(axis=1) for logits in moved])


def broken(bundle: Bundle, edit: Edit, found: Nearest) -> int:
    """Count certificates that do not hold."""
    safe = certify(found, edit, (0, 1), DAMPINGS)
    return int((safe & (reading(bundle, edit) != bundle.predictions_test)).sum())


@given(
    seed=seeds,
    classes=st.integers(2, 16),
    dims=st.integers(2, 9),
    rank=st.integers(1, 2),
    normalise=st.booleans(),
    anchored=st.booleans(),
    offset=st.sampled_from([0.0, 0.5, 8.0]),
)
def test_no_certified_sample_is_read_differently(
    seed: int, classes: int, dims: int, rank: int, normalise: bool, anchored: bool, offset: float
) -> None:
    bundle = bundle_of(seed, classes, dims, normalise, offset)
    edit = edit_of(bundle, seed, rank, anchored)
    assert not broken(bundle, edit, Nearest(bundle))


def test_most_samples_have_one() -> None:
    bundle = bundle_of(0, 16, 9, True, 0.5)
    edit = edit_of(bundle, 0, 1, False)
    safe = certify(Nearest(bundle), edit, (0, 1), DAMPINGS)
    kept = reading(bundle, edit) == bundle.predictions_test
    others = bundle.labels_test > 1
    assert (np.diff(safe.sum(axis=1)) > 0).all()
    assert safe[-1, others].all()
    assert safe[:, others].sum() > 0.9 * kept[:, others].sum()
    assert not safe[:, ~others].any()


def negative_control(monkeypatch: pytest.MonkeyPatch, name: str, found: Nearest) -> None:
    """Take one term away."""
    if name == "length":
        found.stretches = False
    elif name == "rest":
        found.rest[:] = np.inf
    elif name == "radius":
        found.radius *= 4
    elif name == "taken":
        found.weight = np.zeros_like(found.weight)
    else:
        plain = certificate._Asked.lead
        monkeypatch.setattr(certificate._Asked, "lead", lambda self, share: -plain(self, share))


@pytest.mark.parametrize("name", ["length", "rest", "radius", "taken", "sign"])
def test_without_any_of_its_terms_certificates_do_not_hold(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(nearest, "NEAREST", 2)
    bundles = [bundle_of(seed, 16, 6, True, 8.0 if name == "length" else 0.5) for seed in range(9)]
    edits = [edit_of(bundle, seed, 1, True) for seed, bundle in enumerate(bundles)]
    founds = [Nearest(bundle) for bundle in bundles]
    assert not sum(map(broken, bundles, edits, founds))
    for found in founds:
        negative_control(monkeypatch, name, found)
    assert sum(map(broken, bundles, edits, founds)) > 0


def crossing(bundle: Bundle, edit: Edit, sample: int) -> float | None:
    """Return the damping at which a sample's reading changes, to the last bit, or None."""
    embedding = bundle.embeddings_test[sample : sample + 1]

    def kept(damping: float) -> bool:
        change = Change(edit.at(damping))
        read = change.classify(bundle, change.embeddings(embedding)).argmax()
        return bool(read == bundle.predictions_test[sample])

    low, high = 0.0, 1.0
    if kept(low) or not kept(high):
        return None
    while low < (middle := (low + high) / 2) < high:
        low, high = (low, middle) if kept(middle) else (middle, high)
    return low


def test_what_rounding_decides_has_no_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    usual, asked = nearest.ROUNDING, 0
    wrong = {0: 0, usual: 0}
    for seed in range(4):
        bundle = bundle_of(seed, 8, 6, True, 0.5)
        edit, found = edit_of(bundle, seed, 1, False), Nearest(bundle)
        for sample in np.flatnonzero(bundle.labels_test > 1)[::3].tolist():
            damping = crossing(bundle, edit, sample)
            if damping is None:
                continue
            near = [damping + step * 2.0**-53 for step in range(-8, 9)]
            sweep = Sweep(bundle, (0, 1), Change(edit), near)
            block = ScoredBlock(sweep, np.array([sample]))
            changed = [block.read(at)[0] != bundle.predictions_test[sample] for at in near]
            asked += 1
            for rounding in wrong:
                monkeypatch.setattr(nearest, "ROUNDING", rounding)
                safe = certify(found, edit, (0, 1), near)[:, sample]
                wrong[rounding] += int((safe & changed).sum())
    assert asked > 20
    assert wrong[0] > 0
    assert wrong[usual] == 0


def test_a_lead_is_the_one_that_is_left() -> None:
    # So few classes that each is asked by itself: nothing is bounded.
    bundle = bundle_of(3, 6, 5, True, 2.0)
    edit, found = edit_of(bundle, 3, 2, True), Nearest(bundle)
    reach = certificate.Reach.of(found, edit, (0, 1))
    everyone = np.arange(len(bundle.labels_test))
    asked = certificate._Asked(found, edit, reach, (0, 1), everyone, found.taken(edit))
    change = Change(edit.at(0.3))
    moved = change.embeddings(bundle.embeddings_test)
    left = np.linalg.norm(moved, axis=1) / np.linalg.norm(bundle.embeddings_test, axis=1)
    logits = change.classify(bundle, moved)
    own = np.take_along_axis(logits, bundle.predictions_test[:, None], axis=1)
    np.put_along_axis(logits, bundle.predictions_test[:, None], -np.inf, axis=1)
    lead = (own[:, 0] - logits.max(axis=1)) * left
    long = left > certificate.LEAST_LENGTH
    np.testing.assert_allclose(asked.lead(0.7)[long], lead[long], atol=1e-12)
    assert np.isneginf(asked.lead(0.7)[~long]).all()


def test_an_embedding_of_hardly_any_length_has_none() -> None:
    bundle = bundle_of(0, 5, 4, True, 0.0)
    embeddings = np.array(bundle.embeddings_test)
    short = np.flatnonzero(bundle.labels_test > 1)[:3]
    embeddings[short] *= [[1e-6], [1e-11], [0]] / np.linalg.norm(embeddings[short], axis=1)[:, None]
    flat = replace(
        bundle,
        weight=np.eye(4),
        bias=np.zeros(4),
        features_fit=bundle.embeddings_fit,
        features_test=embeddings,
    )
    edit = edit_of(flat, 0, 1, False)
    safe = certify(Nearest(flat), edit, (0, 1), [1.0])[0]
    assert safe[short].tolist() == [True, False, False]
