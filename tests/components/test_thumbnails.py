"""The address of images: what it answers, for how long it may be kept, and what it imports."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from dash import Dash, html
from flask.testing import FlaskClient

from tests.bodies import unpacked
from tests.conftest import make_bundle
from weight_surgery.components.samples import body
from weight_surgery.components.thumbnails import register, sprite_info
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

ROOT = Path(__file__).parents[2]


def client_of(workbench: Workbench, **options: str) -> FlaskClient:
    app = Dash(__name__, compress=True, **options)
    app.layout = html.Div()
    register(app, workbench)
    return app.server.test_client()


@pytest.fixture
def client(shipped: Workbench) -> FlaskClient:
    return client_of(shipped)


def page_address(info: dict[str, Any], page: object = 0) -> str:
    """Return where the page in the browser asks for a page of images, as tiles.mjs has it."""
    return f"/{info['folder']}{page}.png?v={info['version']}"


def test_what_the_page_is_told_leads_to_the_picture(
    shipped: Workbench, client: FlaskClient
) -> None:
    info = sprite_info(shipped, "digits-3d")
    sprite = shipped.sprite("digits-3d")
    assert info == {
        "folder": "thumbnails/digits-3d/",
        "version": shipped.album("digits-3d").version,
        "count": 450,
        "tiles": 450,
        "columns": 22,
        "height": 8,
        "width": 8,
    }
    reply = client.get(page_address(info))
    assert (reply.status_code, reply.mimetype) == (200, "image/png")
    assert reply.data == sprite.png


def test_every_page_has_an_address_of_its_own() -> None:
    bundle = make_bundle(samples=300)
    draw = np.random.default_rng(0)
    images = draw.integers(0, 256, (len(bundle.labels_test), 40, 40, 3), np.uint8)
    workbench = Workbench({"a": replace(bundle, images_test=images)})
    client, info = client_of(workbench), sprite_info(workbench, "a")
    assert info["tiles"] < info["count"] == 1200
    pages = -(-info["count"] // info["tiles"])
    for page in range(pages):
        reply = client.get(page_address(info, page))
        assert reply.data == workbench.sprite("a", page).png
        assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    for page, words in ((pages, "there are pages"), ("x", "must be a whole number"), (-1, "must")):
        reply = client.get(page_address(info, page))
        assert (reply.status_code, reply.mimetype) == (404, "text/plain")
        assert words in reply.text


def test_only_the_address_of_this_content_is_kept_for_ever(
    shipped: Workbench, client: FlaskClient
) -> None:
    url = page_address(sprite_info(shipped, "digits-3d"))
    for address in (url, url.split("?", maxsplit=1)[0], f"{url}0"):
        reply = client.get(address)
        kept = "public, max-age=31536000, immutable" if address == url else "no-cache"
        assert (reply.status_code, reply.headers["Cache-Control"]) == (200, kept)


def test_who_has_it_is_told_so_without_content(client: FlaskClient) -> None:
    etag = client.get("/thumbnails/digits-3d/0.png").headers["ETag"]
    again = client.get("/thumbnails/digits-3d/0.png", headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == etag
    other = client.get("/thumbnails/digits-3d/0.png", headers={"If-None-Match": '"other"'})
    assert other.status_code == 200


def test_what_is_not_there_is_said_in_plain_text_and_not_kept() -> None:
    bundles = {"none": make_bundle(), "mnist": make_bundle().with_metadata(dataset="mnist")}
    workbench = Workbench(bundles)
    client = client_of(workbench)
    said = {"none": "images_test", "mnist": "not those of MNIST's", "x": "no model 'x'"}
    for model, words in said.items():
        reply = client.get(f"/thumbnails/{model}/0.png")
        assert (reply.status_code, reply.mimetype) == (404, "text/plain")
        assert words in reply.text
        assert reply.headers["Cache-Control"] == "no-store"
        assert sprite_info(workbench, model)["missing"] == f"{reply.text}."


def test_odd_names_and_a_prefix_lead_to_the_picture() -> None:
    bundle = make_bundle()
    images = np.zeros((len(bundle.labels_test), 2, 2), np.uint8)
    names = ("my net", "50%", "a#b?c", "zwölf", "x.png")
    workbench = Workbench(dict.fromkeys(names, replace(bundle, images_test=images)))
    client = client_of(workbench, url_base_pathname="/lab/")
    for name in names:
        address = page_address(sprite_info(workbench, name))
        assert address.startswith("/thumbnails/")
        assert client.get(f"/lab{address}").mimetype == "image/png"


def test_the_page_is_told_with_the_samples_of_another_model(shipped: Workbench) -> None:
    view = View(SurgerySpec("mnist-16d"), 100)
    told, _ = unpacked(body(shipped, view, ""))
    assert told["sprite"] == sprite_info(shipped, "mnist-16d")
    assert (told["sprite"]["columns"], told["sprite"]["height"]) == (100, 28)
    again, _ = unpacked(body(shipped, view, told["key"]))
    assert "sprite" not in again
    other, _ = unpacked(body(shipped, View(SurgerySpec("digits-3d"), 100), told["key"]))
    assert other["sprite"] == sprite_info(shipped, "digits-3d")


SERVE = """
import sys
from dash import Dash, html
from weight_surgery.components.thumbnails import register, sprite_info
from weight_surgery.core.workbench import PRETRAINED, Workbench
workbench = Workbench.from_folder(PRETRAINED, lazily=True)
app = Dash()
app.layout = html.Div()
register(app, workbench)
url = "/" + sprite_info(workbench, sys.argv[1])["folder"] + "0.png"
assert app.server.test_client().get(url).status_code == 200
sys.exit(" ".join({"torch", "torchvision", "sklearn", "scipy", "pandas"} & set(sys.modules)) or 0)
"""


@pytest.mark.parametrize("model", ["digits-3d", "mnist-3d"])
def test_serving_a_sprite_imports_nothing_heavy(model: str) -> None:
    result = subprocess.run(
        [sys.executable, "-c", SERVE, model], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
