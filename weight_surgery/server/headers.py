"""What a browser is told not to do with the page: load from elsewhere, run what is not ours."""

from __future__ import annotations

from functools import cache

from dash import Dash
from flask import Response, request

# A notebook of this machine, in a browser or an editor, frames the page of `ws.show`.
NOTEBOOKS = (
    "http://127.0.0.1:* http://localhost:* http://[::1]:* https://localhost:* vscode-webview:"
)
POLICY = (
    "default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
)
# Dash's icon is of this kind, and could hold a script.
DOCUMENTS = ("text/html", "image/svg+xml")


def protect(app: Dash, may_embed: bool, framed_by: str = "") -> None:
    """Send the headers; every callback of the app is registered by now.

    may_embed: whether any site may frame the page where it is asked for with embed=1; framed_by:
    origins that may frame it in any case.
    """

    @cache
    def hashes() -> str:
        return " ".join(f"'{one.strip(chr(39))}'" for one in app.csp_hashes())

    def add(response: Response) -> Response:
        response.headers["X-Content-Type-Options"] = "nosniff"
        # Its own address opens what somebody brought, so no other site is told it.
        response.headers["Referrer-Policy"] = "same-origin"
        if response.mimetype in DOCUMENTS:
            anybody = may_embed and request.args.get("embed") == "1"
            ancestors = "*" if anybody else f"'self' {framed_by}".strip()
            response.headers["Content-Security-Policy"] = POLICY.format(
                hashes=hashes(), ancestors=ancestors
            )
        return response

    app.server.after_request(add)
