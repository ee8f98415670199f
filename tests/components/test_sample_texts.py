"""The address of texts: what it answers, and that the page is told of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from dash import Dash, html
from flask.testing import FlaskClient

from tests.bodies import unpacked
from tests.conftest import make_bundle
from weight_surgery.components.sample_texts import register
from weight_surgery.components.samples import body
from weight_surgery.components.thumbnails import sprite_info
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

SAID = ["हम", "<b>we</b>", "نحن", "wij"]


@pytest.fixture(scope="module")
def workbench() -> Workbench:
    bundle = make_bundle(samples=4)
    texts = np.array(SAID * 4)
    return Workbench({"a b": replace(bundle, texts_test=texts), "none": bundle})


@pytest.fixture
def client(workbench: Workbench) -> FlaskClient:
    app = Dash(__name__, url_base_pathname="/lab/")
    app.layout = html.Div()
    register(app, workbench)
    return app.server.test_client()


def test_the_page_is_told_where_the_texts_are(workbench: Workbench, client: FlaskClient) -> None:
    told, _ = unpacked(body(workbench, View(SurgerySpec("a b").with_operation(classes=(0, 1))), ""))
    assert told["sprite"] == {"texts": "texts/a%20b.json"}
    reply = client.get(f"/lab/{told['sprite']['texts']}")
    assert (reply.status_code, reply.json) == (200, SAID * 4)
    again = client.get("/lab/texts/a b.json", headers={"If-None-Match": reply.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(("model", "words"), [("none", "without texts"), ("x", "no model 'x'")])
def test_what_is_not_there_is_said_and_not_kept(
    workbench: Workbench, client: FlaskClient, model: str, words: str
) -> None:
    reply = client.get(f"/lab/texts/{model}.json")
    assert (reply.status_code, reply.mimetype) == (404, "text/plain")
    assert words in reply.text
    assert reply.headers["Cache-Control"] == "no-store"
    assert "missing" in sprite_info(workbench, model)


def test_every_language_ships_its_sentences(shipped: Workbench) -> None:
    assert sprite_info(shipped, "lang-50") == {"texts": "texts/lang-50.json"}
    assert "folder" in sprite_info(shipped, "digits-3d")
