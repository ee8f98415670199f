"""Models that people bring: each under an address that only who brought it knows, for a time."""

from __future__ import annotations

import os
import re
import secrets
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from weight_surgery.core.bundle import Bundle, load_bundle, save_bundle
from weight_surgery.core.checks import text_of
from weight_surgery.core.limits import KEPT_BYTES, KEPT_HOURS, LONGEST_TITLE

PREFIX = "own-"
# 16 random bytes as secrets.token_urlsafe writes them: no dot, no slash.
ADDRESS = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{22}}")
BUNDLE, NETWORK, UNFINISHED = ".npz", ".safetensors", ".part"
GONE = (
    "this model of your own is no longer here: each is kept for {hours:g} hours after it was "
    "opened; open its file again"
)


def is_own(model: str) -> bool:
    """Tell whether a model's name is the address of one that somebody brought."""
    return model.startswith(PREFIX)


def shown_name(model: str, bundle: Bundle) -> str:
    """Return what a model is called: its title where somebody brought it, else its name."""
    return str(bundle.metadata.get("title") or bundle.name) if is_own(model) else model


def title_of(text: str) -> str:
    """Return a text as a title: on one line, of at most 60 characters. Raises ValueError for none.

    text: a file's name, say; whatever does not print is left out.
    """
    words = text_of("title", text, 10_000).split()
    title = " ".join("".join(filter(str.isprintable, word)) for word in words).strip()
    if not title:
        raise ValueError("title must be the model's name, got none")
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"


@dataclass(frozen=True)
class Uploads:
    """A folder of bundles by address, readable by its account alone, each for so many hours.

    most_bytes: how much is kept of everybody's at a time. Nothing here lists addresses: who has
    one opens it, and nobody else. Several processes may share the folder.
    """

    folder: Path
    hours: float = KEPT_HOURS
    most_bytes: int = KEPT_BYTES

    def keep(self, bundle: Bundle, network: bytes | None = None, title: str | None = None) -> str:
        """Keep a bundle and return its address, which is the model's name on the page.

        network: the whole network as safetensors; title: what it is called, else the bundle's name.
        Raises ValueError where there is no room, OSError where the folder cannot be written.
        """
        called = title_of(title or bundle.name)
        self.sweep()
        self.make()
        self.folder.chmod(0o700)
        address = PREFIX + secrets.token_urlsafe(16)
        unfinished: list[tuple[Path, Path]] = []
        try:
            if network is not None:
                unfinished.append((self._unfinished(), self._path(address, NETWORK)))
                unfinished[-1][0].write_bytes(network)
            unfinished.append((self._unfinished(), self._path(address, BUNDLE)))
            with unfinished[-1][0].open("wb") as file:
                save_bundle(file, bundle.with_metadata(name=called, title=called))
            self._check_room()
            # The bundle comes last: what has one is whole.
            for source, target in unfinished:
                os.replace(source, target)
        finally:
            for source, _ in unfinished:
                source.unlink(missing_ok=True)
        return address

    def has(self, address: str) -> bool:
        """Tell whether a model is still here; reads no file."""
        if not ADDRESS.fullmatch(address):
            return False
        try:
            return not self._is_over(self._path(address, BUNDLE))
        except OSError:
            return False

    def open(self, address: str) -> Bundle:
        """Read a model. Raises ValueError where there is none, or its time is over."""
        self.sweep()
        if not self.has(address):
            raise ValueError(GONE.format(hours=self.hours))
        return load_bundle(self._path(address, BUNDLE))

    def network(self, address: str) -> Path | None:
        """Return where a model's whole network lies, None where only its bundle was kept."""
        path = self._path(address, NETWORK)
        return path if self.has(address) and path.is_file() else None

    def make(self) -> None:
        """Make the folder where there is none. Raises OSError where that cannot be."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def sweep(self) -> None:
        """Delete what is over its time, and what was never finished."""
        for path in self._files():
            try:
                if self._is_over(path):
                    path.unlink()
            except FileNotFoundError:
                # Another process was quicker.
                continue

    def _path(self, address: str, ending: str) -> Path:
        return self.folder / f"{address}{ending}"

    def _unfinished(self) -> Path:
        # Made for the account alone, as all of it.
        number, name = tempfile.mkstemp(suffix=UNFINISHED, dir=self.folder)
        os.close(number)
        return Path(name)

    def _files(self) -> list[Path]:
        """Return the files that this class has made; others in the folder are left alone."""
        ours = (BUNDLE, NETWORK, UNFINISHED)
        found = self.folder.glob("*") if self.folder.is_dir() else ()
        return [path for path in found if path.suffix in ours and _is_ours(path)]

    def _is_over(self, path: Path) -> bool:
        return time.time() - path.stat().st_mtime > 3600 * self.hours

    def _check_room(self) -> None:
        kept = 0
        for path in self._files():
            try:
                kept += path.stat().st_size
            except FileNotFoundError:
                continue
        if kept > self.most_bytes:
            raise ValueError(
                f"there is no room for another model of your own here: all together may have "
                f"{self.most_bytes / 2**20:,.0f} MB; try again later, or open a smaller one"
            )


def _is_ours(path: Path) -> bool:
    return path.suffix == UNFINISHED or ADDRESS.fullmatch(path.stem) is not None
