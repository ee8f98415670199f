"""What people take home from the page."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, expect

import weight_surgery as ws
from tests.browser.driver import Lab
from weight_surgery.components import ids
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

DIGITS = SurgerySpec("digits-3d")


# Whether a picture has more than one color.
PAINTED = """image => {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: image.naturalWidth, height: image.naturalHeight });
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0);
    const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size > 20;
}"""


def expect_report(browser: Browser | None, path: Path) -> None:
    """Read a report from the disk, without a server or a network, and as it is printed."""
    assert browser is not None
    page = browser.new_page(offline=True)
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: said.type == "error" and faults.append(said.text))
    page.goto(path.as_uri())
    expect(page.locator("html[data-drawn]")).to_have_count(1, timeout=60_000)
    expect(page.get_by_role("heading", level=1)).to_contain_text("digits-3d: merge 3 and 6")
    figures = page.locator("figure").count()
    assert figures >= 7
    expect(page.locator("figure .main-svg:visible").first).to_be_visible()
    page.emulate_media(media="print")
    printed = page.locator(".printed")
    expect(printed).to_have_count(figures)
    for at in range(figures):
        expect(printed.nth(at)).to_be_visible()
        assert printed.nth(at).evaluate(PAINTED)
    expect(page.locator(".drawn").first).to_be_hidden()
    page.emulate_media(media="screen")
    for format in ("png", "svg"):
        with page.expect_download() as download:
            page.locator("figure.scenes button", has_text=format.upper()).click()
        assert download.value.suggested_filename.endswith(f"_scenes.{format}")
    assert [url for url in asked if not url.startswith(("data:", "blob:"))] == [path.as_uri()]
    assert faults == []
    page.close()


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
        (ids.EXPORT_EDIT_BUTTON, ".npz"),
        (ids.EXPORT_CSV_BUTTON, ".csv"),
        (ids.EXPORT_REPORT_BUTTON, ".report.html"),
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
        if end == ".report.html":
            expect_report(lab.page.context.browser, tmp_path / name)
            continue
        if end == ".npz":
            taken = np.load(tmp_path / name)
            np.testing.assert_allclose(taken["weight"], weight)
            np.testing.assert_allclose(taken["matrix"] @ bundle.weight, weight, atol=1e-12)
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
