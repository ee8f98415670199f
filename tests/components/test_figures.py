"""Figures: the same traces in the same order whatever the data, and arrays that travel small."""

from __future__ import annotations

import json
from itertools import permutations

import numpy as np
import plotly.graph_objects as go
import pytest

from weight_surgery.components.figures import data_patch, typed
from weight_surgery.components.figures.accuracy import (
    confusion_figure,
    empty_confusion,
    empty_recall,
    recall_figure,
)
from weight_surgery.components.figures.circle import circle_traces
from weight_surgery.components.figures.scene import RANGE, scene_layout, scene_traces
from weight_surgery.components.theme import (
    GRAPH_CONFIG,
    PAIR_COLORS,
    class_colors,
    template,
)


def test_patches_carry_arrays_as_base64() -> None:
    figure = confusion_figure(("a", "b"), np.eye(2, dtype=int), difference=False)
    operations = json.loads(json.dumps(data_patch(figure).to_plotly_json()))["operations"]
    assert [one["location"] for one in operations] == [["data"]]
    assert "bdata" in operations[0]["params"]["value"][0]["z"]


@pytest.mark.parametrize("traces", [scene_traces(), circle_traces()])
def test_skeletons_of_samples_are_valid_and_named_once(traces) -> None:
    figure = go.Figure(traces)
    names = [trace.name for trace in figure.data]
    assert len(set(names)) == len(names)
    for trace in figure.data:
        if (
            trace.type.startswith("scatter")
            and trace.mode == "markers"
            and trace.name != "centroids"
        ):
            assert trace.x is None
            assert trace.hoverinfo in ("none", "skip")


def test_typed_arrays_are_what_plotly_reads() -> None:
    values = np.array([1.5, -2, np.nan])
    kept = go.Figure(go.Scatter(x=values.astype("f4"))).to_dict()["data"][0]["x"]
    assert kept == typed(values, "f4")


def test_no_figure_has_a_logo_or_an_upload_button() -> None:
    assert GRAPH_CONFIG["showSendToCloud"] is False
    assert GRAPH_CONFIG["plotlyServerURL"] == ""
    assert GRAPH_CONFIG["displaylogo"] is False


def test_skeletons_fix_range_and_camera() -> None:
    scene = go.Figure(layout=scene_layout()).layout.scene
    assert scene.aspectmode == "cube"
    assert scene.camera.projection.type == "perspective"
    assert {axis.range for axis in (scene.xaxis, scene.yaxis, scene.zaxis)} == {(-RANGE, RANGE)}


def test_the_pairs_marks_are_larger_than_the_others_as_plotly_draws_them() -> None:
    traces = {trace["name"]: trace for trace in scene_traces()}
    pair, others = traces["pair"], traces["bystanders"]
    # One size for all is as it stands in a scene; in a list, it is divided by twice this.
    drawn = np.array(pair["meta"]["sizes"]) / (2 * pair["marker"].get("sizeref", 1))
    assert (drawn > others["marker"]["size"]).all()


@pytest.mark.parametrize("pair", [(3, 6), (0, 6), (6, 0), (0, 1), (8, 9)])
def test_the_pair_has_the_strong_colors_and_no_class_shares_one(pair: tuple[int, int]) -> None:
    colors = class_colors(10, pair)
    assert (colors[pair[0]], colors[pair[1]]) == PAIR_COLORS
    assert len(set(colors)) == 10


def test_a_bystander_has_one_color_whatever_the_pair() -> None:
    seen = [set() for _ in range(12)]
    for pair in permutations(range(12), 2):
        for label, color in enumerate(class_colors(12, pair)):
            if label not in pair:
                seen[label].add(color)
    assert all(len(colors) == 1 for colors in seen)
    assert not set.union(*seen) & set(PAIR_COLORS)


@pytest.mark.parametrize("make", [empty_recall, empty_confusion])
def test_skeletons_are_valid_in_both_themes(make) -> None:
    light, dark = (go.Figure(make(scheme)) for scheme in ("light", "dark"))
    assert light.layout.template.layout.font.color == template("light")["layout"]["font"]["color"]
    assert light.layout.template != dark.layout.template
    assert not light.data


def test_recall_bars_show_an_empty_class_as_nothing() -> None:
    rates = np.array([[0.5, 0.4, 0.6], [np.nan, 0, 1]])
    figure = recall_figure(("a", "b"), rates, rates, np.array([[1, 1, 2], [0, 0, 0]]))
    assert list(figure.data[2].text) == ["50", ""]
    assert not np.isnan(figure.data[0].y).any()


def test_confusion_cells_carry_their_counts() -> None:
    counts = np.array([[5, -2], [0, 3]])
    figure = confusion_figure(("a", "b"), counts, difference=True)
    assert np.array(figure.data[0].text).tolist() == [["+5", "−2"], ["", "+3"]]
    assert np.array(figure.data[0].customdata).tolist() == counts.tolist()
