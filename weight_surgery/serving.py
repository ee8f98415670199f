"""`weight-surgery run`: options, and a server until it is interrupted."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from pathlib import Path

from dash import Dash

from weight_surgery.app import (
    MODELS_VARIABLE,
    UPLOADS_VARIABLE,
    create_app,
    load_workbench,
    named_uploads,
    serve_many,
)
from weight_surgery.core.limits import FILE_BYTES
from weight_surgery.core.uploads import Uploads

THREADS = 8
# Set where Werkzeug's reloader has started the program.
AGAIN = "WERKZEUG_RUN_MAIN"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
# A file as it is sent, and the form around it.
MOST_BYTES = FILE_BYTES + 2**20


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=prog,
        description="Serve the Weight Surgery Lab on this machine.",
        epilog=f"Models of your own are opened on the page itself where --host is this machine "
        f"alone, and elsewhere only where {UPLOADS_VARIABLE} names a folder for them.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8050, help="port to listen on (8050)")
    parser.add_argument("--models", type=Path, help=f"folder of more bundles ({MODELS_VARIABLE})")
    parser.add_argument("--debug", action="store_true", help="Dash's developer tools")
    return parser


def main(arguments: list[str] | None = None, prog: str = "weight-surgery run") -> int:
    """Serve the page; exit code 2 with a sentence on bad input."""
    options = _parser(prog).parse_args(arguments)
    serve_many()
    try:
        uploads = named_uploads() or uploads_of(options.host)
        app = create_app(load_workbench(options.models, uploads))
        serve(app, options.host, options.port, options.debug)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def uploads_of(host: str) -> Uploads | None:
    """Return where people's own models are kept: nowhere, where others reach the page as well."""
    if host not in LOOPBACK:
        return None
    cache = os.environ.get("XDG_CACHE_HOME")
    return Uploads((Path(cache) if cache else Path.home() / ".cache") / "weight-surgery")


def serve(app: Dash, host: str, port: int, debug: bool) -> None:
    """Serve until interrupted: waitress, or Dash's own server with its tools when debugging.

    Raises ValueError when the address cannot be had.
    """
    if not 0 < port < 65536:
        raise ValueError(f"--port must lie in 1…65535, got {port}")
    if debug:
        _check_free(host, port)
        # Its reloader starts this program again, which says nothing then.
        if not os.environ.get(AGAIN):
            _say(host, port)
        # What app.run does, but for saying an address of its own, which of IPv6 is none.
        app.enable_dev_tools(debug=True)
        app.server.run(host=host, port=port, debug=True)
        return
    from waitress import create_server

    try:
        listener = create_server(
            app.server,
            host=host,
            port=port,
            threads=THREADS,
            max_request_body_size=MOST_BYTES,
        )
    except (OSError, ValueError) as error:
        raise _cannot_listen(host, port, error) from error
    _say(host, port)
    listener.run()


def address_of(host: str, port: int) -> str:
    """Return the address that a browser opens, with an IPv6 host in brackets."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _say(host: str, port: int) -> None:
    print(f"Weight Surgery Lab is at {address_of(host, port)} (stop it with Ctrl+C)", flush=True)


def _check_free(host: str, port: int) -> None:
    # Dash's own server ends the process without a word of ours when the port is taken. Its
    # reloader starts this program again, with the port in its own hands.
    if os.environ.get(AGAIN):
        return
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.create_server((host, port), family=family):
            pass
    except OSError as error:
        raise _cannot_listen(host, port, error) from error


def _cannot_listen(host: str, port: int, error: Exception) -> ValueError:
    return ValueError(
        f"cannot listen on {address_of(host, port)} ({error}); is it taken? Choose another with "
        "--port"
    )
