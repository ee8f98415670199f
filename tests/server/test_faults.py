"""What goes wrong around a server: its clock, its Redis, its files, and a fault of its own."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest

from tests.conftest import make_bundle
from tests.core.test_sources_reading import IRIS
from tests.redis import redis_server, required_redis
from tests.server.conftest import Serve
from tests.server.test_safe import export
from weight_surgery.app import create_app, load_workbench
from weight_surgery.components import answers, ids
from weight_surgery.components.view import View
from weight_surgery.core.bundle import load_bundle, save_bundle
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.uploads import Uploads
from weight_surgery.core.workbench import Busy, Workbench

SENT = {"Sec-Fetch-Site": "same-origin"}
DAY = 24 * 3600.0


def ask(client: Any, query: str) -> Any:
    """Open a link as the page does."""
    known = client.get("/_dash-dependencies").json
    callback = next(one for one in known if ids.ANSWER_STORE in one["output"])
    outputs = callback["output"].strip(".").split("...")
    body = {
        "output": callback["output"],
        "outputs": [
            dict(zip(("id", "property"), one.rsplit(".", 1), strict=True)) for one in outputs
        ],
        "inputs": [{"id": ids.ASK_STORE, "property": "data", "value": {"id": 1, "query": query}}],
        "changedPropIds": [f"{ids.ASK_STORE}.data"],
        "state": [],
    }
    return client.post("/_dash-update-component", json=body)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Set every clock of this process that tells the date, by so many seconds."""
    real, moved = time.time, [0.0]
    monkeypatch.setattr(time, "time", lambda: real() + moved[0])

    def move(seconds: float) -> None:
        moved[0] += seconds

    return move


def test_a_clock_that_is_set_back_loses_nothing(
    clock: Callable[[float], None], tmp_path: Path
) -> None:
    workbench = Workbench({"small": make_bundle()}, uploads=Uploads(tmp_path / "own"))
    client = create_app(workbench).server.test_client()

    def open_table() -> Any:
        form = {"file": (io.BytesIO(IRIS), "iris.csv"), "open": "1", "choices": "null"}
        return client.post("/lab/own", data=form, headers=SENT).json

    def is_shown(model: str) -> bool:
        query = View(workbench.default_spec(model)).to_query()
        return "iris" in ask(client, query).text

    model = open_table()["model"]
    for hours in (-1, -48, -24 * 365):
        clock(hours * 3600)
        assert is_shown(model)
        assert is_shown(open_table()["model"])
    clock(DAY * 365 + 49 * 3600)
    assert is_shown(model)
    # And with time going on as it should, its day ends.
    clock(DAY + 60)
    with pytest.raises(ValueError, match="open its file again"):
        workbench.default_spec(model)


def test_rates_go_on_when_the_clock_is_set_back(
    serve: Serve, small: Workbench, clock: Callable[[float], None]
) -> None:
    client = serve("--limit-exports", "2 per minute").test_client()

    def was_given() -> bool:
        answer = export(client, small, "127.0.0.9")
        assert answer.status_code == 200
        return '"filename"' in answer.text

    assert [was_given(), was_given(), was_given()] == [True, True, False]
    clock(-DAY)
    # Whatever was counted: nobody waits for longer than a window from here on.
    said = export(client, small, "127.0.0.9").text
    assert '"filename"' in said or "60 seconds" in said or "1 seconds" in said
    clock(61)
    clock(DAY)
    assert was_given()


def test_rates_outlive_their_redis(serve: Serve, small: Workbench, tmp_path: Path) -> None:
    program = required_redis()
    limit = ("--limit-exports", "3 per hour")
    with redis_server(program, tmp_path) as address:
        one, other = (serve(*limit, "--redis", address).test_client() for _ in range(2))

        def was_given(client: Any) -> bool:
            answer = export(client, small, "127.0.0.9")
            assert answer.status_code == 200
            return '"filename"' in answer.text

        # Two processes count together.
        assert [was_given(one), was_given(other), was_given(one), was_given(other)] == [
            *(True, True, True, False)
        ]
        late = serve(*limit, "--redis", address).test_client()
        assert not was_given(late)
    # It is gone: each process bounds by what it has seen itself.
    assert [was_given(late) for _ in range(3)] == [True, True, False]
    assert [was_given(one) for _ in range(2)] == [True, False]


def test_a_bundle_that_is_cut_or_replaced_changes_nothing_that_is_served(tmp_path: Path) -> None:
    first, other = make_bundle(name="mine", seed=0), make_bundle(name="mine", seed=5)
    save_bundle(tmp_path / "mine.npz", first)
    workbench = load_workbench(tmp_path)
    client = create_app(workbench).server.test_client()
    spec = workbench.default_spec("mine")
    before = workbench.compare(spec).after.predictions
    for content in (b"", (tmp_path / "mine.npz").read_bytes()[:500]):
        (tmp_path / "mine.npz").write_bytes(content)
        assert ask(client, View(spec).to_query()).status_code == 200
        assert (workbench.compare(spec).after.predictions == before).all()
    save_bundle(tmp_path / "mine.npz", other)
    assert workbench.bundle("mine").hash == first.hash
    # The next start takes the new one, and one that is cut is told of and left out.
    assert load_workbench(tmp_path).bundle("mine").hash == other.hash
    save_bundle(tmp_path / "good.npz", make_bundle(name="good"))
    (tmp_path / "mine.npz").write_bytes(b"PK\x03\x04")
    later = load_workbench(tmp_path)
    assert "mine" not in later.models
    assert "mine.npz is not a feature bundle" in later.refused["mine"]
    assert "good" in later.models


def test_a_file_of_a_newer_format_says_so(tmp_path: Path) -> None:
    save_bundle(tmp_path / "old.npz", make_bundle())
    arrays = dict(np.load(tmp_path / "old.npz"))
    metadata = json.loads(str(arrays["metadata"])) | {"format": 99}
    np.savez(tmp_path / "new.npz", **arrays | {"metadata": np.array(json.dumps(metadata))})
    with pytest.raises(ValueError, match="format 99; this version reads 1"):
        load_bundle(tmp_path / "new.npz")


def test_a_fault_of_the_program_is_a_sentence_and_the_next_question_is_answered(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = create_app(Workbench({"small": make_bundle()})).server.test_client()
    query = View(SurgerySpec("small").with_operation(classes=(0, 1))).to_query()

    def fault(*_: Any) -> Any:
        raise KeyError("/secret/path.py")

    monkeypatch.setattr(answers, "shown", fault)
    answer = ask(client, query)
    assert answer.status_code == 200
    assert "a fault in the program" in answer.text
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert "/secret/path.py" in caplog.text
    monkeypatch.undo()
    assert "small" in ask(client, query).text


def test_who_is_busy_is_asked_again_and_nothing_is_said_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workbench = Workbench({"small": make_bundle()})
    client = create_app(workbench).server.test_client()
    query = View(SurgerySpec("small").with_operation(classes=(0, 1))).to_query()
    address = f"/lab/samples?asked={quote(json.dumps({'id': 1, 'query': query}))}"

    def busy(*_: Any) -> Any:
        raise Busy("the server is busy with this, try again in a moment")

    monkeypatch.setattr(Workbench, "compare", busy)
    for answer in (ask(client, query), client.get(address)):
        # As a proxy says it of a server that is away, which the page waits for.
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
        assert "The server is busy with this" in answer.text
    # Nobody is told that a method, or a model, cannot be had.
    with pytest.raises(Busy):
        workbench.method_rows(workbench.default_spec("small"))
    monkeypatch.undo()
    assert ask(client, query).status_code == client.get(address).status_code == 200
