"""Bundles by name, each read from its file when it is first used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Lock

from core.bundle.format import Bundle, load_bundle


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

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)
