"""What axe-core finds on every view in both themes: nothing, and no rule is left out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from waitress import create_server

from app import create_app
from components import ids
from core.workbench import Workbench
from tests.browser.driver import Lab

MODELS = ("digits-3d", "digits-16d")
QUERY = "model=digits-3d&points=200"
# Every rule that axe has on by default, best practices among them, and one more.
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
SETTLED = """() => !document.querySelector('[data-dash-is-loading="true"]')
  && document.querySelectorAll('.as-table table').length >= 5"""

Opened = Callable[..., Lab]


@pytest.fixture(scope="module")
def small_address(shipped: Workbench) -> Iterator[str]:
    """Serve the page with two small models, so that the models view is soon measured."""
    workbench = Workbench({name: shipped.bundle(name) for name in MODELS})
    server = create_server(create_app(workbench).server, host="127.0.0.1", port=0, threads=8)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@pytest.fixture(params=["light", "dark"])
def opened(
    request: pytest.FixtureRequest, browser: Browser, small_address: str
) -> Iterator[Opened]:
    """Return what opens a link in a theme and at a width; nothing may go wrong meanwhile."""
    labs = []

    def open_page(query: str = QUERY, width: int = 1366) -> Lab:
        page = browser.new_page(
            color_scheme=request.param,
            reduced_motion="reduce",
            viewport={"width": width, "height": 768},
        )
        labs.append(Lab(page, small_address))
        return labs[-1].open(query)

    yield open_page
    for lab in labs:
        lab.page.close()
        assert lab.faults == []


def violations(lab: Lab) -> list[str]:
    """Return what axe finds once the page is settled, a line a node."""
    lab.page.wait_for_function(SETTLED)
    found = Axe().run(lab.page, options=OPTIONS).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['html'][:120]}"
        for rule in found
        for node in rule["nodes"]
    ]


def test_the_pair_view_with_all_that_opens_in_it(opened: Opened) -> None:
    lab = opened(f"{QUERY}&sample=7")
    expect(lab.page.locator(f"#{ids.SAMPLES_PINNED} table")).to_be_visible()
    assert violations(lab) == []
    for summary in lab.page.locator(f"#{ids.PAIR_VIEW} summary").all():
        summary.click()
    lab.page.get_by_role("button", name="The method, step by step").click()
    expect(lab.page.locator(f"#{ids.METHOD_BODY}")).to_contain_text("singular values of W′")
    assert violations(lab) == []


def test_lists_dialogs_and_toasts(opened: Opened) -> None:
    lab = opened()
    lab.page.locator(f"input#{ids.CLASS_A_SELECT}").click()
    expect(lab.page.get_by_role("option", name="4", exact=True)).to_be_visible()
    assert violations(lab) == []
    lab.page.keyboard.press("Escape")
    field = lab.page.locator(f"input#{ids.DAMPING_INPUT}")
    field.fill("much")
    field.press("Enter")
    lab.expect_toast("damping must be a number")
    assert violations(lab) == []
    lab.page.locator(f"#{ids.SHORTCUTS_BUTTON}").click()
    expect(lab.page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    assert violations(lab) == []


def test_the_atlas_measured(opened: Opened) -> None:
    lab = opened(f"{QUERY}&view=atlas")
    expect(lab.page.locator(f"#{ids.ATLAS_STATUS}")).to_contain_text("all measured")
    expect(lab.page.locator(f"#{ids.ATLAS_AGREEMENT} tbody tr")).not_to_have_count(0)
    assert violations(lab) == []


def test_the_models_measured(opened: Opened) -> None:
    lab = opened(f"{QUERY}&view=models")
    expect(lab.page.locator(f"#{ids.MODELS_TABLE} tbody tr")).to_have_count(len(MODELS))
    assert violations(lab) == []


def test_narrow_screens_and_their_controls(opened: Opened) -> None:
    lab = opened(width=768)
    assert violations(lab) == []
    lab.page.locator(f"#{ids.NARROW_BUTTON}").click()
    expect(lab.page.locator(f"input#{ids.MODEL_SELECT}")).to_be_visible()
    assert violations(lab) == []
    lab.page.set_viewport_size({"width": 400, "height": 800})
    assert violations(lab) == []


def test_sharing_presenting_and_embedding(opened: Opened) -> None:
    lab = opened()
    lab.page.locator(f"#{ids.SHARE_BUTTON}").click()
    expect(lab.page.get_by_role("menuitem", name="Save picture")).to_be_visible()
    assert violations(lab) == []
    for mode in ("present", "embed"):
        lab.open(f"{QUERY}&{mode}=1")
        assert violations(lab) == []


def test_the_check_finds_what_is_wrong(opened: Opened) -> None:
    lab = opened()
    lab.page.evaluate("document.querySelector('h1').style.color = '#aaa'")
    lab.page.evaluate("document.documentElement.removeAttribute('lang')")
    lab.page.evaluate("document.querySelector('h1').style.background = '#eee'")
    assert {line.split()[0] for line in violations(lab)} == {"color-contrast", "html-has-lang"}
