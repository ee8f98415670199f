"""What the page is sent of the samples: everything once, in the order of the test split."""

from __future__ import annotations

from base64 import b64decode

import numpy as np
import pytest
from dash import no_update

from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of
from weight_surgery.components.samples import FULL, update
from weight_surgery.components.view import View
from weight_surgery.core.workbench import Workbench


@pytest.fixture(scope="module")
def workbench() -> Workbench:
    return Workbench({"d5": make_bundle(dims=5), "raw": make_bundle(dims=3, normalise=False)})


def unpacked(text: str, kind: str) -> np.ndarray:
    width = np.dtype(kind).itemsize
    planes = np.frombuffer(b64decode(text), np.uint8).reshape(width, -1)
    return np.ascontiguousarray(planes.T).view(kind).ravel()


def view_of(**changes) -> View:
    return View(spec_of(model="d5", **changes), points=100)


def test_every_sample_is_named_by_the_data_sets_own_index(workbench: Workbench) -> None:
    motion, reads, _ = update(workbench, view_of().to_query(), None)
    comparison = workbench.compare(spec_of(model="d5"))
    indices = unpacked(motion["indices"], "<i4")
    assert len(set(indices.tolist())) == 100
    for name, expected in (
        ("labels", comparison.bundle.labels_test),
        ("before", comparison.before.predictions),
        ("after", comparison.after.predictions),
    ):
        np.testing.assert_array_equal(unpacked(reads[name], "<u2"), expected[indices])
    sure = workbench.reads(comparison.spec, indices).after.max(axis=1)
    np.testing.assert_allclose(unpacked(reads["sure_after"], "<u2") / FULL, sure, atol=1e-5)


@pytest.mark.parametrize("model", ["d5", "raw"])
def test_the_page_can_do_the_motions_sum_from_what_it_is_sent(
    workbench: Workbench, model: str
) -> None:
    view = View(spec_of(model=model, damping=0.3), points=100)
    sent = update(workbench, view.to_query(), None)[0]
    share = sent["offset"] + 0.3 * unpacked(sent["along"], "<f4")
    across = np.column_stack([unpacked(one, "<f4") for one in sent["scene"]["across"]])
    points = across + share[:, None] * np.array(sent["scene"]["direction"])
    lengths = np.hypot(unpacked(sent["length"], "<f4"), share)
    if not sent["normalise"]:
        lengths[:100] = sent["radius"]
    shown = workbench.motion(view.surgery, view.scene).scene_at(0.3)
    np.testing.assert_allclose(points / lengths[:, None], shown, atol=1e-6)


def test_another_damping_sends_only_how_samples_are_read(workbench: Workbench) -> None:
    _, _, key = update(workbench, view_of(damping=0.5).to_query(), None)
    motion, reads, again = update(workbench, view_of(damping=0.25).to_query(), key)
    assert motion is again is no_update
    assert reads["damping"] == 0.25
    assert reads["key"] == key


@pytest.mark.parametrize("changes", [{"j": 2}, {"edit_bias": False}])
def test_another_edit_sends_all(workbench: Workbench, changes) -> None:
    _, _, key = update(workbench, view_of().to_query(), None)
    motion, _, other = update(workbench, view_of(**changes).to_query(), key)
    assert motion["key"] == other != key


def test_the_seeds_plane_belongs_to_its_damping(workbench: Workbench) -> None:
    keys = {
        update(workbench, View(spec_of(model="d5", damping=one), plane="seed").to_query(), "")[2]
        for one in (0.5, 0.25)
    }
    assert len(keys) == 2
