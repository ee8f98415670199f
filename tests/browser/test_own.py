"""A model of one's own: dropped on the page, looked at, opened, kept by this browser alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.driver import DRAWN, SCENES, Lab, driven
from tests.browser.server import serving
from tests.browser.test_accessibility import violations
from weight_surgery.components import ids
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.uploads import Uploads
from weight_surgery.core.workbench import Workbench

DROP = """async ([name, text]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([text], name));
  document.body.dispatchEvent(
    new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
}"""
FILES = f"#{ids.OWN_FILES} .own-file"


@pytest.fixture(scope="module")
def uploads(tmp_path_factory: pytest.TempPathFactory) -> Uploads:
    return Uploads(tmp_path_factory.mktemp("uploads") / "own")


@pytest.fixture(scope="module")
def workbench(shipped: Workbench, uploads: Uploads) -> Workbench:
    # The notebook's network is here by its name, and soon measured.
    bundles = dict.fromkeys(("digits-3d", "mnist-3d"), shipped.bundle("digits-3d"))
    return Workbench(bundles, uploads=uploads)


@pytest.fixture(scope="module")
def own_address(workbench: Workbench) -> Iterator[str]:
    with serving(workbench) as base:
        yield base


@pytest.fixture
def own(page: Page, own_address: str) -> Iterator[Lab]:
    with driven(page, own_address) as driver:
        yield driver


def iris() -> str:
    """Return the flowers as a table, with a column that counts them and one more of texts."""
    from sklearn.datasets import load_iris

    flowers = load_iris()
    lines = ["id,sepal length,sepal width,petal length,petal width,species,size"]
    for at, (row, label) in enumerate(zip(flowers.data, flowers.target, strict=True)):
        size = "large" if row[2] > 4.9 else "small"
        numbers = ",".join(map(str, row))
        lines.append(f"{at},{numbers},{flowers.target_names[label]},{size}")
    return "\n".join(lines)


def options_of(lab: Lab) -> list[str]:
    """Return the models that the page offers."""
    lab.page.locator(f"input#{ids.MODEL_SELECT}").click()
    options = lab.page.get_by_role("option").locator("visible=true")
    expect(options.first).to_be_visible()
    names = options.all_inner_texts()
    lab.page.keyboard.press("Escape")
    return names


def shown_model(lab: Lab) -> str:
    return lab.page.locator(f"input#{ids.MODEL_SELECT}").input_value()


def expect_to_stay(own: Lab) -> None:
    """Try what led out of one's own model once: the notebook, the default, a broken link."""
    page = own.page
    page.locator(f"#{ids.NOTEBOOK_BUTTON}").click()
    own.expect_query("bias=0")
    own.open_options()
    page.locator(f"#{ids.DEFAULT_BUTTON}").click()
    own.expect_query("op=merge:0-1:1e-05&bias=1")
    assert "model=own-" in page.url
    own.follow(f"{page.url.split('?')[1].split('&')[0]}&op=merge:7-77:0.1")
    own.expect_toast("Here is the default view of iris.")
    expect(page.locator(f"input#{ids.MODEL_SELECT}")).to_have_value("iris")


def test_a_table_is_looked_at_opened_edited_and_still_there(
    own: Lab, workbench: Workbench, tmp_path: Path
) -> None:
    table, broken = tmp_path / "iris.csv", tmp_path / "broken.npz"
    table.write_text(iris())
    broken.write_text("this is no archive")
    own.open()
    page = own.page
    page.locator(f"#{ids.OWN_BUTTON}").click()
    page.locator(f"#{ids.OWN_DIALOG} input[type=file]").set_input_files([table, broken])
    first, second = (page.locator(FILES).nth(at) for at in range(2))
    # A broken one among good ones stops nobody.
    expect(second).to_contain_text("It is no .npz")
    expect(first.locator(".own-verdict")).to_have_text("96.0\u00a0% on 75 samples")
    expect(first).to_contain_text("4 columns of numbers: sepal length, sepal width")
    expect(first).to_contain_text("Left out as counting the rows: id.")
    expect(first.locator(".own-picture .points path").first).to_be_attached()
    assert violations(own) == []
    fields = first.locator("select")
    assert fields.nth(0).input_value() == "species"
    fields.nth(0).select_option("size")
    expect(first).to_contain_text("2 classes: large, small")
    fields.nth(0).select_option("species")
    expect(first).to_contain_text("3 classes: setosa, versicolor, virginica")
    fields.nth(2).select_option(label="distance: 94.7\u00a0% fitted, 93.3\u00a0% tested")
    expect(first.locator(".own-verdict")).to_have_text("93.3\u00a0% on 75 samples")
    first.get_by_role("button", name="Open iris").click()
    expect(page.locator(f"#{ids.OWN_DIALOG}")).to_be_hidden()
    own.expect_query("model=own-")
    own.expect_pair(ids.EMBEDDING_BEFORE, "setosa", "versicolor")
    assert shown_model(own) == "iris"
    own.choose(ids.CLASS_B_SELECT, "virginica")
    own.expect_pair(ids.EMBEDDING_AFTER, "setosa", "virginica")
    own.expect_query("op=merge:0-2:")
    page.reload()
    page.wait_for_function(DRAWN, arg=list(SCENES))
    own.expect_pair(ids.EMBEDDING_BEFORE, "setosa", "virginica")
    expect(page.locator(f"input#{ids.MODEL_SELECT}")).to_have_value("iris")
    assert options_of(own) == ["iris", "digits-3d", "mnist-3d"]
    expect_to_stay(own)
    # A recipe of it is followed again, and opens where it was made.
    spec = SurgerySpec(page.url.split("model=")[1].split("&")[0])
    recipe = workbench.export_recipe(spec.with_operation(classes=(1, 2), damping=0.25))[1]
    own.choose(ids.MODEL_SELECT, "digits-3d")
    own.expect_query("model=digits-3d")
    page.evaluate(DROP, ["edit.recipe.json", recipe])
    expect(page.locator(FILES).last).to_contain_text("Identical figures")
    page.get_by_role("button", name="Open the recipe on iris").click()
    own.expect_query(f"model={spec.model}&op=merge:1-2:0.25")


