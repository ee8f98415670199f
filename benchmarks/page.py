"""Measure how quickly the page answers, as ratios to bare plotly in the same Chromium.

A drag step: our morph against `Plotly.restyle` of the same graphs with the same arrays. A class
change: from the click to both scenes and circles painted, against `Plotly.react` of the same four
figures in a page with nothing else on it. Bytes of a class change: all that crosses the wire
against arrays compressed alike, those that are drawn (the samples' coordinates in the four
pictures) and those that are sent (from which the page makes these, and those of all other figures).
Hover: from the event to the painted card.
"""

from __future__ import annotations

import argparse
import sys
from base64 import b64decode
from statistics import median
from typing import Any

from flask import Flask, Response
from flask_compress import Compress
from playwright.sync_api import Page
from playwright.sync_api import Response as Answer

from benchmarks.browser import chromium, open_bare, open_lab
from tests.browser.server import served

POINTS = (2_000, 10_000)
MOST_DRAG, MOST_CHANGE, SLACK, MOST_BYTES, MOST_HOVER = 1.25, 1.5, 60, 1.3, 150
DAMPINGS = [0.9, 0.7, 0.5, 0.3, 0.2, 0.1, 0.05, 0.0]
PLOTLY = "() => [...document.scripts].map(one => one.src).find(one => one.includes('plotly'))"
# As Chromium asks.
ENCODINGS = "gzip, deflate, br, zstd"
SELECT = "#surgery-class-b-select"


def drag(lab: Page) -> tuple[float, float, float]:
    """Return the medians of our drag step and the bare one, in ms, and of their ratios."""
    pairs = lab.evaluate("dampings => window.probe.dragSteps(dampings)", DAMPINGS)
    ratio = median(ours / bare for ours, bare in pairs)
    return median(ours for ours, _ in pairs), median(bare for _, bare in pairs), ratio


def change(lab: Page, name: str) -> float:
    """Choose another class B by a click; return the ms until all four pictures are painted."""
    lab.locator(f"input{SELECT}").click()
    option = lab.get_by_role("option", name=name, exact=True).locator("visible=true")
    lab.evaluate(
        """() => {
          const { GRAPHS, graphOf } = window.modules.samples;
          addEventListener("click", () => { window.clicked = performance.now(); },
            { capture: true, once: true });
          window.painted = window.probe.drawn(GRAPHS.map(graphOf), () => window.clicked);
        }"""
    )
    option.click()
    spent = float(lab.evaluate("() => window.painted"))
    lab.wait_for_load_state("networkidle")
    return spent


def changes(lab: Page, bare: Page, repeats: int) -> list[tuple[float, float]]:
    """Return (ours, bare) ms of class changes, each bare one with the figures ours has drawn."""
    pairs = []
    for turn in range(repeats + 1):
        ours = change(lab, "7" if turn % 2 == 0 else "6")
        figures = lab.evaluate("() => window.probe.figures()")
        floor = float(bare.evaluate("figures => window.probe.react(figures)", figures))
        if turn:
            pairs.append((ours, floor))
    return pairs


def wire(lab: Page) -> tuple[int, int, int]:
    """Return the bytes of one class change on the wire, of arrays drawn, and of arrays sent."""
    received: list[int] = []
    bodies: list[Answer] = []

    def keep(response: Answer) -> None:
        bodies.append(response)

    # What the change before still asks for is not this one's.
    lab.wait_for_timeout(2000)
    session = lab.context.new_cdp_session(lab)
    session.send("Network.enable")

    def count(event: dict[str, Any]) -> None:
        received.append(int(event["encodedDataLength"]))

    session.on("Network.loadingFinished", count)
    lab.on("response", keep)
    change(lab, "8")
    lab.wait_for_timeout(500)
    answers = [body.json() for body in bodies if "_dash-update" in body.url and body.status == 200]
    arrays = b"".join(array for answer in answers for array in _arrays(answer))
    drawn = b64decode(lab.evaluate("() => window.probe.drawnArrays()"))
    return sum(received), compressed(drawn), compressed(arrays)


def compressed(body: bytes) -> int:
    """Return the bytes that a body takes when it is served as the page's answers are."""
    server = Flask("bare")
    Compress(server)
    server.add_url_rule("/", view_func=lambda: Response(body, mimetype="application/json"))
    answer = server.test_client().get("/", headers={"Accept-Encoding": ENCODINGS})
    return len(answer.data)


def _arrays(value: Any) -> list[bytes]:
    """Return every array in an answer that is sent as base64, as bytes."""
    if isinstance(value, dict) and "bdata" in value:
        return [b64decode(value["bdata"])]
    if isinstance(value, dict):
        return [array for one in value.values() for array in _arrays(one)]
    if isinstance(value, list):
        return [array for one in value for array in _arrays(one)]
    if isinstance(value, str) and len(value) > 1_000 and " " not in value:
        return [b64decode(value)]
    return []


def hover(lab: Page) -> float:
    """Return the ms from plotly's hover event to the painted card."""
    return float(
        lab.evaluate(
            """() => window.probe.timed(() => {
              const { graphOf, GRAPHS } = window.modules.samples;
              const graph = graphOf(GRAPHS[0]);
              const { customdata } = graph.data.find(({ name }) => name === "pair");
              graph.emit("plotly_hover", { points: [{ customdata: customdata[0] }] });
            })"""
        )
    )


def main(arguments: list[str] | None = None) -> int:
    """Run `python -m benchmarks.page`; exit code 1 when a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page", description=__doc__)
    parser.add_argument("--repeats", type=int, default=6, help="class changes measured (6)")
    parser.add_argument("--model", default="mnist-16d", help="model shown (mnist-16d)")
    options = parser.parse_args(arguments)
    missed = 0
    print(f"{options.model:12}          ours      bare     ratio   bar")
    with served() as address, chromium() as browser:
        for points in POINTS:
            lab = open_lab(browser, address, f"model={options.model}&points={points}")
            plotly = lab.evaluate(PLOTLY)
            bare = open_bare(browser, address, plotly)
            ours, floor, ratio = drag(lab)
            missed += ratio > MOST_DRAG
            print(f"{points:6,} drag step {ours:8.0f}  {floor:8.0f} ms {ratio:7.2f}  {MOST_DRAG}")
            pairs = changes(lab, bare, options.repeats)
            ours, floor = median(one for one, _ in pairs), median(two for _, two in pairs)
            ratio = median((one - SLACK) / two for one, two in pairs)
            missed += ratio > MOST_CHANGE
            print(
                f"{points:6,} change    {ours:8.0f}  {floor:8.0f} ms {ratio:7.2f}  {MOST_CHANGE} "
                f"(after {SLACK} ms)"
            )
            sent, drawn, arrays = wire(lab)
            for name, floor in (("drawn", drawn), ("sent", arrays)):
                ratio = sent / floor
                missed += ratio > MOST_BYTES
                print(
                    f"{points:6,} bytes     {sent:8,}  {floor:8,}    {ratio:7.2f}  {MOST_BYTES} "
                    f"(arrays {name})"
                )
            spent = hover(lab)
            missed += spent > MOST_HOVER
            print(f"{points:6,} hover     {spent:8.0f}           ms          {MOST_HOVER}")
            lab.close()
            bare.close()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
