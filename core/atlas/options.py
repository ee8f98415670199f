"""What `weight-surgery atlas` can be told."""

from __future__ import annotations

import argparse
from pathlib import Path

from weight_surgery.core.atlas import DAMPINGS
from weight_surgery.core.methods import METHODS

# Ending of the folder that blocks are kept in, beside the table.
FOLDER = ".blocks"


def parser() -> argparse.ArgumentParser:
    """Return what reads the options."""
    parser = argparse.ArgumentParser(
        prog="weight-surgery atlas",
        description="Measure every pair of a model at several dampings, a row each.",
        epilog="With --scheduler, --local, --folder, --top, --all or --counts-only the pairs are "
        "measured block by block, and kept: the same command again measures what is left.",
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
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--top", type=int, metavar="N", help="only the N pairs that promise most by class means"
    )
    which.add_argument("--all", action="store_true", help="all pairs, of more than 100 classes too")
    parser.add_argument(
        "--counts-only",
        action="store_true",
        help="leave out what needs every sample's scores; counts and verdicts are the same",
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--scheduler", metavar="ADDRESS", help="measure by the workers of this Dask scheduler"
    )
    where.add_argument(
        "--local",
        type=int,
        nargs="?",
        const=0,
        metavar="N",
        help="measure by N processes of this machine (one for each core)",
    )
    parser.add_argument(
        "--folder",
        type=Path,
        help=f"where measured blocks are kept (the name of --out, ending in {FOLDER})",
    )
    return parser


def is_by_blocks(options: argparse.Namespace) -> bool:
    """Tell whether pairs are measured block by block, and kept."""
    given = (options.scheduler, options.local, options.folder, options.top)
    return any(one is not None for one in given) or options.all or options.counts_only
