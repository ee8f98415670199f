"""The bytes of a class change against those of its arrays: `python -m benchmarks.wire`.

All that crosses the wire, against arrays alone that are compressed as the page's answers are: those
that are drawn (the samples' coordinates in the four pictures) and those that are sent (from which
the page makes these).
"""

from __future__ import annotations

import argparse
import struct
import sys
from base64 import b64decode
from typing import Any

from flask import Flask, Response
from flask_compress import Compress
from playwright.sync_api import Page
from playwright.sync_api import Response as Answer

from benchmarks.browser import chromium, open_lab
from benchmarks.page import POINTS, change
from tests.browser.server import served
from weight_surgery.components.samples import BINARY, PLACE

MOST_RATIO = 1.3
# As Chromium asks.
ENCODINGS = "gzip, deflate, br, zstd"


def wire(lab: Page) -> tuple[int, bytes, bytes]:
    """Return the bytes of one class change on the wire, the arrays drawn, and the arrays sent."""
    received: list[int] = []
    bodies: list[Answer] = []

    def count(event: dict[str, Any]) -> None:
        received.append(int(event["encodedDataLength"]))

    def keep(response: Answer) -> None:
        bodies.append(response)

    # What opening the page still asks for is not the change's.
    lab.wait_for_timeout(2000)
    session = lab.context.new_cdp_session(lab)
    session.send("Network.enable")
    session.on("Network.loadingFinished", count)
    lab.on("response", keep)
    change(lab, "8")
    lab.wait_for_timeout(500)
    sent = [columns(one.body()) for one in bodies if f"/{PLACE}?" in one.url]
    drawn = [b64decode(array) for array in lab.evaluate("() => window.probe.drawnArrays()")]
    return sum(received), b"".join(drawn), b"".join(sent)


def columns(body: bytes) -> bytes:
    """Return what follows the words in a body of components/samples.py."""
    (words,) = struct.unpack_from("<I", body)
    return body[struct.calcsize("<I") + words :]


def compressed(body: bytes) -> int:
    """Return the bytes that a body takes when it is served as the page's answers are."""
    server = Flask("bare")
    server.config["COMPRESS_MIMETYPES"] = [BINARY]
    Compress(server)
    server.add_url_rule("/", view_func=lambda: Response(body, mimetype=BINARY))
    answer = server.test_client().get("/", headers={"Accept-Encoding": ENCODINGS})
    return len(answer.data)


def main(arguments: list[str] | None = None) -> int:
    """Print the bytes and both ratios; exit code 1 when a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.wire", description=__doc__)
    parser.add_argument("--model", default="mnist-16d", help="model shown (mnist-16d)")
    options = parser.parse_args(arguments)
    missed = 0
    print(f"{options.model:20}    wire    arrays     ratio   bar")
    with served() as address, chromium() as browser:
        for points in POINTS:
            lab = open_lab(browser, address, f"model={options.model}&points={points}")
            all_bytes, *arrays = wire(lab)
            for name, floor in zip(("drawn", "sent"), map(compressed, arrays), strict=True):
                ratio = all_bytes / floor
                missed += ratio > MOST_RATIO
                print(
                    f"{points:6,} {name:10} {all_bytes:10,}{floor:10,} {ratio:9.2f}   {MOST_RATIO}"
                )
            lab.close()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
