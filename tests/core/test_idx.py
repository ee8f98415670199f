"""Raw files: read whole, plain or packed, or named with what to do."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest

from weight_surgery.core.datasets import load_dataset
from weight_surgery.core.idx import read_idx

DRAW = np.random.default_rng(6)


def idx_bytes(array: np.ndarray) -> bytes:
    header = struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    return header + array.astype(np.uint8).tobytes()


def random_images(count: int) -> np.ndarray:
    return DRAW.integers(0, 256, (count, 4, 4), np.uint8)


def put_mnist(root: Path, packed: bool) -> dict[str, np.ndarray]:
    """Write made-up raw files under `root` and return them by their names."""
    raw = root / "MNIST" / "raw"
    raw.mkdir(parents=True)
    arrays = {}
    for part, count in (("train", 7), ("t10k", 5)):
        arrays[f"{part}-images-idx3-ubyte"] = random_images(count)
        arrays[f"{part}-labels-idx1-ubyte"] = DRAW.integers(0, 10, count, np.uint8)
    for name, array in arrays.items():
        content = idx_bytes(array)
        path = raw / (f"{name}.gz" if packed else name)
        path.write_bytes(gzip.compress(content) if packed else content)
    return arrays


@pytest.mark.parametrize("packed", [False, True])
def test_mnist_is_read_plain_or_packed(tmp_path: Path, packed: bool) -> None:
    arrays = put_mnist(tmp_path, packed)
    for part, split in (("train", "train"), ("t10k", "test")):
        found = load_dataset("mnist", split, tmp_path)
        np.testing.assert_array_equal(found.images, arrays[f"{part}-images-idx3-ubyte"])
        np.testing.assert_array_equal(found.labels, arrays[f"{part}-labels-idx1-ubyte"])
        assert found.labels.dtype == np.int64
        assert found.images.flags.writeable


@pytest.mark.parametrize("name", ["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"])
def test_a_missing_or_cut_raw_file_is_said_with_what_to_do(tmp_path: Path, name: str) -> None:
    put_mnist(tmp_path, packed=False)
    path = tmp_path / "MNIST" / "raw" / name
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ValueError, match=rf"{path} is damaged: .*delete it and run `make data`"):
        load_dataset("mnist", "test", tmp_path)
    path.unlink()
    with pytest.raises(ValueError, match=r"make data.*WEIGHT_SURGERY_DATA"):
        load_dataset("mnist", "test", tmp_path)


DAMAGE = {
    "empty": lambda content: b"",
    "cut header": lambda content: content[:9],
    "other magic": lambda content: b"\x00\x00\x0d\x03" + content[4:],
    "labels for images": lambda content: idx_bytes(np.zeros(4)),
    "cut": lambda content: content[:-1],
    "longer": lambda content: content + b"x",
    "huge": lambda content: content[:4] + b"\xff" * 12 + content[16:],
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("packed", [False, True])
def test_damaged_files_are_named(tmp_path: Path, damage: str, packed: bool) -> None:
    content = DAMAGE[damage](idx_bytes(random_images(6)))
    path = tmp_path / ("images.gz" if packed else "images")
    path.write_bytes(gzip.compress(content) if packed else content)
    with pytest.raises(ValueError, match=rf"{path} is .*delete it and run"):
        read_idx(path, axes=3)


def test_damaged_archives_are_named(tmp_path: Path) -> None:
    whole = gzip.compress(idx_bytes(random_images(6)))
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 0xFF
    path = tmp_path / "images.gz"
    for content in (b"no archive", whole[:-9], whole[: len(whole) // 2], bytes(flipped)):
        path.write_bytes(content)
        with pytest.raises(ValueError, match=rf"{path} cannot be read"):
            read_idx(path, axes=3)
