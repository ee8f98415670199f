"""A page with plotly.js, some figures and nothing else, served as ours is.

Started by `benchmarks.first_load`: `python -m benchmarks.plain_page --port 8060 figures.json`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from flask import Flask, Response
from flask_compress import Compress
from plotly.offline import get_plotlyjs
from waitress import serve

from weight_surgery.server.listening import THREADS

HTML = """<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>plain</title>
    <script src="/plotly.min.js"></script>
  </head>
  <body>
    %(places)s
    <script type="application/json" id="figures">%(figures)s</script>
    <script>
      JSON.parse(document.getElementById("figures").textContent).forEach((figure, at) =>
        Plotly.newPlot(`graph-${at}`, figure.data, figure.layout, figure.config),
      );
    </script>
  </body>
</html>
"""
PLACE = '<div id="graph-%d" style="display: inline-block; width: %gpx; height: %gpx"></div>'


def page_of(figures: list[dict[str, Any]]) -> str:
    """Return a page that draws the figures one after the other, each in a box of its own size."""
    places = [PLACE % (at, figure["width"], figure["height"]) for at, figure in enumerate(figures)]
    text = json.dumps(figures, separators=(",", ":")).replace("</", "<\\/")
    return HTML % {"places": "\n    ".join(places), "figures": text}


def create_app(figures: list[dict[str, Any]]) -> Flask:
    """Return an app that serves the page and plotly.js, compressed as Dash compresses ours."""
    app = Flask(__name__)
    Compress(app)
    html, plotly = page_of(figures), get_plotlyjs()

    @app.get("/")
    def page() -> str:
        return html

    @app.get("/plotly.min.js")
    def script() -> Response:
        return Response(plotly, mimetype="text/javascript")

    @app.get("/health")
    def health() -> str:
        return "OK"

    return app


def main() -> None:
    """Serve the figures of a file until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.plain_page")
    parser.add_argument("figures", type=Path, help="JSON: data, layout, config, width, height")
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    app = create_app(json.loads(options.figures.read_text()))
    serve(app, host="127.0.0.1", port=options.port, threads=THREADS)


if __name__ == "__main__":
    main()
