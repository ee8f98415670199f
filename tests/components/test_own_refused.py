"""Open your own: what a file is instead of what its name says, told where it is dropped."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.components.test_own import kept, send
from tests.conftest import make_bundle
from weight_surgery.app import create_app
from weight_surgery.core.uploads import Uploads
from weight_surgery.core.workbench import PRETRAINED, Workbench


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "own"


@pytest.fixture
def client(folder: Path) -> FlaskClient:
    workbench = Workbench({"small": make_bundle()}, uploads=Uploads(folder))
    return create_app(workbench).server.test_client()


def test_a_checkpoint_is_looked_at_when_it_is_dropped(client: FlaskClient, folder: Path) -> None:
    whole = (PRETRAINED / "digits-3d.safetensors").read_bytes()
    assert send(client, "net.safetensors", whole).json == {"checkpoint": True}
    before = kept(folder)
    for content, words in (
        (b"", "It is empty; was it copied whole?"),
        (b"<!DOCTYPE html>", "It is no checkpoint but a web page"),
        (b"version https://git-lfs.github.com/spec/v1", "git lfs pull"),
        (whole[:999], "it is damaged"),
        (b"\x80\x04.", "it holds more than tensors"),
    ):
        for form in ({}, {"open": "1"}):
            refused = send(client, "net.PTH", content, **form).json["refused"]
            assert words in refused or form
            assert not refused.endswith("?.")
    assert kept(folder) == before


def test_a_web_page_called_a_recipe_is_said_to_be_one(client: FlaskClient) -> None:
    assert "a web page" in send(client, "a.json", b"<!DOCTYPE html><p>404").json["refused"]
