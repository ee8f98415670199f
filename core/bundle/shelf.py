"""Bundles by name, each read from its file when it is first used."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Self

from weight_surgery.core.bundle.bundle import Bundle
from weight_surgery.core.bundle.format import load_bundle

# Where the directory of a bundle's arrays is, at the end of its file.
DIRECTORY_BYTES = 2**16


class BundleShelf(Mapping[str, Bundle]):
    """A read-only mapping from names to the bundles in files; each file is read once.

    One that could not be read is left out for as long as its file stays as it is.
    """

    def __init__(self, files: Mapping[str, Path]) -> None:
        self.files: Mapping[str, Path] = dict(files)
        self._read: dict[str, Bundle] = {}
        self._broken: dict[str, tuple[tuple[int, int], str]] = {}
        self._lock = Lock()

    @classmethod
    def of_folders(cls, paths: Iterable[str | Path]) -> Self:
        """Return the bundles of some folders; a later one wins where names meet.

        Raises ValueError for a folder that cannot be read or holds none.
        """
        return cls({path.stem: path for path in bundle_files(paths)})

    @cached_property
    def version(self) -> str:
        """A hash of what all files hold, read or not, as it was when this was first asked.

        A zip file ends in a directory with a checksum of each array, so its end stands for it.
        """
        digest = hashlib.sha256()
        for name, path in sorted(self.files.items()):
            digest.update(f"{name}\0".encode())
            with suppress(OSError), path.open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - DIRECTORY_BYTES))
                digest.update(f"{size}\0".encode() + file.read())
        return digest.hexdigest()[:16]

    def read_all(self) -> None:
        """Read every file now. Raises ValueError for a folder whose bundles are all broken."""
        reasons: dict[Path, list[ValueError]] = {}
        for name, path in self.files.items():
            try:
                self[name]
            except ValueError as error:
                reasons.setdefault(path.parent, []).append(error)
        for folder, errors in reasons.items():
            if len(errors) == sum(path.parent == folder for path in self.files.values()):
                raise errors[0]

    def __getitem__(self, name: str) -> Bundle:
        """Return a bundle. Raises KeyError for an unknown name, ValueError for a broken file."""
        with self._lock:
            if name not in self._read:
                path = self.files[name]
                now = _state_of(path)
                try:
                    bundle = load_bundle(path)
                    # What it was called when it was made is not what anybody sees it called.
                    renamed = bundle if bundle.name == name else bundle.with_metadata(name=name)
                    self._read[name] = renamed
                except ValueError as error:
                    # Whoever looks at a page need not know where its files lie.
                    reason = str(error).replace(str(path), path.name)
                    self._broken[name] = (now, reason)
                    raise ValueError(reason) from error
            return self._read[name]

    @property
    def refused(self) -> dict[str, str]:
        """Those that could not be read, by name, each with the reason as a sentence."""
        return {name: reason for name, (_, reason) in self._broken.items() if self._is_broken(name)}

    def __contains__(self, name: object) -> bool:
        """Tell whether there is such a bundle, which reads no file."""
        return name in self.files

    def __iter__(self) -> Iterator[str]:
        return (name for name in self.files if not self._is_broken(name))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _is_broken(self, name: str) -> bool:
        """Tell whether a bundle could not be read, and nobody has repaired it since."""
        broken = self._broken.get(name)
        if name in self._read or broken is None:
            return False
        return broken[0] == _state_of(self.files[name])


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


def _state_of(path: Path) -> tuple[int, int]:
    """Return what changes when a file is written again: its time and size, zeros without one."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def _is_bundle(path: Path) -> bool:
    return path.suffix == ".npz" and not path.name.startswith(".")


def _natural(path: Path) -> list[tuple[int, str]]:
    """Sort 5d before 16d."""
    return [
        (int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", path.stem)
    ]
