"""`python app.py` to its first page against importing dash: `python -m benchmarks.startup`."""

from __future__ import annotations

import argparse
import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
MOST_RATIO = 2.3
# As usual, from the second start on modules are not compiled again.
USUAL = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def start_page() -> float:
    """Return the seconds from starting `python app.py` to the first HTTP 200 of its page."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "app.py", "--port", str(port)],
        cwd=ROOT,
        env=USUAL,
        stdout=subprocess.DEVNULL,
    )
    try:
        while not _answers(port):
            if server.poll() is not None or time.perf_counter() - start > 60:
                raise RuntimeError("app.py did not start")
            time.sleep(0.002)
        return time.perf_counter() - start
    finally:
        server.terminate()
        server.wait()


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def import_dash() -> float:
    """Return the seconds of a process that imports dash and ends."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import dash"], cwd=ROOT, env=USUAL, check=True)
    return time.perf_counter() - start


def main() -> int:
    """Print both medians and their ratio; exit code 1 when the bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.startup")
    parser.add_argument("--repeats", type=int, default=9, help="runs of each, in turn (9)")
    options = parser.parse_args()
    import_dash(), start_page()
    pairs = [(import_dash(), start_page()) for _ in range(options.repeats)]
    floor, page = (median(values) for values in zip(*pairs, strict=True))
    ratio = median(page / floor for floor, page in pairs)
    print(f"import dash               {floor:6.3f} s   median of {options.repeats}")
    print(f"app.py to its first page  {page:6.3f} s")
    print(f"ratio                     {ratio:6.2f}     bar {MOST_RATIO}")
    return 0 if ratio <= MOST_RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
