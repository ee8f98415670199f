"""A real server, a real Chromium, and a page that is watched for anything that goes wrong."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import ARGUMENTS, chromium_path
from tests.browser.driver import Lab, driven, on_phone
from tests.browser.server import served, serving
from weight_surgery.core.workbench import Workbench

SMALL = ("digits-3d", "digits-16d")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    path = chromium_path()
    if path is None and not os.environ.get("CHROMIUM_REQUIRED"):
        pytest.skip("there is no Chromium here; set CHROMIUM_PATH, or run `make test`")
    # Without a graphics card the page around the scenes is put together quicker by itself.
    arguments = [*ARGUMENTS, "--disable-gpu-compositing"]
    return {**browser_type_launch_args, "args": arguments, "executable_path": path}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return {**browser_context_args, "viewport": {"width": 1366, "height": 768}}


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Start the page's server once for all tests."""
    with served() as base:
        yield base


@pytest.fixture(scope="session")
def small_address(shipped: Workbench) -> Iterator[str]:
    """Serve the page with two small models, so that the models view is soon measured."""
    with serving(Workbench({name: shipped.bundle(name) for name in SMALL})) as base:
        yield base


@pytest.fixture
def lab(page: Page, address: str) -> Iterator[Lab]:
    """Return the page's driver; at the end nothing may have gone wrong unnoticed."""
    with driven(page, address) as driver:
        yield driver


@pytest.fixture
def still(lab: Lab) -> Lab:
    """Return the page of somebody who wants little motion."""
    lab.page.emulate_media(reduced_motion="reduce")
    return lab


@pytest.fixture
def small(page: Page, small_address: str) -> Iterator[Lab]:
    """Return the driver of the page with two small models."""
    with driven(page, small_address) as driver:
        yield driver


@pytest.fixture
def fresh(page: Page, shipped: Workbench) -> Iterator[Lab]:
    """Return the driver of a page whose server has measured nothing yet, of one small model."""
    workbench = Workbench({"digits-3d": shipped.bundle("digits-3d")})
    with serving(workbench) as base, driven(page, base) as driver:
        yield driver


@pytest.fixture
def touched(browser: Browser, small_address: str) -> Iterator[Lab]:
    """Return the driver of the page with two small models on a phone, which has no pointer."""
    with on_phone(browser, small_address) as driver:
        yield driver