def test_the_plain_address_comes_back_to_ones_own_for_as_long_as_it_is_there(
    own: Lab, uploads: Uploads
) -> None:
    page, model = own.page, own.page.locator(f"input#{ids.MODEL_SELECT}")
    own.open("")
    expect(model).to_have_value("digits-3d")
    for name in ("first", "second"):
        page.evaluate(DROP, [f"{name}.csv", iris()])
        page.get_by_role("button", name=f"Open {name}").click()
        expect(model).to_have_value(name)
    address = page.url.split("model=")[1].split("&")[0]
    own.open("")
    expect(model).to_have_value("second")
    own.expect_query(f"model={address}")
    # A link means what it says, and another model does not take its place.
    own.open("model=digits-3d")
    expect(model).to_have_value("digits-3d")
    own.choose(ids.MODEL_SELECT, "first")
    expect(model).to_have_value("first")
    # Chosen is not yet shown.
    page.wait_for_function("() => location.search.includes('model=own-')")
    own.open("")
    expect(model).to_have_value("first")
    first = page.url.split("model=")[1].split("&")[0]
    (uploads.folder / f"{first}.npz").unlink()
    own.open("")
    own.expect_toast("Your own model is gone")
    expect(model).to_have_value("digits-3d")
    own.open("")
    expect(model).to_have_value("digits-3d")
    expect(page.locator(".mantine-Notification-root")).to_have_count(0)


def test_a_browser_that_keeps_nothing_opens_the_default(own: Lab) -> None:
    own.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } });"
    )
    for _ in range(2):
        own.open("")
        expect(own.page.locator(f"input#{ids.MODEL_SELECT}")).to_have_value("digits-3d")
        own.page.evaluate(DROP, ["mine.csv", iris()])
        own.page.get_by_role("button", name="Open mine").click()
        expect(own.page.locator(f"input#{ids.MODEL_SELECT}")).to_have_value("mine")


def test_two_browsers_do_not_see_each_others_and_what_is_gone_is_said_to_be(
    browser: Browser, own_address: str, uploads: Uploads
) -> None:
    one, other = (Lab(browser.new_context().new_page(), own_address) for _ in range(2))
    for lab, name in ((one, "mine.csv"), (other, "yours.csv")):
        lab.open()
        lab.page.evaluate(DROP, [name, iris()])
        title = name.removesuffix(".csv")
        lab.page.get_by_role("button", name=f"Open {title}").click()
        lab.expect_query("model=own-")
        expect(lab.page.locator(f"input#{ids.MODEL_SELECT}")).to_have_value(title)
    assert options_of(one) == ["mine", "digits-3d", "mnist-3d"]
    assert options_of(other) == ["yours", "digits-3d", "mnist-3d"]
    # Who is given the address opens it, until its time is over.
    address = one.page.url.split("model=")[1].split("&")[0]
    other.follow(f"model={address}")
    expect(other.page.locator(f"input#{ids.MODEL_SELECT}")).to_have_value("mine")
    one.choose(ids.MODEL_SELECT, "digits-3d")
    one.expect_query("model=digits-3d")
    (uploads.folder / f"{address}.npz").unlink()
    one.choose(ids.MODEL_SELECT, "mine")
    one.expect_toast("This model of your own is no longer here")
    expect(one.page.locator(f"input#{ids.MODEL_SELECT}")).to_have_value("digits-3d")
    assert options_of(one) == ["digits-3d", "mnist-3d"]
    for lab in (one, other):
        assert lab.faults == []
        lab.page.context.close()
