"""What people take home from the page."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from components import ids
from core.specs import SurgerySpec
from core.workbench import Workbench
from tests.browser.driver import Lab

DIGITS = SurgerySpec("digits-3d")


@pytest.mark.parametrize(
    ("id", "end"),
    [
        (ids.EXPORT_BUTTON, ".pth"),
        (ids.EXPORT_SAFETENSORS_BUTTON, ".safetensors"),
        (ids.EXPORT_CSV_BUTTON, ".csv"),
    ],
)
def test_the_edited_network_and_the_figures_are_taken_home(
    lab: Lab, tmp_path: Path, shipped: Workbench, id: str, end: str
) -> None:
    lab.open()
    with lab.page.expect_download() as download:
        lab.page.locator(f"#{id}").click()
    name = download.value.suggested_filename
    assert name == f"digits-3d_merge-3-6_damping-1e-05_weights-bias_fit-on-fit{end}"
    download.value.save_as(tmp_path / name)
    content = (tmp_path / name).read_bytes()
    if end == ".csv":
        assert content.decode() == shipped.export_figures(DIGITS)[1]
    else:
        from core.model import load_checkpoint

        surgery = shipped.compare(DIGITS).surgery
        bundle = shipped.bundle("digits-3d")
        head = load_checkpoint(tmp_path / name, "compact").layer("head")
        weight, bias = surgery.edit(bundle.weight, bundle.bias)
        np.testing.assert_allclose(head.weight.detach().numpy(), weight, atol=1e-6)
        np.testing.assert_allclose(head.bias.detach().numpy(), bias, atol=1e-6)
