"""Who is quicker than the page: what is chosen while it is still being put together."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.driver import Lab
from tests.browser.gate import Gate
from weight_surgery.components import ids

# Choose as soon as there is something to choose, before the page's own program hears of controls.
PRESSED = f"""new MutationObserver((_, observer) => {{
  const wanted = ["#{ids.VIEW_TABS} input[value=atlas]", "#{ids.EMBEDDING_AXES} input[value=pca]"]
    .map(selector => document.querySelector(selector));
  if (wanted.some(input => !input)) return;
  observer.disconnect();
  for (const input of wanted) input.click();
  window.pressed = true;
}}).observe(document, {{ childList: true, subtree: true }})"""
LINK = "model=digits-3d&op=merge:1-7:0.25&points=300"


@pytest.mark.parametrize("more", ["", "&view=models"])
@pytest.mark.parametrize("late", [False, True])
def test_what_is_chosen_before_the_page_is_there_holds(small: Lab, more: str, late: bool) -> None:
    """late: nothing is answered before the controls are heard of."""
    small.page.add_init_script(PRESSED)
    gate = Gate(small.page) if late else None
    small.visit(LINK + more)
    if gate:
        small.page.wait_for_function("() => window.pressed && window.modules")
        # Nothing tells that Dash has no callback left to call.
        small.page.wait_for_timeout(300)
        assert gate.held
        gate.open()
    small.expect_query("view=atlas")
    small.expect_query("axes=pca")
    small.expect_query("op=merge:1-7:0.25")
    expect(small.page.locator(f"#{ids.VIEW_TABS} input[value=atlas]")).to_be_checked()
    expect(small.page.locator(f"#{ids.EMBEDDING_AXES} input[value=pca]")).to_be_checked()
    expect(small.page.locator(f"input#{ids.CLASS_A_SELECT}")).to_have_value("1")
    expect(small.page.locator(f"#{ids.ATLAS_MAP}")).to_be_visible()


# Choose in the atlas as soon as it is put together.
CHOSEN = f"""new MutationObserver((_, observer) => {{
  const input = document.querySelector("#{ids.ATLAS_MODE} input[value=best]");
  if (!input) return;
  observer.disconnect();
  input.click();
}}).observe(document, {{ childList: true, subtree: true }})"""


def test_what_is_chosen_in_the_atlas_before_it_is_heard_of_holds(small: Lab) -> None:
    small.page.add_init_script(CHOSEN)
    small.visit(f"{LINK}&view=atlas&figure=told_apart")
    small.expect_query("best=1")
    small.expect_query("figure=told_apart")
    expect(small.page.locator(f"#{ids.ATLAS_MODE} input[value=best]")).to_be_checked()
    expect(small.page.locator(f"input#{ids.ATLAS_FIGURE}")).to_have_value("Told apart")
    expect(small.page.locator(f"#{ids.ATLAS_MAP_TEXT}")).to_contain_text(
        "merges cleanly at any strength"
    )
