"""MNIST's test images as one picture that ships, with their labels inside: `make images`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

from weight_surgery.core.datasets import DATA_VARIABLE, LICENCES, LabelledImages, load_dataset
from weight_surgery.core.sprite import Sprite, columns_of, grid_of

PICTURE = Path(__file__).parent / "pretrained" / "mnist-test.png"
LABELS = "Labels"


def mnist_sprite(path: Path = PICTURE) -> tuple[Sprite, np.ndarray]:
    """Return the picture as it lies there, and the labels (N,) int64 of its tiles, in order."""
    from PIL import Image

    with Image.open(path) as picture:
        width = picture.width
        labels = np.array([int(label) for label in picture.info[LABELS]])
    columns = columns_of(len(labels))
    side = width // columns
    return Sprite(path.read_bytes(), columns, side, side, len(labels)), labels


def save_picture(images: LabelledImages, path: Path) -> None:
    """Write square images of at most ten classes, with their labels, as one small PNG."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_text("Copyright", LICENCES[images.name])
    notes.add_text(LABELS, "".join(map(str, images.labels)), zip=True)
    Image.fromarray(grid_of(images.images)).save(path, "PNG", optimize=True, pnginfo=notes)


def main(arguments: list[str] | None = None) -> int:
    """Make the picture that ships from MNIST's raw files; exit code 2 where they are not."""
    parser = argparse.ArgumentParser(description="Lay MNIST's test images out as one picture.")
    parser.add_argument("--data", type=Path, default=None, help=f"folder (or {DATA_VARIABLE})")
    parser.add_argument("--out", type=Path, default=PICTURE, help=f"the picture ({PICTURE.name})")
    options = parser.parse_args(arguments)
    try:
        save_picture(load_dataset("mnist", "test", options.data), options.out)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{options.out}  {options.out.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
