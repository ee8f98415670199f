"""Measure a big atlas block by block, and keep each block, so that a run that was cut goes on."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from weight_surgery.core.atlas.block_files import ENDING, write_block
from weight_surgery.core.atlas.blocks import Pairs, Plan
from weight_surgery.core.atlas.build import (
    DAMPINGS,
    Choices,
    check_pairs,
    choices_of,
    measure_pairs,
)
from weight_surgery.core.atlas.progress import Reporter
from weight_surgery.core.atlas.run_folder import begin_run
from weight_surgery.core.atlas.stored import StoredAtlas
from weight_surgery.core.atlas.table import PairAtlas
from weight_surgery.core.atlas.unedited import Unedited
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.methods import Method
from weight_surgery.core.specs import DEFAULT_METHOD

# Of blocks by their keys it gives each one's atlas as it is measured; closed, it stops.
Measured = Generator[tuple[str, PairAtlas], None, None]
Executor = Callable[[Bundle, Choices, Mapping[str, Pairs]], Measured]


def in_this_process(bundle: Bundle, choices: Choices, blocks: Mapping[str, Pairs]) -> Measured:
    """Measure blocks one after the other, here."""
    unedited = Unedited(bundle)
    for key, pairs in blocks.items():
        yield key, measure_pairs(unedited, choices, pairs)


def measure_blocks(
    bundle: Bundle,
    folder: str | Path,
    dampings: Sequence[float] = DAMPINGS,
    edit_bias: bool = True,
    trim_outliers: bool = False,
    fit_split: str = "fit",
    progress: Callable[[int, int], None] = lambda done, total: None,
    pairs: Sequence[tuple[int, int]] | None = None,
    method: str | Method = DEFAULT_METHOD,
    counts_only: bool = False,
    executor: Executor = in_this_process,
) -> StoredAtlas:
    """Measure pairs as `pair_atlas` does, to the bit, and keep them in a folder by blocks.

    Only blocks that are not there, or are damaged, are measured; each is written whole or not at
    all. Several runs may share a folder, at once too. progress is called with (pairs done, pairs in
    all), first with those that were there; whatever it raises ends the run, and what is measured
    stays. executor: where blocks are measured: `in_this_process`, `core.atlas.local.by_processes`
    or `core.atlas.dask_run.by_dask`.
    Raises ValueError as `pair_atlas` does, for a method of one's own, for a folder that cannot be
    written to, and as the executor does.
    """
    choices = choices_of(
        dampings, edit_bias, trim_outliers, fit_split, method=method, counts_only=counts_only
    )
    plan = Plan.of(bundle, choices, check_pairs(bundle, pairs))
    run = begin_run(Path(folder), plan, bundle.name)
    stored = StoredAtlas(run, plan.asked)
    missing = {key: some for key, some in plan.blocks.items() if not stored.holds(key)}
    total = len(plan.pairs)
    with Reporter(run, total, total - sum(map(len, missing.values()))) as told:
        progress(told.done, total)
        with closing(executor(bundle, choices, missing)) as measured:
            for key, atlas in measured:
                write_block(run / f"{key}{ENDING}", key, atlas)
                told.add(len(missing[key]))
                progress(told.done, total)
    return stored
