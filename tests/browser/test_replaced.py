"""A server that comes back with another model of the same name, or cannot read what is asked."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Page, Route, expect

from tests.browser.driver import Lab
from tests.browser.server import free_port, served
from weight_surgery.components import ids
from weight_surgery.core.workbench import PRETRAINED

VIEWS = "#page-view-tabs label"


def put(shelf: Path, model: str) -> None:
    for end in (".npz", ".safetensors"):
        shutil.copyfile(PRETRAINED / f"{model}{end}", shelf / f"run{end}")


def atlas_of(lab: Lab) -> str:
    lab.page.locator(VIEWS).nth(1).click()
    lab.page.get_by_text("all measured").wait_for()
    lab.expect_quiet()
    return lab.page.inner_text("#atlas-map-text")


def test_nothing_of_another_model_is_shown_once_the_server_has_another(
    page: Page, tmp_path: Path
) -> None:
    port = free_port()
    program = ("app.py", "--models", str(tmp_path))
    put(tmp_path, "digits-16d")
    with served(port, program) as address:
        tab = Lab(page, address)
        tab.open("model=run&op=merge:3-6:0.5&points=300")
        before = atlas_of(tab)
    put(tmp_path, "digits-3d")
    with served(port, program) as address:
        page.locator(VIEWS).first.click()
        # What was asked of the old one is asked of the new one.
        page.locator(f"#{ids.DAMPING_INPUT}").fill("0.45")
        page.keyboard.press("Enter")
        expect(page.get_by_text("The models are others now")).to_be_visible()
        tab.expect_query("op=merge:3-6:0.45")
        expect(page.locator(f"#{ids.MODEL_NOTE}")).to_contain_text("3 dimensions")
        found = atlas_of(tab)
        fresh = Lab(page.context.new_page(), address)
        fresh.page.goto(page.url)
        fresh.page.get_by_text("all measured").wait_for()
        fresh.expect_quiet()
        assert found == fresh.page.inner_text("#atlas-map-text") != before


def test_what_never_reached_a_callback_is_said_and_changes_nothing(lab: Lab) -> None:
    lab.open()
    lab.expect_tables()

    def spoil(route: Route) -> None:
        body = route.request.post_data or ""
        if ids.ASK_STORE not in body:
            route.continue_()
            return
        route.continue_(post_data=body.replace('"inputs":', '"inputz":'))

    lab.page.route("**/_dash-update-component*", spoil)
    thumb = lab.page.locator(f"#{ids.DAMPING_SLIDER} [role=slider]")
    thumb.focus()
    thumb.press("ArrowLeft")
    expect(lab.page.get_by_text("Nothing was changed")).to_be_visible()
    lab.page.unroute("**/_dash-update-component*")
    # The refusal itself is what was wanted here.
    refused = [one for one in lab.faults if "400" in one]
    assert refused
    lab.faults[:] = [one for one in lab.faults if one not in refused]
    thumb.press("ArrowLeft")
    lab.expect_query("op=merge:3-6:")
    lab.expect_tables()
