"""A recipe gives the same figures again, or says what differs; and nothing in it is believed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import weight_surgery as ws
from tests.conftest import make_bundle
from tests.hostile import HOSTILE
from weight_surgery.core.comparison import compare
from weight_surgery.core.recipe import Recipe, read_recipe, recipe_file, recipe_of, replay
from weight_surgery.core.recipe.reading import LONGEST
from weight_surgery.core.specs import Operation, SurgerySpec

BUNDLE = make_bundle(classes=5)
PLAN = SurgerySpec(
    "synthetic",
    (
        Operation("merge", (0, 1), 0.25, "stretched"),
        Operation("shatter", (4,), 0.1, on=False),
        Operation("merge", (1, 2), 0.0),
    ),
    fit_split="test",
    hand=0,
    repair=True,
)
SPECS = [
    SurgerySpec("synthetic", (Operation("merge", (1, 3), 1e-5),), edit_bias=False),
    SurgerySpec("synthetic", (Operation("shatter", (2,), 0.5),), trim_outliers=True),
    PLAN,
]
RECIPE = recipe_of(compare(BUNDLE, PLAN))


def changed(change: Callable[[dict[str, Any]], Any]) -> str:
    whole = json.loads(RECIPE.to_json())
    change(whole)
    return json.dumps(whole)


@pytest.mark.parametrize("spec", SPECS)
def test_what_is_written_is_read_and_gives_identical_figures(spec: SurgerySpec) -> None:
    recipe = recipe_of(compare(BUNDLE, spec))
    assert recipe.spec == spec
    again = read_recipe(recipe.to_json())
    assert again == recipe
    found = replay(again, BUNDLE)
    assert found.identical
    assert str(found).startswith("Identical figures.\nsynthetic: ")


def test_the_hash_is_of_what_decides_figures(tmp_path: Path) -> None:
    ws.save_bundle(tmp_path / "one.npz", BUNDLE)
    with np.load(tmp_path / "one.npz") as archive:
        np.savez(tmp_path / "plain.npz", **dict(archive), note=np.arange(3))
    assert ws.load_bundle(tmp_path / "plain.npz").hash == BUNDLE.hash
    images = np.zeros((len(BUNDLE.labels_test), 2, 2), np.uint8)
    assert replace(BUNDLE.with_metadata(name="other"), images_test=images).hash == BUNDLE.hash
    weight = BUNDLE.weight.copy()
    weight[0, 0] = np.nextafter(weight[0, 0], np.float32(9))
    labels = BUNDLE.labels_test.copy()
    labels[0] = 1
    for other in (
        replace(BUNDLE, weight=weight),
        replace(BUNDLE, labels_test=labels),
        replace(BUNDLE, normalise=False),
        replace(BUNDLE, class_names=("a", "b", "c", "d", "e")),
    ):
        assert other.hash != BUNDLE.hash


def test_another_model_is_named_and_its_figures_beside_it() -> None:
    found = replay(RECIPE, make_bundle(classes=5, seed=1, name="other"))
    assert not found.identical
    assert found.differences[0].startswith("Another model: the recipe is of synthetic ")
    assert any("kept apart, before the edit" in one for one in found.differences)
    few = replay(RECIPE, make_bundle(classes=2))
    assert few.comparison is None
    assert "does not bear the edit: " in str(few)


def test_figures_that_differ_are_told_by_how_much_with_the_libraries_that_may_be_why() -> None:
    after = RECIPE.figures["merged_accuracy"].after

    def change(whole: dict[str, Any]) -> None:
        whole["figures"]["merged_accuracy"]["after"] -= 1
        whole["verdicts"] = ["no_verdict"]
        whole["versions"]["numpy"] = "1.0"

    found = replay(read_recipe(changed(change)), BUNDLE)
    one, verdict, library = found.differences
    assert f"{after - 1} of 300 in the recipe, {after} of 300 now (+1)" in one
    assert verdict.startswith("Verdict: no verdict in the recipe, ")
    assert library == f"numpy is {np.__version__} now, 1.0 in the recipe."
    versions = read_recipe(changed(lambda whole: whole["versions"].update(numpy="1.0")))
    assert replay(versions, BUNDLE).identical


SENTENCES = [
    (lambda whole: whole.pop("format"), "no recipe"),
    (lambda whole: whole.update(version=2), "version 2, and this program reads 1"),
    (lambda whole: whole.update(version="1"), "must be a whole number"),
    (lambda whole: whole.pop("plan"), "lacks 'plan'"),
    (lambda whole: whole.update(more=1), "has 'more'"),
    (lambda whole: whole.update(model="mnist"), "model must be an object"),
    (lambda whole: whole["model"].update(name=""), "model.name must be a text"),
    (lambda whole: whole["model"].update(name="a\ud800"), "can be printed"),
    (lambda whole: whole["model"].update(name="a" * 300), "at most 255 characters"),
    (lambda whole: whole["model"].update(hash="0" * 63), "model.hash must be 64 digits"),
    (lambda whole: whole["plan"].pop("repair"), "plan lacks 'repair'"),
    (lambda whole: whole["plan"].update(operations=[]), "a list of 1 to 60"),
    (lambda whole: whole["plan"].update(fit_split="all"), "must be one of fit, test"),
    (lambda whole: whole["plan"].update(hand=1), "the operation in the hand must be one that is"),
    (lambda whole: whole["plan"]["operations"][0].update(damping=2), "operation 1: damping"),
    (lambda whole: whole["plan"]["operations"][0].update(method="x"), "operation 1: method"),
    (lambda whole: whole["plan"]["operations"][1].update(classes=[]), "operation 2: a shatter"),
    (lambda whole: whole["plan"]["operations"][2].update(on=1), "operation 3: on must be true"),
    (lambda whole: whole["figures"].pop("merged_recall"), "figures lacks 'merged_recall'"),
    (lambda whole: whole["figures"]["merged_recall"].update(after=10**6), "merged_recall.after"),
    (lambda whole: whole["figures"]["merged_recall"].update(total=-1), "merged_recall.total"),
    (lambda whole: whole.update(verdicts=["fine"]), "a verdict must be one of"),
    (lambda whole: whole.update(versions={"numpy": 2}), "versions.numpy must be a text"),
    (lambda whole: whole.update(versions=[]), "versions must be an object"),
]


@pytest.mark.parametrize(("change", "sentence"), SENTENCES)
def test_each_fault_has_its_sentence(change: Callable[[Any], Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        read_recipe(changed(change))


@given(st.data())
def test_nothing_that_somebody_writes_is_more_than_a_sentence(data: st.DataObject) -> None:
    whole = json.loads(RECIPE.to_json())
    place: Any = whole
    while True:
        keys = sorted(place) if isinstance(place, dict) else range(len(place))
        key = data.draw(st.sampled_from(keys))
        if not place[key] or not isinstance(place[key], (dict, list)) or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = data.draw(st.sampled_from([*HOSTILE.values()]))
    try:
        text = json.dumps(whole)
    except ValueError:
        # A number of more digits than JSON is written with here.
        return
    try:
        read = read_recipe(text)
    except ValueError as error:
        said = str(error)
        assert len(said) < 1000, said
    else:
        assert isinstance(read, Recipe)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "3", "[" * 50_000, '{"format": 1}', "é"])
def test_what_is_no_recipe_is_told_so(text: str) -> None:
    with pytest.raises(ValueError, match="this is no recipe"):
        read_recipe(text)


def test_a_file_is_read_no_further_than_a_recipe_is_long(tmp_path: Path) -> None:
    path = tmp_path / "long.json"
    with path.open("wb") as file:
        file.truncate(10**9)
    with pytest.raises(ValueError, match=f"at most {LONGEST:,} characters"):
        recipe_file(path)
    path.write_bytes(b"\x89PNG\xff")
    with pytest.raises(ValueError, match="no recipe: it is not text"):
        recipe_file(path)
    for other in (tmp_path, tmp_path / "none.json"):
        with pytest.raises(ValueError, match="cannot be read"):
            recipe_file(other)
    path.write_text("\ufeff" + RECIPE.to_json(), encoding="utf-8")
    assert recipe_file(path) == RECIPE


def test_a_recipe_from_a_notebook_and_back(tmp_path: Path) -> None:
    path = tmp_path / "mine.recipe.json"
    path.write_text(ws.recipe(compare(BUNDLE, PLAN)).to_json(), encoding="utf-8")
    assert ws.replay(path, BUNDLE).identical
    assert ws.replay(RECIPE, BUNDLE).identical
    with pytest.raises(ValueError, match="name its bundle"):
        ws.replay(path)
    with pytest.raises(ValueError, match="made of a comparison"):
        ws.recipe(BUNDLE)
    with pytest.raises(ValueError, match="must be a Recipe or its file"):
        ws.replay(3)


def test_a_workbench_follows_what_it_wrote() -> None:
    # What a page calls a model is not what it is.
    workbench = ws.Workbench({"own-secret": BUNDLE})
    spec = replace(PLAN, model="own-secret")
    name, text = workbench.export_recipe(spec)
    assert name.endswith(".recipe.json")
    assert "own-secret" not in text
    recipe = read_recipe(text)
    assert workbench.replay(recipe, "own-secret").identical
    with pytest.raises(ValueError, match="'synthetic', which is not here"):
        workbench.replay(recipe)
