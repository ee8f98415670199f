"""A Redis server of a test's own: `python -m tests.redis` prints its program's path, or fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as NoAnswer

from tests.browser.server import free_port


def redis_path() -> str | None:
    """Return REDIS_PATH, else a redis-server of the system, else None."""
    return os.environ.get("REDIS_PATH") or shutil.which("redis-server")


def required_redis() -> str:
    """Return the program; without it a test is skipped, where the tests are not to be whole."""
    found = redis_path()
    if found is None and not os.environ.get("CHROMIUM_REQUIRED"):
        pytest.skip("there is no redis-server here; set REDIS_PATH, or run `make test`")
    assert found is not None
    return found


@contextmanager
def redis_server(program: str, folder: Path, port: int = 0) -> Iterator[str]:
    """Start a server that keeps nothing, at any free port; yield its address once it answers."""
    port = port or free_port()
    command = [program, "--port", str(port), "--save", "", "--dir", str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        with Redis(port=port) as client:
            for _ in range(300):
                try:
                    client.ping()
                    break
                except NoAnswer:
                    time.sleep(0.1)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(10)


if __name__ == "__main__":
    path = redis_path()
    print(path or "no redis-server found", file=sys.stdout if path else sys.stderr)
    sys.exit(0 if path else 1)
