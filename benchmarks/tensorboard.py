"""TensorBoard in a virtual environment of its own, showing embeddings of ours in its Projector."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.browser.server import free_port
from weight_surgery.core.bundle import Bundle

NEEDED = "tensorboard==2.21.*"
RUNS = "data/plugin/projector/runs"
PATIENCE = 60
CONFIG = """embeddings {{
  tensor_name: "{name}"
  tensor_path: "embeddings.bytes"
  tensor_shape: {samples}
  tensor_shape: {dims}
  metadata_path: "labels.tsv"
}}
"""


def install(folder: Path) -> Path:
    """Make a virtual environment with TensorBoard, unless it is there; return its python."""
    python = folder / "bin" / "python"
    done = folder / ".installed"
    if not done.exists():
        print(f"Installing TensorBoard in {folder}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", NEEDED], check=True)
        done.touch()
    return python


def write(bundle: Bundle, folder: Path) -> None:
    """Write a bundle's test embeddings (n, d) and their labels as the Projector reads them."""
    embeddings = bundle.embeddings_test.astype("<f4")
    samples, dims = embeddings.shape
    (folder / "embeddings.bytes").write_bytes(embeddings.tobytes())
    labels = (bundle.class_names[label] for label in bundle.labels_test)
    (folder / "labels.tsv").write_text("\n".join(labels) + "\n")
    config = CONFIG.format(name=bundle.name, samples=samples, dims=dims)
    (folder / "projector_config.pbtxt").write_text(config)


@contextmanager
def projector(python: Path, folder: Path) -> Iterator[str]:
    """Serve what `write` wrote; yield the Projector's address, and stop at the end."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    options = ["--host", "127.0.0.1", "--port", str(port), "--load_fast", "false"]
    command = [str(python), "-m", "tensorboard.main", "--logdir", str(folder), *options]
    log = folder / "tensorboard.log"
    with log.open("wb") as said:
        server = subprocess.Popen(command, stdout=said, stderr=said)
    try:
        end = time.monotonic() + PATIENCE
        while not _shows(address):
            if server.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"TensorBoard did not start:\n{log.read_text()}")
            time.sleep(0.2)
        yield f"{address}/#projector"
    finally:
        server.terminate()
        server.wait(10)


def _shows(address: str) -> bool:
    try:
        return bool(requests.get(f"{address}/{RUNS}", timeout=5).json())
    except (requests.ConnectionError, ValueError):
        return False
