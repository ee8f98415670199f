"""A block of an atlas as a file: an .npz without pickles, whole or not at all, and checksummed."""

from __future__ import annotations

import io
import json
import secrets
from pathlib import Path

import numpy as np

from weight_surgery.core.atlas.arrays import arrays_of, atlas_of
from weight_surgery.core.atlas.blocks import FORMAT
from weight_surgery.core.atlas.table import PairAtlas
from weight_surgery.core.bundle.archive import Archive
from weight_surgery.core.bundle.values import hash_of

ENDING, HEAD = ".npz", "head"


def write_block(path: Path, key: str, atlas: PairAtlas) -> None:
    """Write a block. Raises ValueError where there is no place for it; what was there stays."""
    arrays = arrays_of(atlas)
    head = {"format": FORMAT, "key": key, "sha256": hash_of(arrays, [FORMAT, key])}
    # Whole before any of it is written: a zip file that is closed on a full disk raises twice.
    content = io.BytesIO()
    np.savez(content, **{HEAD: np.array(json.dumps(head)), **arrays})  # type: ignore[arg-type]
    write_whole(path, content.getvalue())


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all. Raises ValueError where there is no place for it."""
    # Two runs may write the same file at once, on machines where both processes have one number.
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        try:
            beside.write_bytes(content)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise ValueError(
            f"{path.parent} cannot be written to ({error.strerror}); what is there stays: make "
            "room and start the same command again"
        ) from error


def read_block(path: Path, key: str) -> PairAtlas:
    """Return a block, having checked every byte that decides a figure.

    Raises ValueError with the reason where it is cut short, changed, or another block's.
    """
    try:
        with Archive(path) as archive:
            arrays = {name: archive.read(name) for name in archive.headers}
        head = json.loads(str(arrays.pop(HEAD, "")))
        same = head["format"] == FORMAT and head["key"] == key
        if not same or head["sha256"] != hash_of(arrays, [FORMAT, key]):
            raise ValueError("it is not what was written")
        return atlas_of(arrays)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"the block {path.name} is damaged or gone: {error}") from error
