"""`weight-surgery atlas BUNDLE`: every pair, by several methods and dampings, as CSV."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from weight_surgery.core.atlas.build import check_pairs, choices_of
from weight_surgery.core.atlas.cluster import at_scheduler, has_dask, on_this_machine
from weight_surgery.core.atlas.options import FOLDER, is_by_blocks, parser
from weight_surgery.core.atlas.pool import MOST_WORKERS
from weight_surgery.core.atlas.run import Executor, in_this_process, measure_blocks
from weight_surgery.core.atlas.table import PairAtlas
from weight_surgery.core.atlas.which import check_classes, most_promising
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.files import check_file, whole
from weight_surgery.core.sources import Sweep, sweep
from weight_surgery.core.sources.sweeps import bundles_of


def main(arguments: list[str] | None = None) -> int:
    """Measure and write a table; exit code 2 with a sentence on bad input, 130 when interrupted."""
    options = parser().parse_args(arguments)
    folder = options.folder or options.out.parent / f"{options.out.stem}{FOLDER}"
    kept = f"what is measured stays in {folder}, and the same command goes on from there"
    try:
        check_file(options.out)
        measured = _measured(options, folder)
        with whole(options.out) as beside:
            beside.write_text(measured.to_csv(), encoding="utf-8")
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        stays = kept if is_by_blocks(options) else "nothing was written"
        print(f"\nweight-surgery atlas was cancelled; {stays}.", file=sys.stderr)
        return 130
    print(f"{options.out}: {measured.rows:,} rows")
    for (model, method, reason), pairs in _refused(measured).items():
        print(f"{model}, {method}: {pairs:,} pairs left out: {reason}", file=sys.stderr)
    return 0


def _measured(options: argparse.Namespace, folder: Path) -> Sweep:
    bundles = bundles_of(options.models)
    if options.top is None and not options.all:
        for bundle in bundles:
            check_classes(bundle, choices_of(options.dampings, counts_only=options.counts_only))
    if not is_by_blocks(options):
        with _bar("atlas") as show:
            return sweep(bundles, options.dampings, options.methods, show)
    with _executor(options) as executor:
        return Sweep(tuple(_parts(options, folder, bundles, executor)))


def _parts(
    options: argparse.Namespace, folder: Path, bundles: list[Bundle], executor: Executor
) -> Iterator[tuple[str, str, PairAtlas]]:
    """Measure every model by every method, and give each atlas."""
    for bundle in bundles:
        pairs = check_pairs(bundle)
        if options.top is not None:
            with _bar(f"{bundle.name}, ranking") as show:
                pairs = most_promising(bundle, options.top, show)
        for method in options.methods:
            with _bar(f"{bundle.name}, {method}") as show:
                stored = measure_blocks(
                    bundle,
                    folder,
                    options.dampings,
                    progress=show,
                    pairs=pairs,
                    method=method,
                    counts_only=options.counts_only,
                    executor=executor,
                )
            yield bundle.name, method, stored.atlas(pairs)


@contextmanager
def _executor(options: argparse.Namespace) -> Iterator[Executor]:
    """Give where blocks are measured, for as long as they are."""
    if options.scheduler is not None:
        with at_scheduler(options.scheduler) as executor:
            yield executor
    elif options.local is not None:
        if not has_dask():
            print("distributed is not installed; measuring without it", file=sys.stderr)
        with on_this_machine(options.local or min(os.cpu_count() or 1, MOST_WORKERS)) as executor:
            yield executor
    else:
        yield in_this_process


@contextmanager
def _bar(title: str) -> Iterator[Callable[[int, int], None]]:
    from tqdm import tqdm

    with tqdm(unit="pair", desc=title) as bar:

        def show(done: int, total: int) -> None:
            if bar.total is None:
                # What was measured before says nothing of how fast it goes now.
                bar.total, bar.initial, bar.n = total, done, done
            bar.update(done - bar.n)

        yield show


def _refused(measured: Sweep) -> Counter[tuple[str, str, str]]:
    """Count what could not be merged by its reason: most reasons are of a whole model."""
    return Counter((model, method, reason) for model, method, _, _, reason in measured.refused)
