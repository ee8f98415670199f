"""Labels in the scenes are as large after a change as they are in a page just opened.

Plotly draws a text that it first meets in an update at half its size.
"""

from __future__ import annotations

import io
from base64 import b64decode

import numpy as np
from PIL import Image

from components import ids
from tests.browser.driver import Lab

QUERY = "model=digits-3d&points=60&op=merge:0-1:"
TRIES = 40
# A canvas keeps its pixels only until the browser shows them.
DRAWN_NOW = """id => {
  const graph = document.querySelector(`#${id} .js-plotly-plot`);
  const plot = graph._fullLayout.scene._scene?.glplot;
  plot?.redraw();
  return plot?.canvas.toDataURL() ?? "";
}"""


def picture(lab: Lab) -> np.ndarray:
    """Return the after-scene's pixels."""
    url = lab.page.wait_for_function(DRAWN_NOW, arg=ids.EMBEDDING_AFTER).json_value()
    image = Image.open(io.BytesIO(b64decode(url.split(",")[1])))
    return np.asarray(image.convert("RGBA"), dtype=int)


def settled(lab: Lab, query: str) -> np.ndarray:
    """Open a link; return the after-scene once all has come."""
    lab.open(query)
    lab.expect_tables()
    return picture(lab)


def differs(one: np.ndarray, other: np.ndarray) -> bool:
    """Tell whether more than a few pixels of two pictures are clearly apart."""
    assert one.shape == other.shape
    return bool((np.abs(one - other).max(axis=2) > 60).sum() > 5)


def becomes(lab: Lab, wanted: np.ndarray) -> bool:
    """Tell whether the after-scene comes to look as wanted."""
    for _ in range(TRIES):
        if not differs(picture(lab), wanted):
            return True
        lab.page.wait_for_timeout(250)
    return False


def test_the_label_of_a_merged_pair_is_no_smaller_than_in_a_fresh_page(lab: Lab) -> None:
    wanted = settled(lab, f"{QUERY}0")
    assert differs(settled(lab, f"{QUERY}1"), wanted)
    field = lab.page.locator(f"input#{ids.DAMPING_INPUT}")
    field.fill("0")
    field.press("Enter")
    assert becomes(lab, wanted)
