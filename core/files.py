"""Files that are written whole or not at all, where they may be written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from weight_surgery.core.checks import shown

# Of a name, an ending and what stands around them while a file is written.
LONGEST_NAME, MOST_BYTES = 200, 220
# What a name of a file cannot have on some system or other.
STRANGE = frozenset('/\\:*?"<>|')


def check_name(name: str) -> str:
    """Return what a model is to be called, which is the name of its file.

    Raises ValueError for what is no such name on every system, or leads to another folder.
    """
    if not name or name.startswith(".") or name != name.strip():
        raise ValueError(
            f"a model's name is that of its file, without spaces around it or a point before it; "
            f"got {shown(name)}; choose another with --name"
        )
    if strange := sorted({one for one in name if one in STRANGE or not one.isprintable()}):
        raise ValueError(
            f"a model's name is that of its file, which cannot have {strange[0]!r}; got "
            f"{shown(name)}; choose another with --name, and the folder with --out"
        )
    size = len(os.fsencode(name))
    if len(name) > LONGEST_NAME or size > MOST_BYTES:
        raise ValueError(
            f"a model's name must have at most {LONGEST_NAME} characters and {MOST_BYTES} bytes in "
            f"UTF-8, got {len(name):,} and {size:,}; choose another with --name"
        )
    return name


def check_folder(folder: Path) -> None:
    """Make a folder that files can be written to. Raises ValueError when it cannot be one."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(
            f"{folder} cannot be a folder to write to ({error.strerror}); give another"
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ValueError(f"folder {folder} cannot be written to; give another")


def check_file(path: Path) -> None:
    """Make the folder of a file that can be written. Raises ValueError when it cannot be."""
    _check_plain(path)
    check_folder(path.parent)


def _check_plain(path: Path) -> None:
    """Raise ValueError where something else than a file is: to put one in its place destroys it."""
    if path.is_dir():
        raise ValueError(f"{path} is a folder; name a file in it")
    if path.exists() and not path.is_file():
        raise ValueError(f"{path} is no plain file; name another")


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a hidden path beside `path` to write to; what is there takes its place at the end.

    When it does not come to its end, `path` is as it was. Readable by whom a plain file would be.
    Raises ValueError where a folder or a device is in its place.
    """
    _check_plain(path)
    # What a link leads to is written, and the link stays.
    path = Path(os.path.realpath(path))
    beside = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        beside.touch()
        # Some libraries write a file that only its maker can read.
        mode = beside.stat().st_mode
        yield beside
        beside.chmod(mode)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
