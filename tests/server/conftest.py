"""Servers of others, as settings make them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import make_bundle
from weight_surgery.core.workbench import Workbench
from weight_surgery.server import wiring
from weight_surgery.server.reading import read_settings
from weight_surgery.server.settings import Settings

Serve = Callable[..., Flask]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Workbench:
    """One small model in place of all that ship."""
    workbench = Workbench({"small": make_bundle()})
    monkeypatch.setattr(wiring, "load_workbench", lambda *_, **__: workbench)
    return workbench


@pytest.fixture
def serve(small: Workbench) -> Serve:
    """Build a server from a command line's options."""

    def build(*arguments: str) -> Flask:
        return wiring.build(read_settings(Settings, arguments))[0]

    return build


@pytest.fixture
def client(serve: Serve) -> FlaskClient:
    return serve().test_client()


def answer_to(client: FlaskClient, peer: str = "127.0.0.1", **headers: str) -> Any:
    """Ask for the page from an address."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get("/", headers=given, environ_overrides={"REMOTE_ADDR": peer})
