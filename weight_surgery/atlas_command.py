"""`weight-surgery atlas BUNDLE`: every pair, by several methods and dampings, as CSV."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from weight_surgery.core.atlas import DAMPINGS
from weight_surgery.core.files import check_file, whole
from weight_surgery.core.methods import METHODS
from weight_surgery.core.sources import Sweep, sweep


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="weight-surgery atlas",
        description="Measure every pair of a model at several dampings, a row each.",
    )
    parser.add_argument(
        "models", nargs="+", metavar="BUNDLE", help="name of a model that ships, or an .npz file"
    )
    parser.add_argument(
        "--dampings", type=float, nargs="+", default=DAMPINGS, help="from 0 to 1 (21 of them)"
    )
    parser.add_argument(
        "--methods", nargs="+", choices=METHODS, default=["paper"], help="how pairs are merged"
    )
    parser.add_argument(
        "--out", type=Path, default=Path("atlas.csv"), help="the file that is written (atlas.csv)"
    )
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Measure and write a table; exit code 2 with a sentence on bad input."""
    options = _parser().parse_args(arguments)
    try:
        check_file(options.out)
        measured = _measured(options)
        with whole(options.out) as beside:
            beside.write_text(measured.to_csv(), encoding="utf-8")
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{options.out}: {measured.rows:,} rows")
    for (model, method, reason), pairs in _refused(measured).items():
        print(f"{model}, {method}: {pairs:,} pairs left out: {reason}", file=sys.stderr)
    return 0


def _measured(options: argparse.Namespace) -> Sweep:
    from tqdm import tqdm

    with tqdm(unit="pair", desc="atlas") as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        return sweep(options.models, options.dampings, options.methods, show)


def _refused(measured: Sweep) -> Counter[tuple[str, str, str]]:
    """Count what could not be merged by its reason: most reasons are of a whole model."""
    return Counter((model, method, reason) for model, method, _, _, reason in measured.refused)
