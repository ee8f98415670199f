"""The page of a person's own model, from their own process: a server a model, and no more."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

import weight_surgery as ws
from tests.conftest import make_bundle
from weight_surgery.components.view import View
from weight_surgery.notebook import Server, Shown

BUNDLE = make_bundle().with_metadata(name="my own & <b>")


@pytest.fixture
def shown() -> Iterator[Shown]:
    page = ws.show(BUNDLE)
    yield page
    page.close()


def servers() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if isinstance(one, Server)]


def view_of(page: Shown) -> View:
    return View.from_query(urlsplit(page.address).query)


def test_the_page_opens_on_the_model_beside_those_that_ship(shown: Shown) -> None:
    assert view_of(shown).surgery.model == BUNDLE.name
    assert urlsplit(shown.address).hostname == "127.0.0.1"
    page = requests.get(shown.address, timeout=10)
    assert page.ok
    base = shown.address.split("/?")[0]
    style = re.search(r'href="(/assets/[^"]+\.css[^"]*)"', page.text)
    assert style
    assert requests.get(base + style[1], timeout=10).ok
    layout = requests.get(f"{base}/_dash-layout", timeout=10).text
    assert "my own & <b>" in layout.encode().decode("unicode_escape")
    assert "mnist-16d" in layout


def test_one_model_is_served_once_and_an_edit_opens_on_itself(shown: Shown) -> None:
    before = servers()
    spec = ws.SurgerySpec(BUNDLE.name, (ws.Operation("merge", (2, 0), 0.3, "rows"),))
    comparison = ws.compare(BUNDLE, spec)
    again = ws.show(comparison, height=400)
    assert again.server is shown.server
    assert view_of(again).surgery == spec
    # The same arrays from a file are the same model.
    assert ws.show(replace(BUNDLE)).server is shown.server
    assert servers() == before
    renamed = replace(BUNDLE, class_names=("d", "c", "b", "a"))
    for bundle in (BUNDLE.with_metadata(name="another"), renamed):
        other = ws.show(bundle)
        assert other.server is not shown.server
        other.close()
    assert servers() == before


def test_what_is_closed_is_gone_and_can_be_shown_again() -> None:
    page = ws.show(BUNDLE)
    with requests.Session() as session:
        session.get(page.address, timeout=10).raise_for_status()
        page.close()
        page.close()
        assert servers() == []
        assert repr(page) == "Weight Surgery Lab was here; it is closed"
        assert set(page._repr_mimebundle_()) == {"text/plain"}
        with pytest.raises(requests.ConnectionError):
            session.get(page.address, timeout=10)
    again = ws.show(BUNDLE)
    assert requests.get(again.address, timeout=10).ok
    again.close()


def test_a_cell_shows_the_page_and_a_terminal_the_address(shown: Shown) -> None:
    pytest.importorskip("IPython")
    found = ws.show(BUNDLE, height=432)._repr_mimebundle_()
    assert found["text/plain"] == f"Weight Surgery Lab is at {shown.address}"
    assert "<iframe" in found["text/html"]
    assert 'height="432"' in found["text/html"]
    # What stands in an attribute is written as one.
    assert f'src="{shown.address}"' in found["text/html"].replace("&amp;", "&")


def test_a_model_that_ships_keeps_its_whole_network_and_one_of_its_name_has_none() -> None:
    page = ws.show(ws.compare("digits-3d", 3, 8))
    stranger = ws.show(BUNDLE.with_metadata(name="digits-3d"))
    try:
        assert page.server is ws.show("digits-3d").server
        assert page.server is not stranger.server
        assert page.server.workbench.checkpoint("digits-3d").is_file()
        with pytest.raises(ValueError, match="whole network of digits-3d is not here"):
            stranger.server.workbench.checkpoint("digits-3d")
        assert stranger.server.workbench.checkpoint("digits-16d").is_file()
    finally:
        page.close()
        stranger.close()


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (("mnist-4d",), "a model must be a Bundle, an .npz file or one of"),
        ((3,), "a model must be a Bundle"),
        ((BUNDLE, 10), "height must lie in 200"),
        ((BUNDLE, "tall"), "height must be a whole number"),
    ],
)
def test_what_cannot_be_shown_is_refused(asked: tuple, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        ws.show(*asked)
    assert servers() == []


def test_a_program_ends_though_its_page_is_shown(tmp_path: Path) -> None:
    code = "import weight_surgery as ws; print(ws.show('digits-3d'))"
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert result.stdout.startswith("Weight Surgery Lab is at http://127.0.0.1:")
    assert result.stderr == ""
