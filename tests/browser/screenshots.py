"""Take the pictures in docs/ from the running page: `make screenshots`."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.chromium import ARGUMENTS, chromium_path
from tests.browser.driver import FILLED, WAIT, Lab
from tests.browser.server import served
from weight_surgery.components import ids

DOCS = Path(__file__).parents[2] / "docs"
COLORS = 255


def _nothing(lab: Lab) -> None:
    """Leave the page as the link opened it."""


def _mark(lab: Lab) -> None:
    """Draw around the samples on the right of the circle after the edit, and show their images."""
    circle = lab.page.locator(f"#{ids.CIRCLE_AFTER}")
    circle.scroll_into_view_if_needed()
    box = circle.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    reach = min(box["width"], box["height"]) / 2 - 4
    lab.page.mouse.move(x, y - reach)
    lab.page.mouse.down()
    for dx, dy in ((0.5, -1), (0.5, -0.5), (0, -0.5), (0, -1)):
        lab.page.mouse.move(x + reach * dx, y + reach * dy, steps=4)
    lab.page.mouse.up()
    expect(lab.page.locator(f"#{ids.SAMPLES_STRIP}")).to_contain_text("marked")
    lab.open_tab("samples", full=False)


def _wait_for_rank(lab: Lab) -> None:
    """Wait until the pair has its rank, and the tab below it is filled."""
    expect(lab.page.locator(f"#{ids.RANK}")).to_contain_text("Rank")
    lab.expect_tables()


def _show_methods(lab: Lab) -> None:
    """Wait until every method has its row and its point, and scroll to the tab."""
    expect(lab.page.locator(FILLED["method"])).to_be_visible()
    point = lab.page.locator(f"#{ids.METHOD_GRAPH} .scatterlayer .point").first
    expect(point).to_be_visible()
    lab.page.locator(".below").evaluate("below => below.scrollIntoView()")
    expect(lab.page.locator(f"#{ids.RANK}")).to_contain_text("Rank")


def _plan(lab: Lab) -> None:
    """Plan down to five groups, make them the plan, and scroll to the tree."""
    lab.page.locator(f"#{ids.PLANNER_GROUPS}").fill("5")
    lab.page.locator(f"#{ids.PLANNER_START}").click()
    lab.page.locator("[data-level='4']").click()
    expect(lab.page.locator(".plan-chip")).to_have_count(5)
    expect(lab.page.locator(f"#{ids.PLAN_STEPS} tbody tr")).to_have_count(5)
    lab.page.locator(".below").evaluate("below => below.scrollIntoView()")


def _wait_for_atlas(lab: Lab) -> None:
    """Wait until all pairs are measured."""
    expect(lab.page.locator(f"#{ids.ATLAS_STATUS}")).to_contain_text("all measured")


def _wait_for_story(lab: Lab) -> None:
    """Wait until the story has chosen its pair, and the step is shown."""
    expect(lab.page.locator(f"#{ids.STORY_NEXT}")).to_be_enabled()
    lab.expect_query("story=5")
    lab.expect_query("color=changed")


@dataclass(frozen=True)
class Shot:
    """One picture: its name, the link it shows, its scheme, and what is done first."""

    name: str
    query: str
    scheme: str = "light"
    act: Callable[[Lab], None] = _nothing


SHOTS = (
    Shot("page", "model=mnist-3d&op=merge:3-6:1e-05", "light", _wait_for_rank),
    Shot(
        "overlay",
        "model=mnist-3d&op=merge:3-6:0.2&scenes=overlay&color=changed",
        "dark",
        _wait_for_rank,
    ),
    Shot("samples", "model=mnist-3d&op=merge:3-6:0.2&sample=23", "light", _mark),
    Shot("story", "story=5", "light", _wait_for_story),
    Shot("atlas", "model=mnist-5d&op=merge:3-6:0.0&view=atlas", "dark", _wait_for_atlas),
    Shot(
        "methods",
        "model=mnist-16d&op=merge:3-4:0.0&tab=method&full=1",
        "light",
        _show_methods,
    ),
    Shot("plan", "model=mnist-16d&op=merge:3-6:0.0&tab=plan&full=1", "light", _plan),
    Shot("embed", "model=mnist-16d&op=merge:4-9:0.0&embed=1"),
)


def take(page: Page, address: str, shot: Shot) -> bytes:
    """Open a link, wait until it is drawn, and return the picture as a small PNG."""
    lab = Lab(page, address)
    lab.visit(shot.query)
    page.wait_for_function("() => window.modules?.samples.held.state", timeout=WAIT)
    page.wait_for_load_state("networkidle")
    shot.act(lab)
    page.evaluate("() => new Promise(then => window.modules.samples.afterPaint(then))")
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(COLORS, kmeans=2)
    small = io.BytesIO()
    picture.save(small, "PNG", optimize=True)
    return small.getvalue()


def main() -> int:
    """Take every picture, or those named."""
    wanted = sys.argv[1:] or [shot.name for shot in SHOTS]
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        for shot in (one for one in SHOTS if one.name in wanted):
            page = browser.new_page(
                viewport={"width": 1366, "height": 768},
                color_scheme="dark" if shot.scheme == "dark" else "light",
            )
            path = DOCS / f"{shot.name}.png"
            path.write_bytes(take(page, address, shot))
            page.close()
            print(f"{path.relative_to(DOCS.parent)}  {path.stat().st_size:,} bytes")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
