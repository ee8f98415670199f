"""`python app.py` as a process of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path

import requests

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def start(port: int) -> subprocess.Popen:
    """Start the server and wait until it answers."""
    server = subprocess.Popen([sys.executable, "app.py", "--port", str(port)], cwd=ROOT)
    base = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            if requests.get(f"{base}/health", timeout=1).ok:
                break
        except requests.ConnectionError:
            time.sleep(0.1)
    requests.get(base, timeout=30).raise_for_status()
    return server


def stop(server: subprocess.Popen) -> None:
    """Stop a server and wait until it is gone."""
    server.terminate()
    server.wait(10)
