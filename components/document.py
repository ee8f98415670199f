"""The page's HTML around what Dash puts into it: the page's own program, and what it needs at once.

Everything that the first pictures wait for is asked for before Dash has begun: the modules
(one after the other they would be found late), their names, and plotly.
"""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

from dash import Dash
from flask import Response

from weight_surgery.components.names import names
from weight_surgery.core.workbench import Workbench

PLOTLY = "_dash-component-suites/plotly/package_data/plotly.min.js"
MAIN = "lab/main.mjs"
FIRST = "lab/first.js"
STYLE = "all.css"
# Dash calls the page's own functions as soon as it runs, so these come first.
RENDERER = (
    'import("{main}").then(({{ begin }}) => {{ begin(); window.renderer = new DashRenderer(); }});'
)


def complete(app: Dash, workbench: Workbench, assets: Path) -> None:
    """Give an app its page; assets: the folder that index.html and the modules are in."""
    prefix = app.config.requests_pathname_prefix
    modules = sorted(path.relative_to(assets).as_posix() for path in assets.rglob("lab/**/*.mjs"))
    slots = {
        "{%modules%}": "\n    ".join(_preload(app.get_asset_url(name)) for name in modules),
        "{%plotly%}": prefix + PLOTLY,
        "{%style%}": app.get_asset_url(STYLE),
        "{%first%}": app.get_asset_url(FIRST),
        "{%main%}": app.get_asset_url(MAIN),
        # A script's content ends at the first "</", wherever that stands.
        "{%names%}": json.dumps(names(workbench, prefix)).replace("</", "<\\/"),
    }
    page = (assets / "index.html").read_text(encoding="utf-8")
    for slot, content in slots.items():
        page = page.replace(slot, content)
    app.index_string = page
    app.renderer = RENDERER.format(main=app.get_asset_url(MAIN))
    _serve_style(app, assets)


def _serve_style(app: Dash, assets: Path) -> None:
    """Serve all style sheets as one: nothing runs before the last of them is there."""

    def style() -> Response:
        sheets = [path.read_text(encoding="utf-8") for path in sorted(assets.glob("*.css"))]
        return Response("\n".join(sheets), mimetype="text/css")

    rule = f"{app.config.routes_pathname_prefix}assets/{STYLE}"
    app.server.add_url_rule(rule, "style", style)


def _preload(address: str) -> str:
    return f'<link rel="modulepreload" href="{quote(address)}">'
