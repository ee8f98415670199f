"""Showing a view to others: links, a frame in a slide, a picture, a presentation."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.driver import DRAWN, SCENES, SCHEMES, Lab
from weight_surgery.components import ids

EMBED = "model=digits-3d&points=300&embed=1"


def share(lab: Lab, id: str) -> None:
    """Choose an item of the share menu."""
    lab.page.locator(f"#{ids.SHARE_BUTTON}").click()
    lab.page.locator(f"#{id}").click()


def clipboard(lab: Lab) -> str:
    """Return what was copied."""
    return lab.page.evaluate("navigator.clipboard.readText()")


@pytest.fixture
def copier(lab: Lab) -> Lab:
    lab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return lab


def test_links_are_copied_by_pointer_and_by_keys_and_the_page_says_so(copier: Lab) -> None:
    copier.open("model=digits-3d&points=300&op=merge:4-9:0.5")
    share(copier, ids.LINK_BUTTON)
    copier.expect_toast("Link copied")
    assert clipboard(copier) == copier.page.url
    share(copier, ids.SHARE_EMBED_BUTTON)
    copier.expect_toast("Embed link copied")
    embed = f"{copier.page.url}&embed=1"
    assert clipboard(copier) == embed
    share(copier, ids.SHARE_FRAME_BUTTON)
    copier.expect_toast("Embed frame copied")
    assert clipboard(copier).startswith(f'<iframe src="{embed.replace("&", "&amp;")}" width="960"')
    # With keys alone.
    button = copier.page.locator(f"#{ids.SHARE_BUTTON}")
    button.focus()
    copier.page.keyboard.press("Enter")
    expect(copier.page.locator(f"#{ids.LINK_BUTTON}")).to_be_focused()
    copier.page.keyboard.press("ArrowDown")
    expect(copier.page.locator(f"#{ids.SHARE_EMBED_BUTTON}")).to_be_focused()
    copier.page.keyboard.press("Enter")
    copier.page.wait_for_function(
        "async text => await navigator.clipboard.readText() === text", arg=embed
    )
    copier.expect_toast("Embed link copied")
    expect(button).to_be_focused()


def test_a_page_without_a_clipboard_copies_all_the_same(lab: Lab) -> None:
    lab.page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', { value: undefined });"
        "document.addEventListener('copy', () => { window.copied = getSelection().toString(); });"
    )
    lab.open()
    share(lab, ids.LINK_BUTTON)
    lab.expect_toast("Link copied")
    assert lab.page.evaluate("window.copied") == lab.page.url


def test_a_picture_holds_what_is_shown_in_either_theme_and_a_table_is_refused(
    lab: Lab, tmp_path: Path
) -> None:
    lab.open()
    for scheme in SCHEMES:
        lab.show_scheme(scheme)
        expect_picture(lab, tmp_path, scheme)
    expect_the_atlas_saved(lab)
    lab.page.get_by_text("Models", exact=True).click()
    lab.expect_query("view=models")
    share(lab, ids.SHARE_PICTURE_BUTTON)
    lab.expect_toast("This view is a table")


def expect_picture(lab: Lab, tmp_path: Path, scheme: str) -> None:
    lab.page.mouse.move(700, 600)
    lab.page.mouse.wheel(0, 900)
    with lab.page.expect_download() as download:
        share(lab, ids.SHARE_PICTURE_BUTTON)
    name = "digits-3d_merge-3-6_damping-1e-05_weights-bias_fit-on-fit.png"
    assert download.value.suggested_filename == name
    download.value.save_as(tmp_path / name)
    picture = Image.open(tmp_path / name)
    width = lab.page.locator(".twins").first.bounding_box()["width"]
    assert picture.format == "PNG"
    assert picture.width == round((width + 56) * 2)
    hue = np.asarray(picture.convert("HSV"), dtype=int)
    strong = (hue[..., 1] > 110) & (hue[..., 2] > 80)
    rows, middle = picture.height, picture.width // 2
    for part in (slice(rows // 8, rows // 2), slice(rows // 2, rows)):
        assert strong[part, :middle].mean() > 0.001
        assert strong[part, middle:].mean() > 0.001
    # The link stands at the foot, in the color of soft ink on plain ground.
    grey = np.asarray(picture.convert("L"), dtype=int)
    ground = grey[4, 4]
    assert (ground < 60) == (scheme == "dark")
    for text in (grey[40:100, 56:-56], grey[-110:-50, 56:-56]):
        assert 0.005 < (abs(text - ground) > 60).mean() < 0.5


def expect_the_atlas_saved(lab: Lab) -> None:
    """Save the atlas as it stands."""
    lab.page.get_by_text("Atlas", exact=True).click()
    expect(lab.page.locator(f"#{ids.ATLAS_STATUS}")).to_contain_text("all measured")
    with lab.page.expect_download() as download:
        share(lab, ids.SHARE_PICTURE_BUTTON)
    assert download.value.suggested_filename == "digits-3d_atlas_cost-of-merging_damping-1e-05.png"


def test_an_embedded_view_or_atlas_fits_a_slide_and_leads_to_the_lab(lab: Lab) -> None:
    lab.page.set_viewport_size({"width": 960, "height": 540})
    lab.open(EMBED)
    for away in (".header", ".side-panel", f"#{ids.CURVE_GRAPH}", f"#{ids.CIRCLE_AFTER}"):
        expect(lab.page.locator(away)).to_be_hidden()
    link = lab.page.get_by_role("link", name="Open in the lab")
    expect(link).to_be_in_viewport(ratio=1)
    expect(lab.page.locator(f"#{ids.SHARE_LINE}")).to_contain_text("digits-3d · 3 and 6 merged")
    for id in SCENES:
        expect(lab.page.locator(f"#{id}")).to_be_in_viewport(ratio=1)
        assert lab.strong_pixels(id) > 0.001, id
    lab.page.wait_for_function("document.documentElement.scrollHeight <= innerHeight")
    lab.page.set_viewport_size({"width": 1280, "height": 800})
    expect(lab.page.locator(f"#{ids.CIRCLE_AFTER}")).to_be_in_viewport(ratio=1)
    lab.page.wait_for_function("document.documentElement.scrollHeight <= innerHeight")
    for width, height in ((480, 320), (640, 360), (700, 900), (960, 540)):
        lab.page.set_viewport_size({"width": width, "height": height})
        expect(lab.page.locator(".verdict-sentence")).to_be_in_viewport(ratio=1)
        for id in SCENES:
            expect(lab.page.locator(f"#{id}")).to_be_in_viewport(ratio=0.99)
        lab.page.wait_for_function("document.documentElement.scrollHeight <= innerHeight")
    with lab.page.expect_popup() as popup:
        link.click()
    guest = Lab(popup.value, lab.address)
    expect(popup.value.locator(".side-panel")).to_be_visible()
    assert "embed" not in popup.value.url
    assert "model=digits-3d&op=merge:3-6:1e-05" in popup.value.url
    popup.value.close()
    assert guest.faults == []
    # Of an atlas there is the result alone.
    lab.follow(f"{EMBED}&view=atlas")
    expect(lab.page.locator(f"#{ids.ATLAS_STATUS}")).to_contain_text("all measured")
    for away in (f"input#{ids.ATLAS_FIGURE}", f"#{ids.ATLAS_DAMPING}", f"#{ids.ATLAS_CANCEL}"):
        expect(lab.page.locator(away)).to_be_hidden()
    for id in (ids.ATLAS_MAP, ids.ATLAS_PARETO, ids.ATLAS_MAP_TEXT, ids.ATLAS_PARETO_TEXT):
        expect(lab.page.locator(f"#{id}")).to_be_in_viewport(ratio=0.99)
    expect(lab.page.get_by_role("link", name="Open in the lab")).to_be_in_viewport(ratio=1)
    lab.page.wait_for_function("document.documentElement.scrollHeight <= innerHeight")


def test_an_embedded_view_lives_in_a_frame_of_another_page(lab: Lab) -> None:
    lab.page.goto(f"{lab.address}/health")
    lab.page.evaluate(
        "source => { const frame = document.createElement('iframe');"
        "Object.assign(frame, { src: source, width: 960, height: 540 });"
        "document.body.append(frame); }",
        f"{lab.address}/?{EMBED}",
    )
    frame = lab.page.frame_locator("iframe")
    expect(frame.locator(f"#{ids.VERDICT}")).to_contain_text("Not merged")
    inner = next(one for one in lab.page.frames if "embed=1" in one.url)
    inner.wait_for_function(DRAWN, arg=list(SCENES))
    expect(frame.locator(".header")).to_be_hidden()


def test_a_presentation_is_in_the_link_and_leaves_with_escape(lab: Lab) -> None:
    lab.open()
    panel = lab.page.locator(".side-panel")
    sentence = lab.page.locator(".verdict-sentence")
    size = sentence.evaluate("element => parseFloat(getComputedStyle(element).fontSize)")
    width = lab.layout(ids.EMBEDDING_AFTER, "width")
    field = lab.page.locator(f"input#{ids.DAMPING_INPUT}")
    field.focus()
    lab.page.keyboard.press("p")
    field.fill("1e-05")
    field.blur()
    expect(panel).to_be_visible()
    lab.open_options()
    lab.page.locator(f"#{ids.BIAS_SWITCH}").focus()
    lab.page.keyboard.press("p")
    lab.expect_query("present=1")
    expect(panel).to_be_hidden()
    larger = sentence.evaluate("element => parseFloat(getComputedStyle(element).fontSize)")
    assert larger > 1.25 * size
    lab.page.wait_for_function(
        "([id, width]) => document.querySelector(`#${id} .js-plotly-plot`)"
        "._fullLayout.width > width",
        arg=[ids.EMBEDDING_AFTER, width + 50],
    )
    lab.page.reload()
    lab.page.wait_for_function(DRAWN, arg=list(SCENES))
    expect(panel).to_be_hidden()
    expect(lab.page.get_by_role("button", name="Leave presentation")).to_be_visible()
    lab.page.keyboard.press("Escape")
    expect(panel).to_be_visible()
    lab.page.wait_for_function("!location.search.includes('present')")
    lab.page.get_by_role("button", name="Present", exact=True).click()
    lab.expect_query("present=1")
