"""What the page shows while it waits, and when nobody answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.driver import Lab
from tests.browser.gate import MEASURING, Gate
from tests.browser.server import free_port, served
from weight_surgery.components import ids
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

LOST = "The server does not answer"
BACK = "The server answers again"
# Keep all that an element says from now on.
SAID = """selector => {
  const element = document.querySelector(selector);
  window.said = [];
  const hear = () => window.said.push(element.innerText);
  const all = { attributes: true, childList: true, subtree: true, characterData: true };
  const observer = new MutationObserver(hear);
  observer.observe(element, all);
  observer.observe(document.documentElement, { attributes: true });
}"""
# Chromium says this of every request that finds no server.
REFUSED = ("error: Failed to load resource: ", "failed: ", "503 ")


@pytest.fixture
def forgiving(page: Page, address: str) -> Iterator[Lab]:
    """Return a driver that minds anything but requests that found no server."""
    driver = Lab(page, address)
    yield driver
    assert [fault for fault in driver.faults if not fault.startswith(REFUSED)] == []


def strict(workbench: Workbench, pair: tuple[int, int]) -> str:
    spec = SurgerySpec("digits-3d").with_operation(classes=pair)
    after = workbench.compare(spec).after.strict_accuracy
    return f"{after.successes:,} of {after.total:,}"


def test_a_server_that_is_gone_is_asked_again(forgiving: Lab, shipped: Workbench) -> None:
    lab, port = forgiving, free_port()
    banner = lab.page.locator(f"#{ids.CONNECTION}")
    with served(port) as address:
        lab.address = address
        lab.open()
        expect(banner).to_be_hidden()
        # What a page asks for on opening has come before the server goes.
        lab.expect_tables()
        expect(lab.page.locator(f"#{ids.RANK}")).to_contain_text("Rank")
        lab.expect_quiet()
    lab.choose(ids.CLASS_B_SELECT, "7")
    expect(banner).to_be_visible()
    expect(banner).to_contain_text(LOST, use_inner_text=True)
    lab.expect_query("op=merge:3-6")
    lab.choose(ids.CLASS_A_SELECT, "4")
    # That it answers again is said for a moment.
    lab.page.evaluate(SAID, f"#{ids.CONNECTION}")
    with served(port):
        lab.page.wait_for_function(
            "words => window.said.some(one => one.includes(words))", arg=BACK
        )
        lab.expect_query("op=merge:4-7")
        lab.expect_card("Strict accuracy", strict(shipped, (4, 7)))
        lab.expect_pair(ids.EMBEDDING_AFTER, "4", "7")
        expect(banner).to_be_hidden()
        # Nothing is asked of a server that is about to go.
        lab.page.goto("about:blank")


def test_a_proxy_without_a_server_is_no_answer(forgiving: Lab, shipped: Workbench) -> None:
    lab = forgiving.open()
    # Without a network a server on this machine is still there.
    with lab.page.expect_response("**/health"):
        lab.page.evaluate("window.dispatchEvent(new Event('offline'))")
    expect(lab.page.locator(f"#{ids.CONNECTION}")).to_be_hidden()

    def refuse(route: Route) -> None:
        route.fulfill(status=503, body="no server")

    patterns = ("**/_dash-update-component*", "**/health")
    for pattern in patterns:
        lab.page.route(pattern, refuse)
    lab.choose(ids.CLASS_B_SELECT, "7")
    banner = lab.page.locator(f"#{ids.CONNECTION}")
    expect(banner).to_contain_text(LOST, use_inner_text=True)
    for pattern in patterns:
        lab.page.unroute(pattern)
    expect(banner).to_contain_text(BACK, use_inner_text=True)
    lab.expect_card("Strict accuracy", strict(shipped, (3, 7)))


def test_places_are_held_open_until_the_first_answer(lab: Lab) -> None:
    gate = Gate(lab.page)
    lab.visit("")
    verdict = lab.page.locator(f"#{ids.VERDICT}")
    expect(verdict).to_be_attached()
    embeddings = lab.page.locator(f"#{ids.EMBEDDING_TWINS}")
    circles = lab.page.locator(f"#{ids.CIRCLE_CAPTION}")
    expect(lab.page.locator(f"#{ids.EMBEDDING_AFTER}")).to_be_hidden()
    assert verdict.bounding_box()["height"] >= 24
    before = [one.bounding_box()["y"] for one in (embeddings, circles)]
    gate.open()
    expect(lab.page.locator(f"#{ids.EMBEDDING_AFTER}")).to_be_visible()
    lab.expect_card("Strict accuracy", "of 10,000")
    after = [one.bounding_box()["y"] for one in (embeddings, circles)]
    assert after == pytest.approx(before, abs=3)


def test_the_atlas_and_the_models_say_that_they_are_measured(fresh: Lab) -> None:
    gate = Gate(fresh.page, *MEASURING, ids.MODELS_REQUEST)
    fresh.open("model=digits-3d&points=300&view=atlas")
    expect(fresh.page.locator(f"#{ids.ATLAS_STATUS}")).to_contain_text("Measuring: 0 pairs so far")
    expect(fresh.page.locator(f"#{ids.ATLAS_PROGRESS}")).to_be_visible()
    expect(fresh.page.locator(f"#{ids.ATLAS_MAP}")).to_be_hidden()
    expect(fresh.page.locator(".ag-overlay", has_text="No pair is measured yet.")).to_be_visible()
    fresh.page.get_by_text("Models", exact=True).click()
    expect(fresh.page.locator(f"#{ids.MODELS_STATUS}")).to_have_text("Measuring the first model…")
    cards = fresh.page.locator(f"#{ids.MODELS_CARDS}")
    assert cards.bounding_box()["height"] > 100
    gate.open()
    expect(cards).to_contain_text("digits-3d")
