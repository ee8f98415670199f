"""A server of our own on a free port."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from waitress import create_server

from weight_surgery import create_app
from weight_surgery.core.workbench import Workbench

ROOT = Path(__file__).parents[2]
# A loaded machine is slow, not wrong.
START_SECONDS = 120


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def answers(address: str) -> bool:
    """Whether anything is answered, whatever it is."""
    try:
        requests.get(address, timeout=5)
    except requests.RequestException:
        return False
    return True


@contextmanager
def served(port: int | None = None, program: Sequence[str] = ("app.py",)) -> Iterator[str]:
    """Start `python app.py`; yield its address once it answers, and stop it at the end.

    program: what python runs instead; it takes --port and answers at /health.
    """
    port = port or free_port()
    command = [sys.executable, *program, "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + START_SECONDS
        while not answers(f"{address}/health"):
            if server.poll() is not None or time.monotonic() > end:
                break
            time.sleep(0.1)
        requests.get(address, timeout=START_SECONDS).raise_for_status()
        yield address
    finally:
        server.terminate()
        server.wait(60)


@contextmanager
def serving(workbench: Workbench) -> Iterator[str]:
    """Serve a workbench from this process; yield its address."""
    with serving_app(create_app(workbench).server) as address:
        yield address


@contextmanager
def serving_app(app: Any) -> Iterator[str]:
    """Serve a WSGI app from this process; yield its address."""
    server = create_server(app, host="127.0.0.1", port=0, threads=8)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
