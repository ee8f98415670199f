"""Atlases that were measured elsewhere, by a model's name, as the page asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Lock

from weight_surgery.core.atlas import PairAtlas
from weight_surgery.core.atlas.blocks import Pairs, start_of
from weight_surgery.core.atlas.progress import Progress
from weight_surgery.core.atlas.run_folder import asked_in
from weight_surgery.core.atlas.stored import StoredAtlas
from weight_surgery.core.bundle import Bundle

Choices = tuple[bool, bool, str]
Dampings = tuple[float, ...]
# Model, choices, method, pairs and dampings.
StoredKey = tuple[str, Choices, str, list[tuple[int, int]], Dampings]


class StoredAtlases:
    """What lies in a folder of `measure_blocks`, one or more runs a model; nothing without one.

    Asked again each time, so that a run is followed, one too that begins after the page.
    """

    def __init__(self, folder: Path | None, bundle: Callable[[str], Bundle]) -> None:
        self._folder, self._bundle = folder, bundle
        self._opened: dict[str, StoredAtlas] = {}
        self._lock = Lock()

    def has(
        self, model: str, choices: Choices, method: str, pairs: Pairs, dampings: Dampings
    ) -> bool:
        """Tell whether all of some pairs are measured, at these dampings at least."""
        return any(one.has(pairs) for one in self._runs(model, choices, method, dampings))

    def atlas(
        self, model: str, choices: Choices, method: str, pairs: Pairs, dampings: Dampings
    ) -> PairAtlas | None:
        """Return what is measured of some pairs; None where one is missing or damaged."""
        for run in self._runs(model, choices, method, dampings):
            if run.has(pairs):
                try:
                    return _plain(run.atlas(pairs, dampings))
                except ValueError:
                    # Damaged: `damaged` says so, and whoever asked measures it.
                    continue
        return None

    def run(
        self, model: str, choices: Choices, method: str, pairs: Pairs, dampings: Dampings
    ) -> Progress | None:
        """Return how far a run is that measures some pairs just now; None without one."""
        for run in self._runs(model, choices, method, dampings):
            progress = run.progress
            if progress is not None and progress.is_live() and run.plans(pairs):
                return progress
        return None

    def _runs(
        self, model: str, choices: Choices, method: str, dampings: Dampings
    ) -> Iterator[StoredAtlas]:
        """Give a model's runs of these choices; those of counts only come last."""
        if self._folder is None:
            return
        bundle = self._bundle(model)
        edit_bias, trim_outliers, fit_split = choices
        wanted = {"edit_bias": edit_bias, "trim_outliers": trim_outliers, "fit_split": fit_split}
        wanted |= {"method": method}
        found = []
        for path in self._folder.glob(f"{start_of(bundle.hash)}-*"):
            run = self._open(path, bundle.hash)
            told = {} if run is None else run.asked.told
            same = all(told.get(name) == value for name, value in wanted.items())
            if run is not None and same and set(dampings) <= set(told["dampings"]):
                found.append(run)
        yield from sorted(found, key=lambda run: bool(run.asked.told["counts_only"]))

    def _open(self, path: Path, bundle_hash: str) -> StoredAtlas | None:
        """Return a run's folder, None where it is none that this version reads."""
        with self._lock:
            if path.name not in self._opened:
                try:
                    asked = asked_in(path)
                    if asked.bundle != bundle_hash:
                        return None
                    self._opened[path.name] = StoredAtlas(path, asked)
                except ValueError:
                    return None
            return self._opened[path.name]


def _plain(atlas: PairAtlas) -> PairAtlas:
    """Return an atlas with the figures that every one has, so that parts can be joined."""
    return replace(atlas, values={k: v for k, v in atlas.values.items() if k != "scored"})
