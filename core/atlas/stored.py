"""A folder of measured blocks, looked at: whose they are, which pairs are there, their figures."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from weight_surgery.core.atlas.block_files import ENDING, read_block
from weight_surgery.core.atlas.blocks import Asked, Pairs, Plan
from weight_surgery.core.atlas.build import DAMPINGS, choices_of
from weight_surgery.core.atlas.progress import Progress
from weight_surgery.core.atlas.run_folder import PLAN, RUN, check_run, others_in
from weight_surgery.core.atlas.selection import select
from weight_surgery.core.atlas.table import PairAtlas, join_atlases
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.methods import Method
from weight_surgery.core.specs import DEFAULT_METHOD

# A folder that was written to so lately may be written to again within one tick of its clock.
SETTLED_SECONDS = 2.0


class StoredAtlas:
    """The measured blocks of one bundle and one set of choices, read-only.

    It may be asked while a run goes on, whose blocks are seen as they come, and by several threads.
    damaged: the files that could not be read, each with the reason as a sentence; their pairs count
    as not measured until they are written again.
    """

    def __init__(self, folder: Path, asked: Asked) -> None:
        """folder: the run's own. Raises ValueError where it holds something else."""
        self.folder, self.asked = folder, asked
        self.damaged: dict[str, str] = {}
        self._plans: dict[str, dict[str, Pairs]] = {}
        # A pair's block by its key, and of a damaged one the state of its file.
        self._where: dict[tuple[int, int], str] = {}
        self._planned: frozenset[tuple[int, int]] = frozenset()
        self._broken: dict[str, tuple[int, int]] = {}
        self._seen: int | None = None
        self._lock = Lock()
        check_run(folder, asked)

    @classmethod
    def of(
        cls,
        folder: str | Path,
        bundle: Bundle,
        dampings: Sequence[float] = DAMPINGS,
        edit_bias: bool = True,
        trim_outliers: bool = False,
        fit_split: str = "fit",
        method: str | Method = DEFAULT_METHOD,
        counts_only: bool = False,
    ) -> StoredAtlas:
        """Open what `measure_blocks` keeps in a folder of a bundle, measured with these choices.

        Raises ValueError where it holds none, or one of another format.
        """
        choices = choices_of(
            dampings, edit_bias, trim_outliers, fit_split, method=method, counts_only=counts_only
        )
        asked = Asked.of(bundle, choices)
        run = Path(folder) / asked.folder
        if not (run / RUN).is_file():
            raise ValueError(
                f"{folder} holds no atlas of {bundle.name} that was measured so"
                f"{others_in(Path(folder))}; measure it with `weight-surgery atlas --folder`"
            )
        return cls(run, asked)

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """The pairs that are measured or refused, in order of their classes."""
        with self._lock:
            return sorted(self._look())

    @property
    def progress(self) -> Progress | None:
        """How far the latest run is; None where none ever began."""
        return Progress.read(self.folder)

    def has(self, pairs: Pairs) -> bool:
        """Tell whether all of some pairs are measured."""
        with self._lock:
            where = self._look()
            return bool(pairs) and all(pair in where for pair in pairs)

    def plans(self, pairs: Pairs) -> bool:
        """Tell whether a run measures all of some pairs, or has measured them."""
        with self._lock:
            self._look()
            return all(pair in self._planned for pair in pairs)

    def holds(self, key: str) -> bool:
        """Tell whether a block is there and whole, having read it."""
        return self._read(key) is not None

    def atlas(
        self,
        pairs: Sequence[tuple[int, int]] | None = None,
        dampings: Sequence[float] | None = None,
    ) -> PairAtlas:
        """Return the atlas of some pairs, in their order, all that are measured unless given.

        Each pair is there once. dampings: of those that were measured, all of them unless given.
        Raises ValueError where a pair is not measured, or its block is damaged.
        """
        wanted = self.pairs if pairs is None else [(int(one), int(other)) for one, other in pairs]
        with self._lock:
            where = dict(self._look())
        blocks: dict[str, list[tuple[int, int]]] = {}
        for pair in wanted:
            blocks.setdefault(where.get(pair, ""), []).append(pair)
        parts, missing = [], set(blocks.pop("", []))
        for key, some in blocks.items():
            block = self._read(key)
            if block is None:
                missing.update(some)
            else:
                parts.append(select(block, some, dampings))
        if (missing and pairs is not None) or not parts:
            raise ValueError(
                f"{len(missing):,} of {len(wanted):,} pairs are not measured yet; start the same "
                "command again"
            )
        return select(join_atlases(parts), [pair for pair in wanted if pair not in missing])

    def _read(self, key: str) -> PairAtlas | None:
        """Return a block, None where there is none that is whole; that is kept in mind."""
        path = self.folder / f"{key}{ENDING}"
        state = _state_of(path)
        if state is None:
            return None
        try:
            return read_block(path, key)
        except ValueError as error:
            with self._lock:
                self.damaged[path.name], self._broken[key] = str(error), state
                self._seen = None
            return None

    def _look(self) -> dict[tuple[int, int], str]:
        """Return the blocks of the pairs, having looked at the folder where it has changed."""
        try:
            state = self.folder.stat().st_mtime_ns
            if state == self._seen:
                return self._where
            names = {path.name for path in self.folder.iterdir()}
        except OSError:
            # Somebody deleted it: nothing is measured.
            self._seen, self._where = None, {}
            return self._where
        for name in names:
            if name.endswith(PLAN) and name not in self._plans:
                self._plans[name] = self._plan(name)
                self._planned = self._planned.union(*self._plans[name].values())
        for key in [key for key in self._broken if self._is_written_again(key)]:
            del self._broken[key], self.damaged[f"{key}{ENDING}"]
        self._where = {
            pair: key
            for blocks in self._plans.values()
            for key, pairs in blocks.items()
            if f"{key}{ENDING}" in names and key not in self._broken
            for pair in pairs
        }
        # Only the time that the files lie by is compared, whatever the clock says.
        self._seen = state if time.time() - state / 1e9 > SETTLED_SECONDS else None
        return self._where

    def _is_written_again(self, key: str) -> bool:
        return _state_of(self.folder / f"{key}{ENDING}") != self._broken[key]

    def _plan(self, name: str) -> dict[str, Pairs]:
        try:
            text = (self.folder / name).read_text(encoding="utf-8")
            return dict(Plan.from_json(self.asked, text).blocks)
        except (OSError, ValueError) as error:
            self.damaged[name] = f"the plan {name} is damaged: {error}"
            return {}


def _state_of(path: Path) -> tuple[int, int] | None:
    """Return what changes when a file is written again; None without one."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
