"""Weight Surgery Lab: build the Dash app and serve it. Wiring only."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from pathlib import Path

from dash import Dash
from flask import Flask
from threadpoolctl import threadpool_limits

from components import page
from components.toasts import show_error
from core.datasets import DATA_VARIABLE, has_mnist
from core.workbench import PRETRAINED, Workbench

MODELS_VARIABLE = "WEIGHT_SURGERY_MODELS"
THREADS = 8
ASSETS = Path(__file__).parent / "assets"


def create_app(workbench: Workbench) -> Dash:
    """Return the Dash app that shows a workbench."""
    app = Dash(
        __name__,
        title="Weight Surgery Lab",
        update_title="",
        assets_folder=str(ASSETS),
        index_string=(ASSETS / "index.html").read_text(encoding="utf-8"),
        health_endpoint="health",
        on_error=show_error,
        compress=True,
        # Some of the page is built later; a test holds every id in a callback against all of it.
        suppress_callback_exceptions=True,
    )
    page.register(app, workbench)
    # Several people are served by several threads; with a pool of BLAS threads for each of them,
    # they wait for one another.
    threadpool_limits(1, user_api="blas")
    return app


def __getattr__(name: str) -> Flask:
    """Build `server`, the WSGI app, when it is asked for: `gunicorn app:server`."""
    if name != "server":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    folder = os.environ.get(MODELS_VARIABLE)
    return create_app(load_workbench(Path(folder) if folder else None)).server


def load_workbench(models: Path | None, data: Path | None = None) -> Workbench:
    """Load the models that ship, and those of one more folder where one is given.

    What ships is read when it is used; what a person brings is checked at once. data: the folder
    that holds MNIST/raw, else what `core.datasets.data_root` says.
    """
    if models is None:
        return Workbench.from_folder(PRETRAINED, lazily=True, data=data)
    return Workbench.from_folder(PRETRAINED, models, data=data)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python app.py", description="Serve the Weight Surgery Lab on this machine."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8050, help="port to listen on (8050)")
    parser.add_argument("--data", type=Path, help=f"folder that holds MNIST/raw ({DATA_VARIABLE})")
    parser.add_argument("--models", type=Path, help=f"folder of more bundles ({MODELS_VARIABLE})")
    parser.add_argument("--debug", action="store_true", help="Dash's developer tools")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run `python app.py`; exit code 2 with a sentence on bad input."""
    options = _parser().parse_args(arguments)
    try:
        if options.data and not has_mnist(options.data):
            raise ValueError(
                f"folder {options.data} does not hold MNIST/raw; run `make data`, or leave --data "
                "out: only the images of samples need it"
            )
        app = create_app(load_workbench(options.models, options.data))
        serve(app, options.host, options.port, options.debug)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def serve(app: Dash, host: str, port: int, debug: bool) -> None:
    """Serve until interrupted: waitress, or Dash's own server with its tools when debugging.

    Raises ValueError when the address cannot be had.
    """
    if not 0 < port < 65536:
        raise ValueError(f"--port must lie in 1…65535, got {port}")
    if debug:
        _check_free(host, port)
        app.run(host=host, port=port, debug=True)
        return
    from waitress import create_server

    try:
        listener = create_server(app.server, host=host, port=port, threads=THREADS)
    except (OSError, ValueError) as error:
        raise _cannot_listen(host, port, error) from error
    print(f"Weight Surgery Lab is at http://{host}:{port} (stop it with Ctrl+C)", flush=True)
    listener.run()


def _check_free(host: str, port: int) -> None:
    # Dash's own server ends the process without a word of ours when the port is taken. Its
    # reloader starts this program again, with the port in its own hands.
    if os.environ.get("WERKZEUG_RUN_MAIN"):
        return
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as error:
        raise _cannot_listen(host, port, error) from error


def _cannot_listen(host: str, port: int, error: Exception) -> ValueError:
    return ValueError(
        f"cannot listen on {host}:{port} ({error}); is it taken? Choose another with --port"
    )


if __name__ == "__main__":
    sys.exit(main())
