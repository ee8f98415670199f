"""Behind any prefix: what the page asks for is below it, whether a proxy takes it off or not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import driven
from tests.browser.server import serving_app
from tests.browser.test_own import FILES, iris
from weight_surgery.app import create_app
from weight_surgery.components import ids
from weight_surgery.core.uploads import Uploads
from weight_surgery.core.workbench import Workbench


def stripping(app: Callable[..., Any]) -> Callable[..., Any]:
    """Return a proxy's part: what is below the prefix goes on without it, nothing else does."""

    def proxy(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if not path.startswith("/lab/"):
            start("404 Not Found", [("Content-Length", "0")])
            return []
        return app({**environ, "PATH_INFO": path[4:]}, start)

    return proxy


@pytest.mark.parametrize("is_stripped", [True, False], ids=["taken off", "kept"])
def test_the_whole_page_works_below_a_prefix(
    page: Page, shipped: Workbench, tmp_path: Path, is_stripped: bool
) -> None:
    table = tmp_path / "iris.csv"
    table.write_text(iris())
    bundles = {"digits-3d": shipped.bundle("digits-3d")}
    workbench = Workbench(bundles, uploads=Uploads(tmp_path / "own"))
    app = create_app(workbench, prefixes=("/lab/", "/" if is_stripped else "/lab/")).server
    with (
        serving_app(stripping(app) if is_stripped else app) as base,
        # What is asked for outside of the prefix is off origin.
        driven(page, f"{base}/lab") as lab,
    ):
        lab.open()
        lab.expect_quiet()
        lab.open_tab("samples")
        lab.follow("model=digits-3d&points=300&view=atlas")
        expect(page.locator(f"#{ids.ATLAS_STATUS}")).to_contain_text("all measured")
        lab.follow("model=digits-3d&points=300&story=1")
        lab.follow("model=digits-3d&points=300")
        page.locator(f"#{ids.EXPORT_OPEN}").click()
        with page.expect_download() as download:
            page.locator(f"#{ids.EXPORT_CSV_BUTTON}").click()
        assert download.value.suggested_filename.endswith(".csv")
        page.keyboard.press("Escape")
        page.locator(f"#{ids.OWN_BUTTON}").click()
        page.locator(f"#{ids.OWN_DIALOG} input[type=file]").set_input_files([table])
        page.locator(FILES).first.get_by_role("button", name="Open").click()
        lab.expect_query("model=own-")
        assert page.url.startswith(f"{base}/lab/?")
        page.reload()
        lab.expect_query("model=own-")
        expect(page.locator(f"input#{ids.MODEL_SELECT}")).to_have_value("iris")
