"""`weight-surgery data --dataset mnist|fashion-mnist`: download raw images, only when asked."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from weight_surgery.core.raw_images import DATA_VARIABLE, RAW, data_roots, has_raw, raw_root


def download(name: str, root: Path) -> None:
    """Download a raw data set into `root` with torchvision's own progress bar.

    Raises ValueError with the reason when that fails.
    """
    import torchvision.datasets

    raw = RAW[name]
    try:
        root.mkdir(parents=True, exist_ok=True)
        getattr(torchvision.datasets, raw.folder)(root=str(root), train=True, download=True)
    except (RuntimeError, OSError) as error:
        reason = " ".join(str(error).split())
        raise ValueError(
            f"{raw.title} could not be downloaded to {root} ({reason}); check the connection and "
            f"the folder, or copy {raw.folder}/raw from another machine and set {DATA_VARIABLE}"
        ) from error


def main(arguments: list[str] | None = None) -> int:
    """Run `weight-surgery data`; exit code 2 with a sentence where nothing came."""
    parser = argparse.ArgumentParser(
        prog="weight-surgery data", description="Download raw images for training and capture."
    )
    parser.add_argument("--dataset", choices=tuple(RAW), default="mnist", help="(mnist)")
    parser.add_argument("--data", type=Path, default=None, help=f"folder (or {DATA_VARIABLE})")
    options = parser.parse_args(arguments)
    try:
        if not has_raw(options.dataset, options.data):
            download(options.dataset, data_roots(options.data)[0])
        root = raw_root(options.dataset, options.data)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{RAW[options.dataset].title} is at {root.resolve()}")
    return 0
