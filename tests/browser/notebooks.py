"""Run the notebooks in docs/ again and keep what they show, as pictures: `make notebooks`."""

from __future__ import annotations

import io
import sys
import tempfile
from base64 import b64encode
from pathlib import Path
from typing import Any

import nbformat
from PIL import Image
from playwright.sync_api import Page, sync_playwright
from plotly.offline import get_plotlyjs

from tests.browser.chromium import ARGUMENTS, chromium_path
from tests.notebooks import FIGURE, NOTEBOOKS, PORT, outputs_of, run

COLORS = 128
SIZE = {"width": 1000, "height": 700}
DRAW = """async ({data, layout}) => {
  document.body.replaceChildren(document.createElement('div'));
  await Plotly.newPlot(document.body.firstChild, data, layout, {displayModeBar: false});
}"""


def picture(page: Page, figure: dict[str, Any]) -> bytes:
    """Draw a figure and return it as a small PNG."""
    page.evaluate(DRAW, {"data": figure["data"], "layout": figure["layout"]})
    shot = page.locator(".js-plotly-plot .main-svg").first.screenshot()
    small = io.BytesIO()
    Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLORS, kmeans=1).save(
        small, "PNG", optimize=True
    )
    return small.getvalue()


def main() -> int:
    """Run every notebook, or those named."""
    wanted = sys.argv[1:] or [path.stem for path in NOTEBOOKS]
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        page = browser.new_page(viewport=SIZE)
        page.add_script_tag(content=get_plotlyjs())
        for path in (one for one in NOTEBOOKS if one.stem in wanted):
            notebook = run(path, Path(folder))
            for cell in notebook.cells:
                # When each cell ran is news at every run.
                cell.metadata.pop("execution", None)
            for output in outputs_of(notebook):
                if FIGURE in output.get("data", {}):
                    shown = b64encode(picture(page, output.data[FIGURE])).decode()
                    output.data = {"image/png": shown, "text/plain": "a figure that can be turned"}
                elif "<iframe" in output.get("data", {}).get("text/html", ""):
                    # The page that it held is gone.
                    output.data = {"text/plain": PORT.sub("…", output.data["text/plain"])}
            nbformat.write(notebook, path)
            print(f"{path.name}  {path.stat().st_size:,} bytes")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
