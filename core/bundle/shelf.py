"""Bundles by name, each read from its file when it is first used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from threading import Lock

from weight_surgery.core.bundle.bundle import Bundle
from weight_surgery.core.bundle.format import load_bundle


class BundleShelf(Mapping[str, Bundle]):
    """A read-only mapping from names to the bundles in files; each file is read once."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        self._files = dict(files)
        self._read: dict[str, Bundle] = {}
        self._lock = Lock()

    def __getitem__(self, name: str) -> Bundle:
        """Return a bundle. Raises KeyError for an unknown name, ValueError for a broken file."""
        with self._lock:
            if name not in self._read:
                self._read[name] = load_bundle(self._files[name])
            return self._read[name]

    def __contains__(self, name: object) -> bool:
        """Tell whether there is such a bundle, which reads no file."""
        return name in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def bundle_files(paths: Iterable[str | Path]) -> list[Path]:
    """Return the .npz files of some folders, folder by folder, 5d before 16d.

    Hidden ones are left out: Macs leave a `._mine.npz` beside each file that they copy.
    Raises ValueError for a folder that cannot be read or holds none.
    """
    files: list[Path] = []
    for folder in map(Path, paths):
        try:
            found = sorted((path for path in folder.iterdir() if _is_bundle(path)), key=_natural)
        except OSError as error:
            raise ValueError(
                f"folder {folder} cannot be read ({error.strerror}); give a folder that holds "
                ".npz bundles"
            ) from error
        if not found:
            raise ValueError(
                f"folder {folder} holds no .npz bundle; make one with `weight-surgery capture`"
            )
        files.extend(found)
    return files


def _is_bundle(path: Path) -> bool:
    return path.suffix == ".npz" and not path.name.startswith(".")


def _natural(path: Path) -> list[tuple[int, str]]:
    """Sort 5d before 16d."""
    return [
        (int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", path.stem)
    ]
