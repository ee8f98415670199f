"""What the page is sent of the samples: everything once, in the order of the test split."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from dash import Dash, html
from flask.testing import FlaskClient

from tests.bodies import unpacked
from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of
from weight_surgery.components.question import view_fields
from weight_surgery.components.samples import BINARY, FULL, body, look, register
from weight_surgery.components.theme import SCHEMES
from weight_surgery.components.view import View
from weight_surgery.core.specs import Operation, SurgerySpec
from weight_surgery.core.workbench import Workbench


@pytest.fixture(scope="module")
def workbench() -> Workbench:
    return Workbench({"d5": make_bundle(dims=5), "raw": make_bundle(dims=3, normalise=False)})


@pytest.fixture(scope="module")
def client(workbench: Workbench) -> FlaskClient:
    app = Dash(__name__, url_base_pathname="/app/")
    app.layout = html.Div()
    register(app, workbench)
    return app.server.test_client()


def view_of(**changes) -> View:
    return View(spec_of(model="d5", **changes), points=100)


def test_every_sample_is_named_by_the_data_sets_own_index(workbench: Workbench) -> None:
    words, columns = unpacked(body(workbench, view_of(), ""))
    comparison = workbench.compare(spec_of(model="d5"))
    indices = columns["indices"]
    assert len(set(indices.tolist())) == 100
    for name, expected in (
        ("labels", comparison.bundle.labels_test),
        ("before", comparison.before.predictions),
        ("after", comparison.after.predictions),
    ):
        np.testing.assert_array_equal(columns[name], expected[indices])
    reads = workbench.reads(comparison.spec, indices)
    for name, side in (("sure_before", reads.before), ("sure_after", reads.after)):
        np.testing.assert_allclose(columns[name] / FULL, side.max(axis=1), atol=1e-5)
    assert words["edit"] == view_of().to_query()
    assert words["data"] == workbench.test_samples("d5")
    assert words["total"] == len(comparison.bundle.labels_test)


@pytest.mark.parametrize(
    ("model", "method"),
    [("d5", "paper"), ("raw", "paper"), ("d5", "protect"), ("d5", "stretched"), ("raw", "rows")],
)
def test_the_page_can_do_the_motions_sum_from_what_it_is_sent(
    workbench: Workbench, model: str, method: str
) -> None:
    view = View(spec_of(model=model, damping=0.3, method=method), points=100)
    words, columns = unpacked(body(workbench, view, ""))
    sent = words["motion"]
    share = columns["start"] + 0.3 * columns["step"]

    def coordinates(name: str, count: int) -> np.ndarray:
        across = np.column_stack([columns[f"{name}{axis}"] for axis in range(count)])
        if not sent[name]["stepped"]:
            return across + share[:, None] * np.array(sent[name]["direction"])
        return across + 0.3 * np.column_stack([columns[f"{name}_step{a}"] for a in range(count)])

    lengths = np.hypot(columns["nearest"], share)
    if not sent["normalise"]:
        lengths[:] = sent["radius"]
    motion = workbench.motion(view.surgery, view.scene)
    points = coordinates("scene", 3) / lengths[:, None]
    np.testing.assert_allclose(points, motion.scene_at(0.3), atol=1e-6)
    flat = coordinates("circle", 2)
    flat /= np.linalg.norm(flat, axis=1, keepdims=True)
    np.testing.assert_allclose(flat, motion.circle_at(0.3), atol=1e-5)
    assert sent["names"] == list(workbench.bundle(model).class_names)
    assert len(sent["colors"]) == len(sent["names"])


def test_another_damping_sends_only_how_samples_are_read(workbench: Workbench) -> None:
    key = unpacked(body(workbench, view_of(damping=0.5), ""))[0]["key"]
    words, columns = unpacked(body(workbench, view_of(damping=0.25), key))
    assert "motion" not in words
    assert set(columns) == {"labels", "before", "after", "sure_before", "sure_after"}
    assert (words["damping"], words["key"]) == (0.25, key)


def test_another_look_is_no_other_question(workbench: Workbench) -> None:
    looked = replace(view_of(), color="correct", shown="pair", scenes="overlay", tab="curve")
    assert body(workbench, looked, "") == body(workbench, view_of(), "")


@pytest.mark.parametrize("changes", [{"j": 2}, {"edit_bias": False}])
def test_another_edit_sends_all(workbench: Workbench, changes) -> None:
    key = unpacked(body(workbench, view_of(), ""))[0]["key"]
    words, columns = unpacked(body(workbench, view_of(**changes), key))
    assert words["key"] != key
    assert {"motion", "sprite"} <= set(words)
    assert "step" in columns


@pytest.mark.parametrize(("hand", "keys"), [(1, 1), (0, 2)])
def test_what_follows_the_hand_is_fitted_at_its_damping(
    workbench: Workbench, hand: int, keys: int
) -> None:
    plan = (Operation("merge", (0, 1), 0.5), Operation("merge", (2, 3), 0.5))
    spec = SurgerySpec("d5", plan, hand=hand)
    found = {
        unpacked(body(workbench, View(spec.with_operation(damping=one), points=100), ""))[0]["key"]
        for one in (0.5, 0.25)
    }
    assert len(found) == keys


def test_a_plan_sends_where_the_unedited_network_has_everything(workbench: Workbench) -> None:
    plan = (Operation("merge", (0, 1), 0.5), Operation("merge", (1, 2), 0.5))
    view = View(SurgerySpec("d5", plan), points=100)
    words, columns = unpacked(body(workbench, view, ""))
    motion = workbench.motion(view.surgery, view.scene)
    for axis in range(3):
        np.testing.assert_allclose(
            columns[f"scene_before{axis}"], motion.scene_before()[:, axis], atol=1e-6
        )
    assert words["motion"]["unedited"]
    assert words["motion"]["groups"][:3] == [0, 0, 0]
    assert words["motion"]["pair"] == [1, 2, 0]
    alone, columns = unpacked(body(workbench, view_of(), ""))
    assert not alone["motion"]["unedited"]
    assert "scene_before0" not in columns


def test_where_only_labels_are_merged_samples_are_read_so(workbench: Workbench) -> None:
    """The classifier is edited and no embedding moves: what is read differs all the same."""
    view = View(spec_of(model="d5", damping=0.0).with_operation(method="rows"), points=100)
    _, columns = unpacked(body(workbench, view, ""))
    indices = workbench.motion(view.surgery, view.scene).indices
    after = workbench.compare(view.surgery).after.predictions[indices]
    np.testing.assert_array_equal(columns["after"], after)
    assert (columns["after"] != columns["before"]).any()


def test_the_seeds_plane_belongs_to_its_damping(workbench: Workbench) -> None:
    keys = {
        unpacked(body(workbench, replace(view_of(damping=one), plane="seed"), ""))[0]["key"]
        for one in (0.5, 0.25)
    }
    assert len(keys) == 2


def test_one_sample_is_sent_alone_drawn_or_not(workbench: Workbench) -> None:
    motion = workbench.motion(view_of().surgery, view_of().scene)
    hidden = next(index for index in range(240) if index not in motion.indices)
    words, columns = unpacked(body(workbench, view_of(), "", hidden))
    assert columns["indices"].tolist() == [hidden]
    assert columns["labels"].tolist() == [workbench.bundle("d5").labels_test[hidden]]
    # And the class means, as in every motion.
    assert len(columns["step"]) == 1 + len(words["motion"]["names"])
    with pytest.raises(ValueError, match="must lie in 0…239"):
        body(workbench, view_of(), "", 240)


def test_the_address_answers_the_pages_own_question(
    workbench: Workbench, client: FlaskClient
) -> None:
    for asked in (
        {"query": view_of().to_query(), "id": 3},
        {"fields": view_fields(view_of()), "chosen": True, "id": 4},
    ):
        parts = {"asked": json.dumps(asked), "held": ""}
        reply = client.get("/app/lab/samples", query_string=parts)
        assert (reply.status_code, reply.mimetype) == (200, BINARY)
        assert reply.headers["Cache-Control"] == "no-store"
        assert reply.data == body(workbench, view_of(), "")
    one = client.get("/app/lab/samples", query_string=parts | {"only": "17"})
    assert unpacked(one.data)[1]["indices"].tolist() == [17]


def test_in_place_of_a_link_samples_are_of_what_is_shown_instead(client: FlaskClient) -> None:
    whole = {"asked": json.dumps({"query": ""}), "held": ""}
    for query in ("model=none", "op=merge:3-77:0.1", "?"):
        asked = {"asked": json.dumps({"query": query}), "held": ""}
        replies = [client.get("/app/lab/samples", query_string=one).data for one in (asked, whole)]
        assert replies[0] == replies[1]


def test_what_cannot_be_shown_is_answered_with_a_sentence(client: FlaskClient) -> None:
    for asked, words in (
        ("", "question cannot be read"),
        ("{", "question cannot be read"),
        ("[" * 5000, "question cannot be read"),
        ("[]", "a question must be an object"),
        (json.dumps({"fields": {}}), "must have fields, chosen"),
    ):
        reply = client.get("/app/lab/samples", query_string={"asked": asked})
        assert reply.status_code == 200
        said, columns = unpacked(reply.data)
        assert words in said["refused"], asked[:20]
        assert columns == {}


def test_the_look_has_all_that_is_drawn_without_samples() -> None:
    given = look()
    assert set(given["layouts"]) == {"scene", "circle", "flat"}
    for scheme in SCHEMES:
        assert "layout" in given["templates"][scheme]
        assert {"confidence", "correct", "changed"} <= set(given["scales"][scheme])
    json.dumps(given, allow_nan=False)
