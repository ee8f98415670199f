"""A figure that was written to a file moves there without a kernel, and without the network."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

import weight_surgery as ws
from weight_surgery.core.workbench import Workbench

# The x of both scenes' centers, what the slider says, and where the second scene's camera is.
SEEN = """() => {
  const graph = document.querySelector('.js-plotly-plot');
  const centers = graph._fullData.filter(({name}) => name === 'centers');
  return {
    x: centers.map(trace => Array.from(trace.x)),
    said: document.querySelector('.slider-label')?.textContent,
    eye: graph._fullLayout.scene2._scene.getCamera().eye.x,
    legend: [...document.querySelectorAll('.legendtext')].map(text => text.textContent),
  };
}"""
DRAWN = "() => document.querySelector('.js-plotly-plot')?._fullLayout?.scene2?._scene"


def test_the_slider_of_an_exported_file_moves_the_samples(
    page: Page, shipped: Workbench, tmp_path: Path
) -> None:
    faults: list[Any] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda one: one.url.startswith("file:") or faults.append(one.url))
    bundle = shipped.bundle("digits-16d")
    bundle = replace(bundle, class_names=("<b>zero</b>", "1 & 2", *bundle.class_names[2:]))
    figure = ws.plot.scenes(ws.compare(bundle, "<b>zero</b>", "1 & 2", damping=0.25), points=200)
    path = tmp_path / "scenes.html"
    figure.write_html(path, auto_play=False)
    page.goto(path.as_uri())
    page.wait_for_function(DRAWN)
    first = page.evaluate(SEEN)
    assert first["said"] == "edit strength (1 − damping): 75\u00a0%"
    assert first["legend"][:2] == ["<b>zero</b>", "1 & 2"]
    # Turned by hand, it stays turned.
    box = page.locator(".js-plotly-plot").bounding_box()
    assert box
    x, y = box["x"] + 0.65 * box["width"], box["y"] + 0.45 * box["height"]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 20, steps=5)
    page.mouse.up()
    page.wait_for_function(f"was => ({SEEN})().eye !== was", arg=first["eye"])
    turned = page.evaluate(SEEN)
    rail = page.locator(".slider-rail-touch-rect").bounding_box()
    assert rail
    page.mouse.click(rail["x"] + 8, rail["y"] + rail["height"] / 2)
    page.wait_for_function(
        f"was => JSON.stringify(({SEEN})().x) !== was",
        arg=page.evaluate("x => JSON.stringify(x)", turned["x"]),
    )
    last = page.evaluate(SEEN)
    assert last["said"] == "edit strength (1 − damping): 0\u00a0%"
    # Nothing is taken out, so both scenes are one.
    assert last["x"][0] == last["x"][1] == first["x"][0] != first["x"][1]
    assert abs(last["eye"] - turned["eye"]) < 1e-6
    assert faults == []
