"""What a page opens with, and that nobody is led out of a model of their own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.components.test_panels import written
from tests.conftest import make_bundle
from weight_surgery.app import create_app
from weight_surgery.components import answers, controls
from weight_surgery.components.names import names
from weight_surgery.components.opening import default_view, shipped_models, view_instead
from weight_surgery.components.question import asked_view
from weight_surgery.components.text import model_name
from weight_surgery.core.bundle import save_bundle
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.uploads import Uploads
from weight_surgery.core.workbench import PRETRAINED, Workbench


@pytest.fixture
def workbench(tmp_path: Path) -> Workbench:
    bundles = {"digits-3d": make_bundle(classes=10), "mine": make_bundle(classes=3)}
    return Workbench(bundles, uploads=Uploads(tmp_path / "own"))


@pytest.fixture
def address(workbench: Workbench) -> str:
    assert workbench.uploads
    return workbench.uploads.keep(make_bundle(classes=3), title="My clothes")


def said(workbench: Workbench, query: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, str]:
    """Return the view that a link opens, and the toast that came with it."""
    toasts: list[str] = []
    monkeypatch.setattr(answers, "toast", lambda sentence, *_, **__: toasts.append(sentence))
    answer = answers.answer(workbench, {"id": 1, "query": query})["answer"]
    return answer, " ".join(toasts)


def test_ones_own_comes_first_and_is_not_called_everybodys(workbench: Workbench) -> None:
    assert shipped_models(workbench) == ("digits-3d",)
    assert default_view(workbench).surgery.model == "mine"
    assert default_view(workbench, "digits-3d").surgery.model == "digits-3d"


def test_a_broken_link_stays_in_its_model(
    workbench: Workbench, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for model, title in ((address, "My clothes"), ("mine", "mine"), ("digits-3d", "digits-3d")):
        answer, toast = said(workbench, f"model={model}&op=merge:7-77:0.1", monkeypatch)
        assert answer["view"]["model"] == model
        assert answer["title"] == title
        assert toast.endswith(f"Here is the default view of {title}.")
    answer, toast = said(workbench, "model=own-gone", monkeypatch)
    assert answer["view"]["model"] == "mine"
    assert "no longer here" in toast
    for query in (None, "x" * 9999, "model=%00", ["model=mine"]):
        assert view_instead(workbench, query) == default_view(workbench)


def test_what_was_recalled_and_is_gone_is_no_link(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, ...]] = []
    monkeypatch.setattr(answers, "toast", lambda *words, **_: told.append(words))
    gone = f"model=own-{'a' * 22}"
    for over in ({"recalled": True}, {}):
        answers.answer(workbench, {"id": 1, "query": gone, "over": over})
    assert [title for _, title in told] == ["Your own model is gone", "This link cannot be shown"]
    assert told[0][0].startswith("this model of your own is no longer here")


def test_default_is_asked_for_by_the_models_name(workbench: Workbench, address: str) -> None:
    view = asked_view(workbench, {"query": f"model={address}", "over": {"points": 300}})
    assert (view.surgery, view.points) == (SurgerySpec(address).with_operation(classes=(0, 1)), 300)


def test_a_model_is_shown_by_its_title(workbench: Workbench, address: str) -> None:
    spec = SurgerySpec(address).with_operation(classes=(0, 1), damping=0.0)
    assert model_name(workbench.compare(spec)) == "My clothes"
    assert workbench.file_stem(spec).startswith("My-clothes_merge-0-1")
    assert "My clothes" in workbench.export_figures(spec)[1]
    assert address not in workbench.export_figures(spec)[1]
    # A sample's index means another sample in another person's data of the same name.
    assert workbench.uploads
    other = workbench.uploads.keep(make_bundle(classes=3), title="My clothes")
    assert workbench.test_samples(address) != workbench.test_samples(other)


def test_nobodys_own_is_in_what_all_are_told(workbench: Workbench, address: str) -> None:
    assert address not in json.dumps(names(workbench, "/"))
    assert address not in workbench.models
    with pytest.raises(ValueError, match="choose one of digits-3d, mine") as refused:
        workbench.bundle("none")
    assert address not in str(refused.value)


def test_a_bundle_that_cannot_be_read_leaves_the_page_and_is_back_once_repaired(
    tmp_path: Path,
) -> None:
    for name in ("mnist-16d", "digits-3d"):
        save_bundle(tmp_path / f"{name}.npz", make_bundle(classes=8))
    whole = (tmp_path / "mnist-16d.npz").read_bytes()
    (tmp_path / "mnist-16d.npz").write_bytes(whole[:900])
    workbench = Workbench.from_folder(tmp_path, lazily=True)
    client = create_app(workbench).server.test_client()
    assert client.get("/_dash-layout").status_code == 200
    assert default_view(workbench).surgery.model == "digits-3d"
    layout = client.get("/_dash-layout").text
    assert "1 model cannot be read" in layout
    assert "mnist-16d.npz is not a feature bundle" in written(controls.layout(workbench))
    (tmp_path / "mnist-16d.npz").write_bytes(whole)
    assert default_view(workbench).surgery.model == "mnist-16d"
    assert "cannot be read" not in client.get("/_dash-layout").text


def test_the_shipped_names_are_those_of_files() -> None:
    assert {path.stem for path in PRETRAINED.glob("*.npz")} >= {"mnist-16d", "digits-3d"}
