"""Views: validation, hashing, JSON and links."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of
from weight_surgery.components.opening import default_view, notebook_view
from weight_surgery.components.view import View
from weight_surgery.core.specs import Operation, SceneSpec, SurgerySpec
from weight_surgery.core.workbench import Workbench

names = st.text(min_size=1, max_size=20)


@st.composite
def views(draw: st.DrawFn) -> View:
    pair = draw(st.lists(st.integers(0, 999), min_size=2, max_size=2, unique=True))
    damping = draw(st.one_of(st.sampled_from([0.0, 1e-5, 1.0]), st.floats(0, 1)))
    spec = SurgerySpec(
        draw(names),
        (Operation("merge", tuple(pair), damping),),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.sampled_from(["fit", "test"])),
    )
    return View(
        spec,
        draw(st.integers(10, 100_000)),
        draw(st.sampled_from(["surgery", "pca"])),
        draw(st.sampled_from(["surgery", "seed"])),
        draw(st.sampled_from(["pair", "atlas", "models"])),
    )


@given(views())
def test_links_and_json_round_trip_exactly(view: View) -> None:
    assert View.from_query(view.to_query()) == view
    assert View.from_query("?" + view.to_query()) == view
    assert View.from_json(view.to_json()) == view
    assert hash(View.from_json(view.to_json())) == hash(view)


def test_the_default_link_is_the_contract() -> None:
    assert View().to_query() == (
        "model=mnist-3d&op=merge:3-6:1e-05&bias=1&trim=0&fit=fit&points=2000&axes=surgery"
    )
    assert View.from_query("") == View()


def test_the_notebook_is_as_it_was() -> None:
    spec = notebook_view("mnist-3d").surgery
    assert spec.operation == Operation("merge", (3, 6), 1e-5)
    assert (spec.edit_bias, spec.trim_outliers, spec.fit_split) == (False, True, "test")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("op=merge:3-3:0.1", "same"),
        ("op=merge:3-6", "form"),
        ("op=merge:3-6:abc", "form"),
        ("op=merge:3:0.1", "two classes"),
        ("op=merge:3-6:2", "from 0 to 1"),
        ("op=merge:3-6:nan", "from 0 to 1"),
        ("op=split:3-6:0.1", "operation"),
        ("op=merge:3-6:0.1&hand=1", "in the hand must be one that is on"),
        ("op=merge:3-6:0.1&hand=x", "hand must be a whole number"),
        ("op=merge:3-6:0.1:paper:off", "no operation is on"),
        ("op=merge:3-6:0.1:paper:on", "form"),
        ("op=shatter:3-6:0.1", "one class"),
        ("op=shatter:3:0.1:stretched", "in one way"),
        ("bias=yes", "bias"),
        ("trim=2", "trim"),
        ("fit=all", "fit_split"),
        ("points=5", "points"),
        ("points=many", "points"),
        ("axes=umap", "axes"),
        ("plane=other", "plane"),
        ("view=other", "view"),
        ("model=", "model"),
        ("figure=other", "figure"),
        ("at=high", "at must be a number"),
        ("at=2", "from 0 to 1"),
        ("at=nan", "from 0 to 1"),
        ("at=1e999", "from 0 to 1"),
        (f"at={'9' * 3000}", "from 0 to 1"),
        (f"points={'9' * 3000}", "points must lie in 10…100,000"),
        (f"sample={'9' * 3000}", "sample must lie in"),
        ("story=9", "story must lie in 0…8"),
        (f"op=merge:3-{'9' * 3000}:0.1", "a class must lie in"),
        ("op=merge:3-6:1e999", "from 0 to 1"),
        (f"op={'-' * 3000}", "form"),
        ("&op=merge:3-6:0.1" * 200, "1 to 60 operations"),
        (f"model={'x' * 256}", "at most 255 characters"),
        ("op=merge:3-6:0.1&" * 100_000, "at most 4,000 characters"),
    ],
)
def test_a_bad_link_is_refused_with_a_sentence(query: str, words: str) -> None:
    with pytest.raises(ValueError, match=words) as refused:
        View.from_query(query)
    assert len(str(refused.value)) < 250


@pytest.mark.parametrize("query", [None, 3, True, [], {}, ["points=20"]])
def test_what_is_no_text_is_no_link(query: Any) -> None:
    with pytest.raises(ValueError, match="a link must be a text"):
        View.from_query(query)


def test_the_longest_names_fit_into_a_link_and_json() -> None:
    view = View(SurgerySpec("😀" * 255), at=0.1, sample=2**31 - 1, figure="bystander_change")
    assert View.from_query(view.to_query()) == view
    assert View.from_json(view.to_json()) == view


def test_whole_numbers_are_kept_as_such() -> None:
    view = View(points="500", sample=7.0, story="2", at=1)  # type: ignore[arg-type]
    assert view == View(points=500, sample=7, story=2, at=1.0)
    assert [type(value) for value in (view.points, view.sample, view.at)] == [int, int, float]


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "{}", '{"surgery": 3}', '{"surgery": {}}', "null"),
        *('{"surgery": "abc"}', "9" * 5000, "[" * 8000),
    ],
)
def test_bad_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a view"):
        View.from_json(text)


@pytest.mark.parametrize(
    "make",
    [
        lambda: View(points=2.5),  # type: ignore[arg-type]
        lambda: View(points=True),
        lambda: View(points=10**400),
        lambda: View(sample=-(10**400)),
        lambda: View(story=float("nan")),  # type: ignore[arg-type]
        lambda: View(at=10**400),
        lambda: View(axes=["pca"]),  # type: ignore[arg-type]
        lambda: View(figure="other"),
        lambda: View(full=1),  # type: ignore[arg-type]
    ],
)
def test_a_bad_view_is_refused(make) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        make()


@given(views())
def test_what_is_measured_of_a_view_is_its_edit_and_its_scene(view: View) -> None:
    assert view.scene == SceneSpec(view.points, view.axes, view.plane)
    assert (view.measured.surgery, view.measured.scene) == (view.surgery, view.scene)
    assert view.measured == View(view.surgery, view.points, view.axes, view.plane)


def test_the_page_opens_where_the_method_shines(shipped: Workbench) -> None:
    view = default_view(shipped)
    assert view == View(SurgerySpec("mnist-16d"))
    assert shipped.compare(view.surgery).is_clean


def test_without_that_model_the_page_opens_on_the_first_there_is() -> None:
    workbench = Workbench({"small": make_bundle(classes=3), "large": make_bundle(classes=8)})
    assert default_view(workbench) == View(spec_of(0, 1, model="small"))
    with pytest.raises(ValueError, match="no pair of classes"):
        default_view(Workbench({"none": make_bundle(classes=3, empty=(0, 2))}))
