"""Open your own: what the address takes, what it says of a file, and from whom it takes one."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient

from tests.bad_files import BAD
from tests.conftest import make_bundle
from tests.core.test_sources_reading import IRIS
from tests.hostile import HOSTILE, is_no_sentence
from tests.made_files import bundle, npz
from weight_surgery.app import create_app
from weight_surgery.components.figures.preview import preview_figure
from weight_surgery.components.own import route
from weight_surgery.components.own.words import words_of
from weight_surgery.components.view import View
from weight_surgery.core.limits import FILE_BYTES
from weight_surgery.core.sources.reading import open_file
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.uploads import Uploads
from weight_surgery.core.workbench import Workbench

SAME = {"Sec-Fetch-Site": "same-origin"}
CHOSEN = {"label": "species", "split": "", "normalise": False}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("uploads") / "own"


@pytest.fixture(scope="module")
def workbench(folder: Path) -> Workbench:
    return Workbench({"small": make_bundle()}, uploads=Uploads(folder))


def kept(folder: Path) -> int:
    return len(list(folder.iterdir())) if folder.exists() else 0


@pytest.fixture(scope="module")
def client(workbench: Workbench) -> FlaskClient:
    return create_app(workbench).server.test_client()


def send(
    client: FlaskClient,
    name: str = "iris.csv",
    content: bytes = IRIS,
    headers: dict[str, str] = SAME,
    **form: Any,
) -> Any:
    data = {**form, "file": (io.BytesIO(content), name)}
    return client.post("/lab/own", data=data, headers=headers)


def test_a_table_is_looked_at_and_nothing_is_kept(client: FlaskClient, folder: Path) -> None:
    before = kept(folder)
    said = send(client).json
    assert said["title"] == "iris"
    assert said["verdict"] == "100.0\u00a0% on 20 samples"
    assert said["facts"].endswith("2 dimensions; 2 classes: setosa, virginica")
    table = said["table"]
    assert (table["label"], table["split"], table["normalise"]) == ("species", "", True)
    assert table["splits"] == [["", "every second sample of each class"]]
    assert [way for way, _ in table["ways"]] == [True, False]
    assert table["ways"][0][1] == "cosine: 100.0\u00a0% fitted, 100.0\u00a0% tested"
    (trace,) = said["picture"]["data"]
    assert len(trace["x"]) == len(trace["text"]) == 20
    assert kept(folder) == before


def test_what_is_opened_is_a_model_under_its_address(
    client: FlaskClient, workbench: Workbench
) -> None:
    said = send(client, open="1", choices=json.dumps(CHOSEN)).json
    assert said["title"] == "iris"
    assert said["model"] not in workbench.models
    assert workbench.title(said["model"]) == "iris"
    assert workbench.bundle(said["model"]).normalise is False
    assert workbench.bundle(said["model"]) is workbench.bundle(said["model"])
    # Nothing that lists models tells another person of it.
    for path in ("/", "/_dash-layout", "/_dash-dependencies"):
        assert said["model"] not in client.get(path).text


def test_chance_is_said_before_it_is_opened() -> None:
    draw = np.random.default_rng(0)
    content = npz(vectors=draw.normal(size=(300, 3)), labels=np.arange(300) % 12)
    said = words_of(open_file("noise.npz", content))
    assert said["chance"]
    assert said["verdict"].endswith("\u00a0%: chance level, so no verdicts")
    assert said["facts"].endswith("12 classes: 0, 1, 2, 3, 4, 5 and 6 more")
    assert "too near to chance for a verdict" in said["notes"][0]


@pytest.mark.parametrize("each", [2, 4])
def test_too_few_samples_are_said_to_be_that_as_the_opened_page_has_it(each: int) -> None:
    rows = np.eye(2).repeat(each, axis=0) + 0.01 * np.arange(2 * each)[:, None]
    opened = open_file("few.npz", npz(vectors=rows, labels=np.arange(2).repeat(each)))
    said = words_of(opened)
    assert said["chance"]
    assert said["verdict"] == "100.0\u00a0%: too few test samples, so no verdicts"
    workbench = Workbench({"few": opened.bundle})
    judged = workbench.compare(workbench.default_spec().with_operation(damping=0.5)).judgement
    assert said["notes"][0] == judged.reason


@pytest.mark.parametrize("name", ["a pickle", "half an npz", "pickled objects", "one name twice"])
def test_a_bad_file_is_answered_with_its_reason(
    client: FlaskClient, folder: Path, name: str
) -> None:
    before = kept(folder)
    file, content, _ = BAD[name]
    for form in ({}, {"open": "1"}):
        reply = send(client, file, content(), **form)
        assert reply.status_code == 200
        assert reply.json["refused"].endswith(".")
        assert not is_no_sentence(reply.json["refused"])
    assert kept(folder) == before


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://other.example"},
        {"Origin": "null"},
    ],
)
def test_another_pages_form_is_not_taken(client: FlaskClient, headers: dict[str, str]) -> None:
    reply = send(client, headers=headers)
    assert reply.status_code == 403
    assert "only taken from this very page" in reply.json["refused"]
    assert send(client, headers={"Origin": "http://localhost"}).status_code == 200


def test_where_nobody_may_bring_one_there_is_no_button_and_a_sentence() -> None:
    client = create_app(Workbench({"small": make_bundle()})).server.test_client()
    reply = send(client)
    assert reply.status_code == 403
    assert "set WEIGHT_SURGERY_UPLOADS" in reply.json["refused"]
    assert "own-open-button" not in json.dumps(client.get("/_dash-layout").json)


def test_too_much_is_not_read(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(route.limits, "FILE_BYTES", 1000)
    monkeypatch.setattr(route, "AROUND_BYTES", 500)
    reply = send(client, content=bytes(2000))
    assert reply.json["refused"].startswith(f"It is larger than {FILE_BYTES // 2**20} MB")


def test_a_full_disk_is_the_servers_trouble(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object, **__: object) -> str:
        raise OSError("no space left")

    monkeypatch.setattr(Uploads, "keep", full)
    assert "cannot be kept here" in send(client, open="1").json["refused"]
    assert "no space left" in caplog.text


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_no_choice_is_a_fault(client: FlaskClient, hostile: Any) -> None:
    try:
        hostile_json = json.dumps(hostile)
    except (TypeError, ValueError, RecursionError):
        hostile_json = str(hostile)[:10_000]
    for choices in (hostile_json, *(json.dumps({**CHOSEN, key: "?"}) for key in CHOSEN)):
        reply = send(client, choices=choices)
        assert reply.status_code == 200
        if "refused" in reply.json:
            assert not is_no_sentence(reply.json["refused"])


def test_a_form_without_a_file_is_refused(client: FlaskClient) -> None:
    reply = client.post("/lab/own", data={"open": "1"}, headers=SAME)
    assert reply.json["refused"] == "No file came with the request; choose one."


def test_a_bundle_has_no_columns_to_choose(client: FlaskClient) -> None:
    said = send(client, "mine.npz", bundle()).json
    assert said["table"] is None
    assert said["title"] == "mine"


def test_a_recipe_is_followed_again_on_the_model_it_was_made_of(
    client: FlaskClient, workbench: Workbench
) -> None:
    spec = SurgerySpec("small").with_operation(classes=(0, 2), damping=0.25)
    text = workbench.export_recipe(spec)[1]
    said = send(client, "edit.recipe.json", text.encode()).json
    assert said["verdict"] == "Identical figures"
    assert said["notes"] == []
    assert View.from_query(said["query"]).surgery == spec
    # Of somebody's own model only who knows it can follow one, and it opens there.
    assert workbench.uploads
    address = workbench.uploads.keep(make_bundle(seed=7), title="mine")
    own = workbench.export_recipe(replace(spec, model=address))[1]
    assert (
        send(client, "own.json", own.encode(), own=address)
        .json["query"]
        .startswith(f"model={address}&")
    )
    refused = send(client, "own.json", own.encode()).json["refused"]
    assert "which is not here; open that model first" in refused
    other = text.replace('"before": ', '"before": 1')
    assert "refused" in send(client, "edit.json", other.encode()).json
    changed = json.loads(text)
    changed["figures"]["strict_accuracy"]["after"] = 0
    said = send(client, "edit.json", json.dumps(changed).encode()).json
    assert said["verdict"] == "Not the same as in the recipe"
    assert said["notes"][0].startswith("kept apart, after the edit: 0 of 240 in the recipe")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"[]", b'{"format": "x"}'])
def test_what_is_no_recipe_is_refused(client: FlaskClient, content: bytes) -> None:
    sentence = send(client, "a.json", content).json["refused"]
    assert "no recipe" in sentence
    assert not is_no_sentence(sentence)


def test_names_are_no_html_in_the_figure() -> None:
    figure = preview_figure(np.zeros((2, 2)), np.array([0, 1]), ("<b>x", "y"))
    assert figure["data"][0]["text"] == ["&lt;b&gt;x", "y"]
    assert len(set(figure["data"][0]["marker"]["color"])) == 2
