"""A data set's test images as one picture that ships, their labels inside: `make images`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

from weight_surgery.core.datasets import LICENCES, LabelledImages, load_dataset
from weight_surgery.core.raw_images import DATA_VARIABLE, RAW
from weight_surgery.core.sprite import Sprite, columns_of, grid_of

FOLDER = Path(__file__).parent / "pretrained"
# The data sets that have one: their images go into no bundle, they ship once for all of theirs.
PICTURED = tuple(RAW)
LABELS = "Labels"


def picture_of(dataset: str, folder: Path = FOLDER) -> Path:
    """Return where the picture of a data set's test images lies."""
    return folder / f"{dataset}-test.png"


def read_picture(path: Path) -> tuple[Sprite, np.ndarray]:
    """Return a picture as it lies there, and the labels (N,) int64 of its tiles, in order."""
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
    """Make the pictures that ship from raw files; exit code 2 where they are not."""
    parser = argparse.ArgumentParser(description="Lay test images out as one picture.")
    parser.add_argument("--dataset", choices=PICTURED, nargs="+", default=PICTURED, help="(all)")
    parser.add_argument("--data", type=Path, default=None, help=f"folder (or {DATA_VARIABLE})")
    parser.add_argument("--out", type=Path, default=FOLDER, help=f"folder ({FOLDER.name})")
    options = parser.parse_args(arguments)
    try:
        for dataset in options.dataset:
            path = picture_of(dataset, options.out)
            save_picture(load_dataset(dataset, "test", options.data), path)
            print(f"{path}  {path.stat().st_size:,} bytes")
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
