"""Record again what a page asks on its journeys: `python -m tests.fuzz.record`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Request, expect, sync_playwright

from tests.browser.chromium import ARGUMENTS, chromium_path
from tests.browser.driver import FILLED, Lab
from tests.browser.screenshots import _mark as mark
from tests.browser.server import serving
from tests.fuzz.posts import CALLBACKS, POSTS, workbench_of
from weight_surgery.components import ids

# So many bodies of one callback are kept, and so many addresses of one kind.
MOST_POSTS, MOST_LINKS = 4, 8
LINKS = ("/lab/samples", "/thumbnails/", "/texts/")
PLAN = "model=digits-16d&points=100&op=merge:3-6:0.0&op=merge:1-7:0.0:stretched"


class Recorder:
    """Keep what a page posts to callbacks and asks of other addresses, each but a few times."""

    def __init__(self) -> None:
        self.posts: dict[str, list[dict[str, Any]]] = {}
        self.links: dict[str, list[str]] = {}

    def hear(self, request: Request) -> None:
        """Take note of a request."""
        address = urlsplit(request.url)
        if address.path == CALLBACKS:
            body = json.loads(request.post_data or "null")
            kept = self.posts.setdefault(body["output"], [])
            # The last of many is of a page that knows most.
            if body not in kept:
                kept[:] = [*kept[: MOST_POSTS - 1], body]
        elif address.path.startswith(LINKS):
            kept_links = self.links.setdefault(address.path.split("/")[1], [])
            link = f"{address.path}?{address.query}" if address.query else address.path
            if len(kept_links) < MOST_LINKS and link not in kept_links:
                kept_links.append(link)

    def write(self) -> None:
        """Write the posts, a line each."""
        posts = [json.dumps(one) for some in self.posts.values() for one in some]
        links = [json.dumps(one) for some in self.links.values() for one in some]
        lines = ['{"posts": [', ",\n".join(posts), '],\n"links": [', ",\n".join(links), "]}\n"]
        POSTS.write_text("\n".join(lines), encoding="utf-8")


def _look_below(lab: Lab) -> None:
    """Open every tab, use what each asks with, and another theme."""
    lab.open("model=digits-3d&points=300")
    for name in FILLED:
        lab.open_tab(name)
    lab.open_tab("curve")
    lab.page.locator(f"input#{ids.CURVE_TARGET_INPUT}").fill("0.9")
    lab.page.locator(f"#{ids.CURVE_SOLVE_BUTTON}").click()
    lab.expect_quiet()
    lab.open_tab("verification")
    options = lab.page.locator(f"#{ids.VERIFICATION_THRESHOLD} label")
    options.last.click()
    lab.expect_quiet()
    lab.open_tab("collateral")
    lab.page.locator(f"input#{ids.COLLATERAL_KIND}").click()
    lab.page.locator("[role=option]:visible").nth(1).click()
    lab.expect_quiet()
    lab.page.locator(f"#{ids.COLLATERAL_CSV}").click()
    lab.page.locator(f"#{ids.SCHEME_TOGGLE}").click()
    lab.expect_quiet()


def _edit(lab: Lab) -> None:
    """Move the damping, choose another pair, model and method, and type nonsense."""
    lab.open("model=digits-3d&points=300")
    field = lab.page.locator(f"input#{ids.DAMPING_INPUT}")
    for typed in ("0.25", "much"):
        field.fill(typed)
        field.press("Enter")
        lab.expect_quiet()
    lab.choose(ids.CLASS_B_SELECT, "7")
    lab.choose(ids.MODEL_SELECT, "digits-16d")
    lab.expect_quiet()
    lab.visit("model=digits-16d&op=merge:1-8:0.3&axes=pca&points=100&sample=5&story=0")
    lab.expect_quiet()


def _samples(lab: Lab) -> None:
    """Mark samples on the circle, and pin one."""
    lab.open("model=digits-3d&points=300&plane=seed&sample=7")
    mark(lab)
    lab.expect_quiet()


def _all_pairs(lab: Lab) -> None:
    """Measure the atlas at one damping and by the best method, then all models."""
    lab.open("model=digits-3d&points=100&view=atlas")
    expect(lab.page.locator(f"#{ids.ATLAS_STATUS}")).to_contain_text("all measured")
    lab.expect_quiet()
    lab.visit("model=digits-3d&points=100&view=atlas&best=1&methods=1")
    expect(lab.page.locator(f"#{ids.ATLAS_STATUS}")).to_contain_text("all measured")
    lab.expect_quiet()
    lab.visit("model=digits-3d&points=100&view=models")
    expect(lab.page.locator(f"#{ids.MODELS_STATUS}")).to_contain_text("Pairs that merge cleanly")
    lab.expect_quiet()


def _many(lab: Lab) -> None:
    """Rank the pairs of many classes, measure some, look closer, sort, search and save."""
    lab.visit("model=many&points=100&view=atlas")
    expect(lab.page.locator(f"#{ids.MANY_START}")).to_be_enabled()
    lab.page.locator(f"#{ids.MANY_START}").click()
    expect(lab.page.locator(f"#{ids.MANY_STATUS}")).to_contain_text("100 of 100")
    lab.page.locator(".many-map").press("+")
    lab.expect_quiet()
    lab.page.locator(f"#{ids.MANY_TABLE} [col-id=verdict] .ag-header-cell-label").click()
    lab.page.locator(f"#{ids.MANY_FIND}").fill("c7")
    lab.page.locator(f"#{ids.SCHEME_TOGGLE}").click()
    lab.page.locator(f"#{ids.MANY_CSV}").click()
    lab.expect_quiet()


def _plan(lab: Lab) -> None:
    """Plan of one's own, and down to seven groups by the planner."""
    lab.open(PLAN)
    lab.open_tab("plan")
    lab.page.locator(f"#{ids.PLANNER_GROUPS}").fill("7")
    lab.page.locator(f"#{ids.PLANNER_MOST}").fill("50")
    lab.page.locator(f"#{ids.PLANNER_START}").click()
    expect(lab.page.locator("[data-level='2']")).to_be_visible()
    lab.expect_quiet()


def _story(lab: Lab) -> None:
    """Hear the first steps of the story."""
    lab.open("model=digits-3d&points=100")
    lab.page.locator(f"#{ids.STORY_BUTTON}").click()
    expect(lab.page.locator(f"#{ids.STORY_NEXT}")).to_be_enabled()
    lab.page.locator(f"#{ids.STORY_NEXT}").click()
    lab.expect_quiet()


def _take_home(lab: Lab) -> None:
    """Save what can be saved of a bundle alone."""
    lab.open("model=digits-3d&points=100")
    for id in (ids.EXPORT_EDIT_BUTTON, ids.EXPORT_CSV_BUTTON, ids.EXPORT_RECIPE_BUTTON):
        lab.page.locator(f"#{ids.EXPORT_OPEN}").click()
        lab.page.locator(f"#{id}").click()
        lab.expect_quiet()


JOURNEYS: tuple[Callable[[Lab], None], ...] = (
    *(_look_below, _edit, _samples, _all_pairs, _many, _plan, _story, _take_home),
)


def main() -> None:
    """Drive a page through all journeys and write what it asked."""
    recorder = Recorder()
    with serving(workbench_of()) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        for journey in JOURNEYS:
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            page.on("request", recorder.hear)
            journey(Lab(page, address))
            page.close()
        browser.close()
    recorder.write()


if __name__ == "__main__":
    main()
