"""Servers as they are run: processes of their own, on free ports of this machine."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.browser.server import answers, free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 60
# The page's own environment: nothing that whoever runs the tests has set for themselves.
CLEAN = {name: value for name, value in os.environ.items() if "WEIGHT_SURGERY" not in name}


@contextmanager
def running(
    command: Sequence[str], address: str, log: Path, **environment: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command until it answers at an address, and end it."""
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**CLEAN, **environment}, stdout=file, stderr=file
        )
    try:
        until = time.monotonic() + PATIENCE
        while not answers(address):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.1)
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(5)


@contextmanager
def waitress(folder: Path, *options: str, **environment: str) -> Iterator[tuple[str, int]]:
    """Run `weight-surgery serve`; give its address and process."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "tests.server.slow", "--port", str(port), *options]
    with running(command, f"{address}/health", folder / "serve.log", **environment) as process:
        yield address, process.pid


@contextmanager
def gunicorn(folder: Path, **environment: str) -> Iterator[tuple[str, int]]:
    """Run two workers as deploy/gunicorn.conf.py says; give their address and their master."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"]
    command += ["tests.server.slow:server"]
    given = {"WEIGHT_SURGERY_PORT": str(port), "WEIGHT_SURGERY_PROXIES": "127.0.0.0/8"}
    log = folder / "gunicorn.log"
    with running(command, f"{address}/health", log, **given, **environment) as process:
        yield address, process.pid


@contextmanager
def nginx(folder: Path, behind: str) -> Iterator[str]:
    """Run nginx as deploy/nginx.conf says, before one server; give its address."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    port = free_port()
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    text = re.sub(r"server web1:8050", f"server {behind.removeprefix('http://')}", text)
    text = re.sub(r"\n *server web2:8050[^\n]*", "", text)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{port};")
    text = text.replace("/tmp/nginx.pid", str(folder / "nginx.pid"))
    (folder / "nginx.conf").write_text(text)
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    address = f"http://127.0.0.1:{port}"
    with running(command, f"{address}/health", folder / "nginx.log"):
        yield address
