"""What people take home from the page."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from playwright.sync_api import expect

import weight_surgery as ws
from tests.browser.driver import Lab
from weight_surgery.components import ids
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

DIGITS = SurgerySpec("digits-3d")


def test_the_edited_network_and_the_figures_are_taken_home(
    lab: Lab, tmp_path: Path, shipped: Workbench
) -> None:
    from weight_surgery.core.model import load_checkpoint

    lab.open()
    head, bundle = shipped.compare(DIGITS).change.head, shipped.bundle("digits-3d")
    weight, bias = head.edit(bundle.weight, bundle.bias)
    for id, end in (
        (ids.EXPORT_BUTTON, ".pth"),
        (ids.EXPORT_SAFETENSORS_BUTTON, ".safetensors"),
        (ids.EXPORT_CSV_BUTTON, ".csv"),
        (ids.EXPORT_RECIPE_BUTTON, ".recipe.json"),
    ):
        button = lab.page.get_by_role("button", name="Take home")
        expect(button).to_have_attribute("aria-expanded", "false")
        button.click()
        with lab.page.expect_download() as download:
            lab.page.locator(f"#{id}").click()
        expect(lab.page.locator(f"#{id}")).to_be_hidden()
        expect(button).to_be_focused()
        name = download.value.suggested_filename
        assert name == f"digits-3d_merge-3-6_damping-1e-05_weights-bias_fit-on-fit{end}"
        download.value.save_as(tmp_path / name)
        if end == ".csv":
            content = (tmp_path / name).read_bytes()
            assert content.decode() == shipped.export_figures(DIGITS)[1]
            continue
        if end == ".recipe.json":
            assert ws.replay(tmp_path / name).identical
            continue
        head = load_checkpoint(tmp_path / name, "compact").layer("head")
        np.testing.assert_allclose(head.weight.detach().numpy(), weight, atol=1e-6)
        np.testing.assert_allclose(head.bias.detach().numpy(), bias, atol=1e-6)


def test_a_network_that_is_not_here_is_not_offered(lab: Lab) -> None:
    lab.open("model=lang-50&op=merge:0-1:0.0")
    lab.page.get_by_role("button", name="Take home").click()
    expect(lab.page.locator(f"#{ids.EXPORT_RECIPE_BUTTON}")).to_be_visible()
    expect(lab.page.locator(f"#{ids.EXPORT_BUTTON}")).to_be_hidden()
    lab.open("model=digits-3d")
    lab.page.get_by_role("button", name="Take home").click()
    expect(lab.page.locator(f"#{ids.EXPORT_BUTTON}")).to_be_visible()
