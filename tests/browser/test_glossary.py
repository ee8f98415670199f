"""A term says what it means where it stands: by pointer, by key and by touch, and asks nobody."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.driver import Lab
from weight_surgery.components import ids
from weight_surgery.components.glossary import GLOSSARY

QUERY = "model=digits-3d&points=200"
CARD = f"#{ids.GLOSSARY_CARD}"


def asked(lab: Lab) -> Locator:
    """Return the term beside the slider."""
    return lab.page.locator(".strength [data-term='edit strength']")


def expect_meaning(lab: Lab, name: str) -> None:
    """Check that one term is explained, whole on the screen."""
    card = lab.page.locator(CARD)
    expect(card).to_be_visible()
    expect(card).to_contain_text(GLOSSARY[name].meaning)
    expect(card).to_be_in_viewport(ratio=1)


def test_a_term_is_explained_when_pointed_at_pressed_and_clicked_and_no_longer(small: Lab) -> None:
    small.open(QUERY)
    small.expect_quiet()
    questions: list[str] = []
    small.page.on("request", lambda request: questions.append(request.url))
    term, card = asked(small), small.page.locator(CARD)
    expect(card).to_be_hidden()
    term.hover()
    expect_meaning(small, "edit strength")
    expect(term).to_have_attribute("aria-expanded", "true")
    expect(term).to_have_attribute("aria-describedby", ids.GLOSSARY_CARD)
    # One may go on to the card, to read or to copy it.
    card.hover()
    small.page.wait_for_timeout(500)
    expect(card).to_be_visible()
    small.page.mouse.move(683, 500)
    expect(card).to_be_hidden()
    expect(term).to_have_attribute("aria-expanded", "false")
    term.press("Enter")
    expect_meaning(small, "edit strength")
    small.page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(term).to_be_focused()
    term.press("Enter")
    small.page.keyboard.press("Tab")
    expect(card).to_be_hidden()
    term.click()
    expect_meaning(small, "edit strength")
    other = small.page.locator(f"#{ids.VERDICT} [data-term]").first
    other.click()
    expect_meaning(small, other.get_attribute("data-term") or "")
    small.page.locator("h1").click()
    expect(card).to_be_hidden()
    assert questions == []
    # Escape closes what a term means and nothing else.
    judged = small.page.get_by_role("button", name="judged by…")
    judged.click()
    term = small.page.locator(".judged-lines [data-term='told apart']").first
    term.press("Enter")
    expect_meaning(small, "told apart")
    small.page.keyboard.press("Escape")
    expect(small.page.locator(CARD)).to_be_hidden()
    expect(term).to_be_visible()
    expect(term).to_be_focused()


def test_every_view_and_tab_explains_its_terms(small: Lab) -> None:
    small.open(f"{QUERY}&sample=7")
    for tab, name in (
        ("classes", "bystanders"),
        ("curve", "genuine accept"),
        ("confusion", "flow"),
        ("method", "prototype accuracy"),
    ):
        panel = small.open_tab(tab)
        panel.locator(f"[data-term='{name}']").first.press("Enter")
        expect_meaning(small, name)
    small.open_options()
    for name in ("trimming", "bias", "test split", "centroid"):
        small.page.locator(f".options [data-term='{name}']").first.press("Enter")
        expect_meaning(small, name)
    small.page.get_by_text("Atlas", exact=True).first.click()
    expect(small.page.locator(f"#{ids.ATLAS_STATUS}")).to_contain_text("all measured")
    for place, name in (
        (f"#{ids.ATLAS_ANSWER}", "clean"),
        (f"#{ids.ATLAS_MAP_TEXT}", "merge cost"),
        (f"#{ids.ATLAS_PARETO_TEXT}", "Pareto front"),
        (".atlas-damping", "damping"),
    ):
        small.page.locator(f"{place} [data-term='{name}']").press("Enter")
        expect_meaning(small, name)
    small.page.get_by_text("Models", exact=True).first.click()
    small.page.locator(".models-key [data-term='told apart']").press("Enter")
    expect_meaning(small, "told apart")
    small.page.get_by_role("button", name="Story").click()
    # Its text is written again when all is measured.
    small.expect_quiet()
    text = small.page.locator(f"#{ids.STORY_TEXT} [data-term=embedding]")
    text.press("Enter")
    expect_meaning(small, "embedding")


def test_a_term_is_explained_by_a_tap_and_left_by_another(touched: Lab) -> None:
    touched.open(QUERY)
    term = touched.page.locator(f"#{ids.VERDICT} [data-term]").first
    expect(term).to_be_visible()
    term.tap()
    expect_meaning(touched, term.get_attribute("data-term") or "")
    touched.page.locator("h1").tap()
    expect(touched.page.locator(CARD)).to_be_hidden()
