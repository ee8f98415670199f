"""Figures that stand alone: the same samples on both sides, the page's numbers, plain names."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest

import weight_surgery as ws
from tests.conftest import make_bundle
from weight_surgery.components.figures.atlas import BLACK, WHITE
from weight_surgery.components.figures.pair_map import MIDDLE, _inks
from weight_surgery.components.figures.scenes import NOTHING
from weight_surgery.components.figures.side_by_side import DECIMALS, MOST_NAMED
from weight_surgery.components.naming import literal
from weight_surgery.core.atlas import pair_atlas
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.scene import motion_of
from weight_surgery.core.specs import SceneSpec
from weight_surgery.core.workbench import Workbench

BUNDLE = make_bundle()
MARKUP = ("<b>bold</b>", "a & b", "&lt;", "<br>")


def named(bundle: Bundle, *names: str) -> Bundle:
    return replace(bundle, class_names=(*names, *bundle.class_names[len(names) :]))


def samples_of(figure: go.Figure, scene: str) -> list[go.Scatter3d]:
    """Return the traces of samples in a scene."""
    traces = [trace for trace in figure.data if trace.scene == scene]
    return [trace for trace in traces if trace.customdata is not None]


def indices_of(figure: go.Figure, scene: str) -> list[int]:
    return sorted(int(one) for trace in samples_of(figure, scene) for one in trace.customdata)


def test_both_scenes_have_the_same_samples_axes_and_colors(shipped: Workbench) -> None:
    comparison = ws.compare(shipped.bundle("mnist-5d"), "3", "6", damping=0.25)
    figure = ws.plot.scenes(comparison, points=500)
    assert indices_of(figure, "scene") == indices_of(figure, "scene2")
    assert len(indices_of(figure, "scene")) == 500
    for one, other in zip(*(samples_of(figure, key) for key in ("scene", "scene2")), strict=True):
        assert (one.name, one.marker) == (other.name, other.marker)
    for axis in ("xaxis", "yaxis", "zaxis"):
        assert figure.layout.scene[axis] == figure.layout.scene2[axis]
    assert figure.layout.scene.camera == figure.layout.scene2.camera
    names = {trace.name for trace in figure.data if trace.showlegend}
    assert names == {*comparison.bundle.class_names, "centers"}
    # What is not of the class drawn is one of the two that are marked.
    symbols = {trace.name: trace.marker.symbol for trace in samples_of(figure, "scene")}
    assert {name for name, symbol in symbols.items() if symbol == "diamond"} == {"6"}


def test_samples_are_where_the_motion_has_them(shipped: Workbench) -> None:
    comparison = ws.compare(shipped.bundle("digits-16d"), "4", "9", damping=0.3)
    figure = ws.plot.scenes(comparison, points=100, axes="pca")
    motion = motion_of(comparison, SceneSpec(100, "pca"))
    for scene, damping in (("scene", 1.0), ("scene2", 0.3)):
        places = dict(zip(motion.indices.tolist(), motion.scene_at(damping), strict=False))
        for trace in samples_of(figure, scene):
            drawn = np.column_stack([trace.x, trace.y, trace.z])
            wanted = [places[int(index)] for index in trace.customdata]
            np.testing.assert_allclose(drawn, wanted, atol=10**-DECIMALS)


def test_frames_carry_only_what_moves_and_end_at_the_comparison(shipped: Workbench) -> None:
    comparison = ws.compare(shipped.bundle("digits-16d"), "4", "9", damping=0.25)
    figure = ws.plot.scenes(comparison)
    (slider,) = figure.layout.sliders
    assert [step.label for step in slider.steps][:2] == ["0\u00a0%", "10\u00a0%"]
    assert slider.steps[slider.active].label == "75\u00a0%"
    frames = {frame.name: frame for frame in figure.frames}
    assert sorted(frames) == sorted(step.args[0][0] for step in slider.steps)
    last = figure.frames[-1]
    assert last.name == slider.steps[slider.active].args[0][0]
    for frame in figure.frames:
        assert len(frame.data) == len(frame.traces)
        for place, moved in zip(frame.traces, frame.data, strict=True):
            assert figure.data[place].scene == "scene2"
            assert set(moved.to_plotly_json()) == {"type", "x", "y", "z"}
            assert len(moved.x) == len(figure.data[place].x)
    for place, moved in zip(last.traces, last.data, strict=True):
        assert moved.x == figure.data[place].x
    # At the other end, as the untouched network has them.
    for place, moved in zip(frames["0"].traces, frames["0"].data, strict=True):
        twin = next(one for one in figure.data if one.name == figure.data[place].name)
        assert (twin.scene, moved.y) == ("scene", twin.y)


def test_the_title_is_what_was_done_and_the_verdict(shipped: Workbench) -> None:
    figure = ws.plot.scenes(ws.compare(shipped.bundle("digits-16d"), "0", "1"), points=50)
    title = figure.layout.title.text.replace("<br>", " ")
    assert title.startswith("digits-16d: merge 0 and 1 (paper, damping 0) Merges cleanly. 0 and 1")


def test_a_scene_is_bounded(shipped: Workbench) -> None:
    figure = ws.plot.scenes(ws.compare(shipped.bundle("mnist-16d"), 3, 6))
    assert len(indices_of(figure, "scene")) == 2000
    assert len(figure.to_json()) < 700_000
    with pytest.raises(ValueError, match="points"):
        ws.plot.scenes(ws.compare(BUNDLE, 0, 1), points=10**9)


def test_many_classes_are_one_entry_of_the_legend_and_keep_their_names() -> None:
    classes = MOST_NAMED + 5
    table = make_bundle(classes=classes)
    figure = ws.plot.scenes(ws.compare(table, 0, 1))
    shown = {trace.name for trace in figure.data if trace.showlegend}
    assert shown == {"c0", "c1", f"{classes - 2} other classes", "centers"}
    others = next(trace for trace in figure.data if trace.name.endswith("classes"))
    assert set(others.text) == {f"c{label}" for label in range(2, classes)}


def test_names_are_never_markup(shipped: Workbench) -> None:
    bundle = named(shipped.bundle("digits-3d"), *MARKUP)
    comparison = ws.compare(bundle, *MARKUP[:2])
    figure = ws.plot.scenes(comparison, points=50)
    names = {trace.name for trace in figure.data if trace.showlegend}
    assert {"&lt;b&gt;bold&lt;/b&gt;", "a &amp; b", "&amp;lt;"} <= names
    assert "&lt;b&gt;bold&lt;/b&gt; and a &amp; b" in figure.layout.title.text
    centers = next(trace for trace in figure.data if trace.name == "centers")
    # A scene reads tags and no entities.
    assert centers.text[:2] == (f"<{NOTHING}b>bold<{NOTHING}/b>", "a & b")
    assert "&lt;b&gt;bold&lt;/b&gt; and" in ws.plot.curve(comparison).layout.title.text
    atlas = pair_atlas(bundle, [0.0], pairs=[(0, 1)])
    drawn = ws.plot.atlas(atlas)
    assert drawn.layout.xaxis.ticktext[1] == "a &amp; b"
    assert drawn.data[0].text[0][1].startswith("&lt;b&gt;bold&lt;/b&gt; + a &amp; b<br>")


def test_only_brackets_and_ampersands_are_written_otherwise() -> None:
    assert literal('it\'s "5 < 6" & so') == 'it\'s "5 &lt; 6" &amp; so'


def test_the_map_has_every_pair_twice_and_frames_around_the_clean_ones(shipped: Workbench) -> None:
    atlas = shipped.atlas(ws.SurgerySpec("digits-16d"), (0.0, 0.05))
    figure = ws.plot.atlas(atlas, damping=0.05)
    traces = {trace.name: trace for trace in figure.data}
    cells = traces["cells"].z
    for row, (one, other) in enumerate(atlas.pairs.tolist()):
        assert cells[one][other] == cells[other][one] == atlas.merge_cost[row, 1]
    assert [cells[at][at] for at in range(10)] == [None] * 10
    frames = [*traces["clean, white"].x, *traces["clean, black"].x]
    clean = int(atlas.clean[:, 1].sum())
    assert frames.count(None) == 2 * clean
    assert 0 < clean < len(atlas.pairs)
    assert f"{clean} of 45 pairs merge cleanly" in figure.layout.title.text
    assert len(traces["numbers"].text) == 90


def test_without_a_damping_the_map_shows_where_each_pair_is_first_clean(shipped: Workbench) -> None:
    atlas = shipped.atlas(ws.SurgerySpec("digits-16d"), (0.0, 0.1, 0.3, 1.0))
    figure = ws.plot.atlas(atlas)
    cells = {trace.name: trace for trace in figure.data}["cells"]
    for row, (one, other) in enumerate(atlas.pairs.tolist()):
        clean = atlas.dampings[atlas.clean[row]]
        wanted = 1 - clean.max() if clean.size else None
        shown = cells.z[one][other]
        assert (None if shown is None or np.isnan(shown) else shown) == wanted
        assert ("no strength" in cells.text[one][other]) == (wanted is None)
    assert json.loads(figure.to_json())


def test_ink_reads_on_every_color_of_the_scale() -> None:
    assert _inks(np.array([0.0, 1.0])).tolist() == [WHITE, BLACK]
    assert 0.17 < MIDDLE < 0.19


def test_of_a_sweep_one_atlas_is_chosen() -> None:
    sweep = ws.sweep(BUNDLE, dampings=[0.0], methods=["paper", "rows"])
    with pytest.raises(ValueError, match="choose one of the sweep's atlases with model and method"):
        ws.plot.atlas(sweep)
    assert "synthetic, rows" in ws.plot.atlas(sweep, method="rows").layout.title.text


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"figure": "cost"}, "figure must be one of merge_cost"),
        ({"damping": 0.2}, "damping must be one of 0, 0.3; got 0.2"),
        ({"figure": "cosine"}, "cosine is shown at one damping; give damping, one of 0, 0.3"),
        ({"model": "synthetic"}, "an atlas is of one already"),
        ({"scheme": "pink"}, "scheme must be one of light, dark"),
    ],
)
def test_what_the_map_cannot_show_is_refused(asked: dict, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        ws.plot.atlas(pair_atlas(BUNDLE, [0.0, 0.3]), **asked)


def test_the_curve_is_the_pages_with_its_clean_band(shipped: Workbench) -> None:
    comparison = ws.compare(shipped.bundle("digits-16d"), "0", "1", damping=0.2)
    figure = ws.plot.curve(comparison)
    spec = comparison.spec
    ((low, high),) = shipped.clean_intervals(spec)
    traces = {trace.name: trace for trace in figure.data}
    band = [x for x in traces["merges cleanly"].x if x is not None]
    assert (min(band), max(band)) == pytest.approx((100 - 100 * high - 0.4, 100 - 100 * low + 0.4))
    assert traces["the edit's strength"].x[0] == pytest.approx(80)
    curve = shipped.curve(spec)
    np.testing.assert_allclose(traces["read as either"].y, curve.merged_recall[0], rtol=1e-6)
    assert "0 and 1 merge cleanly at" in figure.layout.title.text.replace("<br>", " ")
    again = ws.plot.curve(shipped.bundle("digits-16d"), "0", "1")
    assert again.layout.title == figure.layout.title


def test_what_has_no_curve_or_scenes_is_refused() -> None:
    comparison = ws.compare(BUNDLE, 0, 1)
    with pytest.raises(ValueError, match="give nothing beside it"):
        ws.plot.curve(comparison, 0, 1)
    shattered = ws.SurgerySpec("synthetic", (ws.Operation("shatter", (0,)),))
    with pytest.raises(ValueError, match="shattered"):
        ws.plot.curve(ws.compare(BUNDLE, shattered))
    with pytest.raises(ValueError, match=r"comparison must be what ws\.compare gives"):
        ws.plot.scenes(BUNDLE)
    # It has scenes, though.
    assert ws.plot.scenes(ws.compare(BUNDLE, shattered)).frames
