"""Training in the page: started, watched from any view, cancelled, found again, and opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from playwright.sync_api import Page, expect
from safetensors.torch import load_file

from tests.browser.driver import DRAWN, SCENES, Lab, driven
from tests.browser.server import serving
from tests.browser.test_accessibility import violations
from weight_surgery.components import ids
from weight_surgery.core.uploads import Uploads
from weight_surgery.core.workbench import PRETRAINED, Workbench

JOB = re.compile(r"[?&]job=([\w-]{22})")


@pytest.fixture
def workbench(shipped: Workbench, tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    uploads = Uploads(tmp_path_factory.mktemp("uploads") / "own")
    return Workbench({"digits-3d": shipped.bundle("digits-3d")}, uploads=uploads)


@pytest.fixture
def trainer(page: Page, workbench: Workbench) -> Iterator[Lab]:
    with serving(workbench) as base, driven(page, base) as driver:
        yield driver


def test_a_network_is_trained_watched_cancelled_found_again_and_opened(
    trainer: Lab, workbench: Workbench
) -> None:
    trainer.open()
    page = trainer.page
    card, line = (page.locator(f"#{id}") for id in (ids.JOBS_CARD, ids.JOBS_LINE))
    form = page.locator(f"#{ids.JOBS_FORM}")
    expect(line).to_be_hidden()
    page.locator(f"#{ids.JOBS_BUTTON}").click()
    expect(page.locator(f"#{ids.JOBS_TAKES}")).to_contain_text("seconds on one processor core")
    form.locator("[name=dims]").fill("1")
    expect(page.locator(f"#{ids.JOBS_TAKES}")).to_have_text(
        "Dimensions must be a whole number from 2 to 128, got 1."
    )
    form.locator("[name=dims]").fill("4")
    form.locator("[name=epochs]").fill("500")
    assert violations(trainer) == []
    # Two clicks are one job.
    page.locator(f"#{ids.JOBS_START}").dblclick()
    expect(card.locator("h3")).to_have_text("digits 4d, compact")
    expect(card.locator("dl")).to_contain_text("of 500")
    expect(card.locator("dl")).to_contain_text("Held-out images read right")
    assert violations(trainer) == []
    first = found_in(page)
    assert workbench.jobs
    assert [record.id for record in workbench.jobs.folder.records()] == [first]
    page.locator(f"#{ids.JOBS_CLOSE}").click()
    page.get_by_text("Atlas", exact=True).click()
    expect(line).to_contain_text("read right")
    # What one copies leads nobody else to it.
    assert "job=" not in page.evaluate(
        "async () => { const { linkOf } = await import('/assets/lab/page/address.mjs');"
        "const { lab } = await import('/assets/lab/model/store.mjs');"
        "return linkOf(lab.get().view); }"
    )
    line.get_by_role("button", name="Cancel").click()
    expect(line).to_contain_text("cancelled")
    line.get_by_role("button", name="Close").click()
    expect(line).to_be_hidden()
    page.wait_for_function("!location.search.includes('job=')")
    # To the end, with a reload half-way.
    page.locator(f"#{ids.JOBS_BUTTON}").click()
    form.locator("[name=epochs]").fill("40")
    page.locator(f"#{ids.JOBS_START}").click()
    expect(card.locator("dl")).to_contain_text("of 40")
    second = found_in(page)
    assert second != first
    page.reload()
    expect(line).to_contain_text("test images read right")
    assert found_in(page) == second
    line.get_by_role("button", name="Open").click()
    trainer.expect_query("model=own-")
    page.wait_for_function("!location.search.includes('job=')")
    expect(page.locator(f"input#{ids.MODEL_SELECT}")).to_have_value("digits 4d, compact")
    page.wait_for_function(DRAWN, arg=list(SCENES))


def test_a_checkpoint_that_is_brought_is_captured_on_a_data_set(
    trainer: Lab, tmp_path: Path
) -> None:
    # As DataParallel and a training script leave it.
    state = load_file(PRETRAINED / "digits-3d.safetensors")
    wrapped = {"state_dict": {f"module.{name}": value for name, value in state.items()}}
    torch.save(wrapped | {"epoch": 3}, tmp_path / "best.ckpt")
    (tmp_path / "broken.pth").write_text("<!DOCTYPE html>")
    trainer.open("model=digits-3d&points=300")
    page = trainer.page
    page.locator(f"#{ids.OWN_BUTTON}").click()
    page.locator(f"#{ids.OWN_DIALOG} input[type=file]").set_input_files(
        [tmp_path / "best.ckpt", tmp_path / "broken.pth"]
    )
    dropped, broken = (page.locator(".own-file").nth(at) for at in (0, 1))
    expect(broken.get_by_role("heading")).to_have_text("broken.pth")
    # It is told of where it is dropped, and nothing else is offered.
    expect(broken.locator(".own-refused")).to_contain_text("no checkpoint but a web page")
    expect(broken.get_by_role("button")).to_have_count(0)
    dropped.get_by_role("combobox").select_option("digits")
    dropped.get_by_role("button", name="Capture it").click()
    expect(page.locator(f"#{ids.OWN_DIALOG}")).to_be_hidden()
    card = page.locator(f"#{ids.JOBS_CARD}")
    card.get_by_role("button", name="Open best").click(timeout=60_000)
    trainer.expect_query("model=own-")
    page.wait_for_function(DRAWN, arg=list(SCENES))
    # What is no network of those that are known is told of by the job that reads it.
    torch.save({"other.weight": torch.ones(2, 2)}, tmp_path / "other.pth")
    page.locator(f"#{ids.OWN_BUTTON}").click()
    page.locator(f"#{ids.OWN_DIALOG} input[type=file]").set_input_files(tmp_path / "other.pth")
    page.locator(".own-file").get_by_role("button", name="Capture it").click()
    expect(card).to_contain_text("neither network that is known", timeout=60_000)


def test_a_number_stays_as_it_was_typed_and_is_trained_or_refused(
    trainer: Lab, workbench: Workbench
) -> None:
    trainer.open("model=digits-3d&points=300")
    page = trainer.page
    page.locator(f"#{ids.JOBS_BUTTON}").click()
    takes = page.locator(f"#{ids.JOBS_TAKES}")
    for name, words in (("epochs", "Epochs"), ("dims", "Dimensions"), ("seed", "The seed")):
        field = page.locator(f"#{ids.JOBS_FORM} [name={name}]")
        for typed, got in (("7.5", "7.5"), ("1e9", "1000000000"), ("-3", "-3"), ("ten", "'ten'")):
            if (name, typed) == ("seed", "1e9"):
                continue
            field.fill("")
            # As from a keyboard, a key after the other.
            field.press_sequentially(typed)
            expect(takes).to_contain_text(f"{words} must be a whole number from ")
            expect(takes).to_contain_text(f", got {got}.")
            field.press("Tab")
            expect(field).to_have_value(typed)
        page.locator(f"#{ids.JOBS_START}").click()
        expect(page.locator(".jobs-said")).to_contain_text(f"{words} must be a whole number")
        # Pasted whole.
        field.fill("1e1")
        expect(takes).to_contain_text("seconds")
        expect(field).to_have_value("1e1")
    assert workbench.jobs
    assert list(workbench.jobs.folder.records()) == []
    page.locator(f"#{ids.JOBS_START}").click()
    expect(page.locator(f"#{ids.JOBS_CARD} dl")).to_contain_text("of 10")


def test_a_job_that_is_not_known_is_a_sentence(trainer: Lab) -> None:
    trainer.open(f"model=digits-3d&points=300&job={'a' * 22}")
    line = trainer.page.locator(f"#{ids.JOBS_LINE}")
    expect(line).to_contain_text("no longer known")
    line.get_by_role("button", name="Close").click()
    trainer.page.wait_for_function("!location.search.includes('job=')")


def found_in(page: Page) -> str:
    """Return the job that the address names."""
    expect(page).to_have_url(JOB)
    found = JOB.search(page.url)
    assert found
    return found.group(1)
