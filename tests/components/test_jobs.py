"""Train your own: what the address takes and says, and from whom."""

from __future__ import annotations

import io
import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.conftest import make_bundle
from tests.core.jobs.conftest import Noted
from tests.hostile import HOSTILE, is_no_sentence
from weight_surgery.app import create_app
from weight_surgery.components.jobs import button, dialog, route
from weight_surgery.components.jobs.words import line_of, takes_words, words_of
from weight_surgery.core.jobs import JobFolder, Jobs, Record
from weight_surgery.core.limits import FILE_BYTES
from weight_surgery.core.uploads import Uploads
from weight_surgery.core.workbench import PRETRAINED, Workbench

SAME = {"Sec-Fetch-Site": "same-origin"}
ASKED = {"dataset": "digits", "network": "compact", "dims": "8", "epochs": "30", "seed": "0"}
START = {"do": "start", "token": "t", "kind": "train", "asked": ASKED}
RUNNING = Record(
    "a" * 22,
    "train",
    ASKED,
    "",
    created=0,
    heartbeat=0,
    state="running",
    stage="Training",
    epoch=12,
    epochs=30,
    step=4,
    steps=10,
    loss=0.25,
    accuracy=0.9629,
    left=41.0,
)


@pytest.fixture
def jobs(tmp_path: Path) -> Jobs:
    return Jobs(JobFolder(tmp_path / "jobs"), Noted())


@pytest.fixture
def client(jobs: Jobs, tmp_path: Path) -> FlaskClient:
    workbench = Workbench({"small": make_bundle()}, uploads=Uploads(tmp_path))
    vars(workbench)["jobs"] = jobs
    return create_app(workbench).server.test_client()


def ask(client: FlaskClient, asked: Any, headers: dict[str, str] = SAME, **more: Any) -> Any:
    return client.post("/lab/jobs", data={"asked": json.dumps(asked), **more}, headers=headers)


def test_a_job_is_started_once_looked_at_and_cancelled(client: FlaskClient, jobs: Jobs) -> None:
    first, again = (ask(client, START).json for _ in range(2))
    assert first == again
    assert first["live"]
    assert (first["line"], first["sentence"]) == ("starting", "Starting…")
    id = first["id"]
    jobs.folder.write(replace(jobs.look(id), state="running", stage="Reading all samples"))
    assert ask(client, {"do": "look", "job": id}).json["sentence"] == "Reading all samples…"
    jobs.folder.write(replace(jobs.look(id), state="waiting"))
    ended = ask(client, {"do": "cancel", "job": id}).json
    assert (ended["state"], ended["live"]) == ("cancelled", False)
    assert ended["sentence"] == "It was cancelled; no model was made."


def test_a_checkpoint_comes_with_its_job(client: FlaskClient, jobs: Jobs) -> None:
    asked = {**START, "kind": "capture", "asked": {"dataset": "digits", "name": "net.pth"}}
    assert "choose a file" in ask(client, asked).json["refused"]
    for content, words in ((b"", "It is empty; was it copied"), (b"<html>", "a web page")):
        refused = ask(client, asked, file=(io.BytesIO(content), "net.pth")).json["refused"]
        assert words in refused
    assert not jobs.folder.path.exists()
    whole = (PRETRAINED / "digits-3d.safetensors").read_bytes()
    found = ask(client, asked, file=(io.BytesIO(whole), "net.pth")).json
    assert found["title"] == "net.pth"
    assert jobs.folder.content(found["id"]).read_bytes() == whole


def test_what_a_run_will_take_is_said_before_it_begins(client: FlaskClient) -> None:
    short, long = (
        ask(client, {"do": "takes", "asked": {**ASKED, **more}}).json["takes"]
        for more in ({}, {"dataset": "mnist", "network": "seed"})
    )
    assert "seconds" in short
    assert "hours" in long
    refused = ask(client, {"do": "takes", "asked": {**ASKED, "dims": "1"}}).json["refused"]
    assert refused == "Dimensions must be a whole number from 2 to 128, got 1."
    assert [takes_words(s) for s in (61, 3000, 8000)] == [
        f"Takes about {about} on one processor core."
        for about in ("1 minute", "50 minutes", "2 hours")
    ]


def test_a_record_is_told_in_words() -> None:
    found = words_of(RUNNING)
    assert found["line"] == "epoch 12 of 30 · 96.3\u00a0% read right · about 45 seconds left"
    assert found["share"] == 0.4
    assert dict(found["facts"]) == {
        "Epoch": "12 of 30",
        "Loss": "0.2500",
        "Held-out images read right": "96.3\u00a0%",
        "Time left": "about 45 seconds",
    }
    done = replace(RUNNING, state="done", stage="", left=None, sentence="it reads little")
    assert line_of(done) == "96.3\u00a0% of the test images read right"
    assert words_of(done)["sentence"] == "It reads little."
    asked = {"dataset": "digits", "name": "net.pth"}
    failed = replace(
        RUNNING, kind="capture", asked=asked, state="failed", sentence="net.pth is old"
    )
    assert words_of(failed)["sentence"] == "net.pth is old."
    waiting = replace(RUNNING, state="waiting", stage="Waiting until another one has ended")
    assert line_of(waiting) == "waiting until another one has ended"


def test_another_page_can_ask_for_nothing(client: FlaskClient, jobs: Jobs) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://evil.example"}, {}):
        answer = ask(client, START, headers=headers)
        assert answer.status_code == 403
        assert answer.json["refused"]
    assert not jobs.folder.path.exists()


def test_where_nobody_may_bring_a_model_nobody_trains_one() -> None:
    workbench = Workbench({"small": make_bundle()})
    assert button(workbench) == dialog(workbench) == []
    answer = ask(create_app(workbench).server.test_client(), START)
    assert answer.status_code == 403
    assert "WEIGHT_SURGERY_UPLOADS" in answer.json["refused"]


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_whatever_is_asked_is_answered_with_a_sentence(client: FlaskClient, hostile: Any) -> None:
    sound = [START, {"do": "look", "job": "a" * 22}, {"do": "takes", "asked": ASKED}]
    tries = [hostile]
    for one in sound:
        tries += [{**one, name: hostile} for name in one]
        if "asked" in one:
            tries += [{**one, "asked": {**ASKED, name: hostile}} for name in ASKED]
    for asked in tries:
        began = time.monotonic()
        answer = ask(client, asked)
        assert answer.status_code == 200
        assert time.monotonic() - began < 5
        # One of the data sets has a name that Python's own sentences have, too.
        said = answer.json.get("refused", "").replace(", digits", "")
        assert not is_no_sentence(said), (asked, said)


@pytest.mark.parametrize("text", [None, "", "{", "[" * 3000, '"text"', "x" * 5000])
def test_what_is_no_request_is_a_sentence(client: FlaskClient, text: str | None) -> None:
    data = {} if text is None else {"asked": text}
    answer = client.post("/lab/jobs", data=data, headers=SAME)
    assert answer.status_code == 200
    assert answer.json["refused"]


def test_what_is_too_large_or_cannot_be_kept_is_a_sentence(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(route, "AROUND_BYTES", 10 - FILE_BYTES)
    assert "larger than 64 MB" in ask(client, START).json["refused"]
    monkeypatch.undo()

    def full(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(JobFolder, "make", full)
    assert "cannot write to its folder" in ask(client, START).json["refused"]
