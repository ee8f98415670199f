"""How much a change asks of the server: little, and what is only looked at differently nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Request, expect

from tests.browser.driver import Lab, is_question
from tests.browser.keys import press_slider
from weight_surgery.components import ids
from weight_surgery.components.names import TABS

QUERY = "model=digits-3d&points=200"
# For what is above the fold, and for the open tab.
MOST_ABOVE, MOST_TAB = 3, 3


@pytest.fixture
def asked(small: Lab) -> list[Request]:
    """Collect what the page asks the server to compute."""
    requests: list[Request] = []
    small.page.on("request", lambda one: is_question(one.url) and requests.append(one))
    return requests


def is_tabs(request: Request) -> bool:
    """Tell whether a question is for the open tab."""
    body = request.post_data_json if request.post_data else {}
    return any(one.get("id") in TABS.values() for one in body.get("inputs", []))


def expect_few(lab: Lab, asked: list[Request], act: Callable[[], None], least: int = 0) -> None:
    """Do something and count what it asks, until nothing more comes."""
    lab.expect_quiet()
    asked.clear()
    act()
    lab.expect_quiet()
    tab = sum(is_tabs(one) for one in asked)
    assert least <= len(asked) - tab <= MOST_ABOVE, [one.url for one in asked]
    assert tab <= MOST_TAB


def type_damping(lab: Lab, text: str) -> None:
    field = lab.page.locator(f"input#{ids.DAMPING_INPUT}")
    field.fill(text)
    field.press("Enter")
    lab.expect_query(f":{float(text)!r}&")


def test_a_change_asks_three_questions_and_the_open_tab_its_own(
    small: Lab, asked: list[Request]
) -> None:
    small.open(QUERY).expect_tables()
    changes: tuple[Callable[[], None], ...] = (
        lambda: type_damping(small, "0.4"),
        lambda: small.choose(ids.CLASS_A_SELECT, "4"),
        lambda: small.page.locator(f"#{ids.SWAP_BUTTON}").click(),
        lambda: small.choose(ids.MODEL_SELECT, "digits-16d"),
        lambda: small.page.get_by_text("PCA", exact=True).click(),
    )
    for act in changes:
        expect_few(small, asked, act, least=2)
        assert any(map(is_tabs, asked)) or "axes=pca" in small.page.url
    for name in (
        "curve",
        "samples",
        "confusion",
        "method",
        "verification",
        "collateral",
        "evidence",
    ):
        small.expect_quiet()
        asked.clear()
        small.open_tab(name, full=False)
        small.expect_quiet()
        assert 1 <= len(asked) <= MOST_TAB
        assert all(map(is_tabs, asked))


def test_what_is_only_looked_at_asks_nobody(small: Lab, asked: list[Request]) -> None:
    small.open(QUERY).expect_tables()
    index = small.page.evaluate("() => window.modules.samples.held.motion.indices[3]")
    small.expect_quiet()
    asked.clear()
    for id, option in (
        (ids.EMBEDDING_COLOR, "Confidence"),
        (ids.EMBEDDING_SHOWN, "The pair"),
        (ids.EMBEDDING_COLOR, "Changed"),
        (ids.EMBEDDING_SHOWN, "All samples"),
    ):
        small.choose(id, option)
    small.page.get_by_text("Overlay", exact=True).click()
    small.expect_query("scenes=overlay")
    small.page.get_by_text("Side by side", exact=True).click()
    small.page.evaluate(
        "index => window.modules.store.lab.dispatch({type: 'set', changes: {sample: index}})", index
    )
    small.expect_query(f"sample={index}")
    expect(small.page.locator(".ring.pinned").first).to_be_attached()
    small.page.locator(f"#{ids.EMBEDDING_RESET}").click()
    small.expect_quiet()
    assert asked == []


def test_a_measured_atlas_is_looked_at_without_asking(small: Lab, asked: list[Request]) -> None:
    small.visit(f"{QUERY}&view=atlas")
    expect(small.page.locator(f"#{ids.ATLAS_STATUS}")).to_contain_text("all measured")
    small.expect_quiet()
    asked.clear()
    small.choose(ids.ATLAS_FIGURE, "Told apart")
    small.expect_query("figure=told_apart")
    thumb = small.page.locator(f"#{ids.ATLAS_DAMPING} [role=slider]")
    for key in ("ArrowLeft", "ArrowLeft", "Home"):
        press_slider(thumb, key)
    small.expect_query("at=1.0")
    small.expect_quiet()
    assert asked == []
