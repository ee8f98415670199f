"""What a server tells of itself: that it is alive and ready, its figures, and its log."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.conftest import make_bundle
from tests.server.conftest import Serve
from tests.server.test_faults import ask
from weight_surgery.app import create_app
from weight_surgery.components import ids
from weight_surgery.components.view import View
from weight_surgery.core.workbench import PRETRAINED, Workbench
from weight_surgery.server import logs
from weight_surgery.server.ready import KNOWN, Ready


def ready_of(workbench: Workbench, known: Path) -> tuple[int, Any]:
    app = create_app(workbench)
    Ready(app, workbench, known)
    answer = app.server.test_client().get("/ready")
    return answer.status_code, answer.json


def test_what_ships_gives_the_figures_that_it_had() -> None:
    workbench = Workbench.from_folder(PRETRAINED, lazily=True)
    assert ready_of(workbench, KNOWN) == (200, {"ready": True, "models": len(workbench.models)})


def test_who_has_other_figures_is_not_ready(tmp_path: Path) -> None:
    workbench = Workbench.from_folder(PRETRAINED, lazily=True)
    recipe = json.loads(KNOWN.read_text())
    recipe["figures"]["merged_accuracy"]["after"] += 1
    (tmp_path / "known.json").write_text(json.dumps(recipe))
    status, said = ready_of(workbench, tmp_path / "known.json")
    assert (status, said["ready"]) == (503, False)
    assert "not those that it had" in said["reason"]
    status, said = ready_of(Workbench({"small": make_bundle()}), KNOWN)
    assert status == 503
    assert "cannot be read" in said["reason"]


def series(text: str) -> dict[str, float]:
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_requests_are_counted_by_what_they_are_for(serve: Serve) -> None:
    client = serve("--prefix", "/lab/").test_client()
    client.get("/lab/")
    client.get("/lab/health")
    client.get("/nowhere")
    client.post("/lab/_dash-update-component", json={"output": "<b>me</b>.data"})
    found = series(client.get("/lab/metrics").text)
    assert found['lab_requests_total{callback="",endpoint="page",status="200"}'] == 1
    assert found['lab_requests_total{callback="",endpoint="health",status="200"}'] == 1
    assert found['lab_requests_total{callback="",endpoint="unknown",status="404"}'] == 1
    assert found['lab_request_seconds_count{callback="",endpoint="page"}'] == 1
    assert not any("me" in name.split("callback=")[-1].split(",")[0] for name in found)


def test_what_is_kept_is_told_by_its_kind(serve: Serve, small: Workbench) -> None:
    client = serve().test_client()
    for _ in range(3):
        ask(client, View(small.default_spec()).to_query())
    found = series(client.get("/metrics").text)
    kept = small.cache_figures().kinds["comparison"]
    for name in ("bytes", "entries", "hits", "misses", "evictions"):
        assert found[f'lab_cache_{name}{{kind="comparison"}}'] == getattr(kept, name)
    assert kept.hits > 0
    assert kept.bytes > 0
    callbacks = [one for one in found if one.startswith("lab_request_seconds_count{callback=")]
    assert any(ids.ANSWER_STORE in one for one in callbacks)


def test_figures_are_kept_to_oneself_where_that_is_said(serve: Serve) -> None:
    assert serve("--no-metrics").test_client().get("/metrics").status_code == 404


def test_a_request_is_logged_without_what_it_asks_and_who_asks(
    client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    before = logging.root.handlers[:]
    logs.begin()
    try:
        answer = client.get(
            "/lab/samples?asked=secret&own-model",
            headers={"X-Request-ID": "abc-1", "User-Agent": "secret", "Cookie": "secret"},
            environ_overrides={"REMOTE_ADDR": "192.0.2.77"},
        )
        client.get("/", headers={"X-Request-ID": "two\twords"})
        client.get("/health")
    finally:
        logging.root.handlers[:] = before
        logging.root.setLevel(logging.WARNING)
    written = capsys.readouterr().err
    assert answer.headers["X-Request-ID"] == "abc-1"
    assert "secret" not in written
    assert "192.0.2.77" not in written
    first, second = (json.loads(line) for line in written.splitlines() if "answered" in line)
    assert (first["endpoint"], first["method"], first["request"]) == ("samples", "GET", "abc-1")
    assert first["status"] == answer.status_code
    assert first["milliseconds"] >= 0
    assert len(second["request"]) == 32
