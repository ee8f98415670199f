"""Figures: the same traces in the same order whatever the data, and arrays that travel small."""

from __future__ import annotations

import json

import numpy as np
import plotly.graph_objects as go
import pytest

from components import circles, embeddings
from components.figures import data_patch
from components.figures.accuracy import (
    confusion_figure,
    empty_confusion,
    empty_recall,
    recall_figure,
)
from components.figures.circle import circle_figure, empty_circle
from components.figures.scene import RANGE, empty_scene, scene_figure
from components.theme import GRAPH_CONFIG, PAIR_COLORS, SCENE_CONFIG, class_colors, template
from core.specs import ViewSpec
from core.workbench import Workbench
from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of


@pytest.fixture(scope="module")
def workbench() -> Workbench:
    bundles = {
        "d5": make_bundle(dims=5),
        "d3": make_bundle(dims=3, classes=12),
        "d2": make_bundle(dims=2, normalise=False),
        "hole": make_bundle(empty=(2,)),
    }
    return Workbench(bundles)


def scene_figures(workbench: Workbench, model: str) -> list[go.Figure]:
    view = ViewSpec(spec_of(model=model), points=100)
    return [scene_figure(side) for side in embeddings.sides(workbench.scene(view))]


def circle_figures(workbench: Workbench, model: str) -> list[go.Figure]:
    view = ViewSpec(spec_of(model=model), points=100)
    return [circle_figure(side) for side in circles.sides(workbench.circle(view))]


@pytest.mark.parametrize("make", [scene_figures, circle_figures])
def test_traces_keep_number_order_and_kind(workbench: Workbench, make) -> None:
    kinds = {
        tuple((trace.type, trace.name == "bystanders") for trace in figure.data)
        for model in workbench.models
        for figure in make(workbench, model)
    }
    assert len({len(kind) for kind in kinds}) == 1
    assert len({tuple(one for one, _ in kind) for kind in kinds}) == 1


@pytest.mark.parametrize("make", [scene_figures, circle_figures])
def test_every_drawn_point_carries_the_data_sets_own_index(workbench: Workbench, make) -> None:
    bundle = workbench.bundle("d5")
    comparison = workbench.compare(spec_of(model="d5"))
    for figure in make(workbench, "d5"):
        rows = [row for trace in figure.data for row in trace.customdata or ()]
        indices = [row[0] for row in rows]
        assert len(indices) == len(set(indices)) == 100
        for index, true, before, after in rows:
            assert true == bundle.class_names[bundle.labels_test[index]]
            assert before == bundle.class_names[comparison.before.predictions[index]]
            assert after == bundle.class_names[comparison.after.predictions[index]]


def test_scene_points_are_where_the_embeddings_are(workbench: Workbench) -> None:
    comparison = workbench.compare(spec_of(model="d3"))
    for figure, side in zip(
        scene_figures(workbench, "d3"), (comparison.before, comparison.after), strict=True
    ):
        for trace in figure.data[2:5]:
            points = np.column_stack([trace.x, trace.y, trace.z])
            indices = [row[0] for row in trace.customdata]
            np.testing.assert_allclose(points, side.unit_embeddings[indices], atol=1e-6)


def test_everything_fits_the_scenes_box(workbench: Workbench) -> None:
    for model in workbench.models:
        for figure in scene_figures(workbench, model):
            for trace in figure.data[2:5]:
                assert max(np.abs([trace.x, trace.y, trace.z]).max(initial=0), 0) <= RANGE


def test_the_arrow_points_from_class_b_to_class_a(workbench: Workbench) -> None:
    comparison = workbench.compare(spec_of(model="d3"))
    tip = scene_figures(workbench, "d3")[0].data[-1]
    direction = np.array([tip.x[0], tip.y[0], tip.z[0]])
    a, b = (centroid.vector for centroid in comparison.fitted)
    assert direction @ a > direction @ b


def test_a_pair_in_one_place_shares_a_label(workbench: Workbench) -> None:
    before, after = scene_figures(workbench, "d3")
    assert list(before.data[5].text[:2]) == ["<b>c0</b>", "<b>c1</b>"]
    assert list(after.data[5].text[:2]) == ["<b>c0 + c1</b>", ""]


def test_patches_carry_arrays_as_base64(workbench: Workbench) -> None:
    figure = scene_figures(workbench, "d5")[0]
    operations = json.loads(json.dumps(data_patch(figure).to_plotly_json()))["operations"]
    assert [one["location"] for one in operations] == [["data"]]
    assert "bdata" in operations[0]["params"]["value"][2]["x"]


def test_no_figure_has_a_logo_or_an_upload_button() -> None:
    for config in (GRAPH_CONFIG, SCENE_CONFIG):
        assert config["showSendToCloud"] is False
        assert config["plotlyServerURL"] == ""
        assert config["displaylogo"] is False


def test_skeletons_fix_range_and_camera() -> None:
    scene = go.Figure(empty_scene("dark")).layout.scene
    assert scene.aspectmode == "cube"
    assert scene.camera.projection.type == "perspective"
    assert {axis.range for axis in (scene.xaxis, scene.yaxis, scene.zaxis)} == {(-RANGE, RANGE)}


@pytest.mark.parametrize("pair", [(3, 6), (0, 6), (6, 0), (0, 1), (8, 9)])
def test_the_pair_has_the_strong_colors_and_no_class_shares_one(pair: tuple[int, int]) -> None:
    colors = class_colors(10, pair)
    assert (colors[pair[0]], colors[pair[1]]) == PAIR_COLORS
    assert len(set(colors)) == 10


@pytest.mark.parametrize("make", [empty_scene, empty_circle, empty_recall, empty_confusion])
def test_skeletons_are_valid_in_both_themes(make) -> None:
    light, dark = (go.Figure(make(scheme)) for scheme in ("light", "dark"))
    assert light.layout.template.layout.font.color == template("light")["layout"]["font"]["color"]
    assert light.layout.template != dark.layout.template
    assert not light.data


def test_recall_bars_show_an_empty_class_as_nothing() -> None:
    rates = np.array([[0.5, 0.4, 0.6], [np.nan, 0, 1]])
    figure = recall_figure(("a", "b"), rates, rates, np.array([[1, 1, 2], [0, 0, 0]]))
    assert not np.isnan(figure.data[0].y).any()


def test_confusion_cells_carry_their_counts() -> None:
    counts = np.array([[5, -2], [0, 3]])
    figure = confusion_figure(("a", "b"), counts, difference=True)
    assert np.array(figure.data[0].text).tolist() == [["+5", "-2"], ["", "+3"]]
    assert np.array(figure.data[0].customdata).tolist() == counts.tolist()
