"""`weight-surgery report WHAT`: an edit as one HTML file, to be read anywhere and printed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.checks import shown
from weight_surgery.core.comparison import Comparison
from weight_surgery.core.export import file_stem
from weight_surgery.core.files import check_file, whole
from weight_surgery.core.methods import METHODS
from weight_surgery.core.sources import compare, replay
from weight_surgery.core.sources.asked import bundle_of
from weight_surgery.core.specs import DEFAULT_METHOD
from weight_surgery.core.workbench import Workbench

RECIPE = ".json"


def report(comparison: Comparison, path: str | Path | None = None) -> Path:
    """Write the report of a comparison as one HTML file, and return where it is.

    path: the file, else one in this folder named after the edit. Raises ValueError for what is no
    comparison, and where no file can be written.
    """
    from weight_surgery.components.report import ENDING, report_html

    if not isinstance(comparison, Comparison):
        raise ValueError(f"a report is made of a comparison, got {shown(comparison)}")
    place = Path(path or f"{file_stem(comparison)}{ENDING}")
    check_file(place)
    workbench = Workbench({comparison.spec.model: comparison.bundle})
    text = report_html(workbench, comparison.spec)
    with whole(place) as beside:
        beside.write_text(text, encoding="utf-8")
    return place


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="weight-surgery report",
        description="Write an edit as one HTML file, to be read without a server and printed.",
    )
    parser.add_argument(
        "what", help="a recipe (.json), the name of a model that ships, or an .npz file"
    )
    parser.add_argument("--model", help="of a recipe: name or .npz file (the recipe's own)")
    parser.add_argument("--classes", nargs=2, metavar=("A", "B"), help="of a model: the two")
    parser.add_argument("--damping", type=float, default=0.0, help="of a model: from 0 to 1 (0)")
    parser.add_argument(
        "--method", choices=METHODS, default=DEFAULT_METHOD, help="of a model (paper)"
    )
    parser.add_argument("--out", type=Path, help="the file that is written (named after the edit)")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Write a report; exit code 1 where a recipe gave other figures, 2 on bad input."""
    options = _parser().parse_args(arguments)
    try:
        if options.out:
            check_file(options.out)
        comparison, differences = _asked(options)
        path = report(comparison, options.out)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(path)
    print(*differences, sep="\n", end="\n" if differences else "", file=sys.stderr)
    return 1 if differences else 0


def _asked(options: argparse.Namespace) -> tuple[Comparison, tuple[str, ...]]:
    """Return the edit that is reported, and in what it differs from a recipe."""
    if options.what.endswith(RECIPE):
        found = replay(options.what, options.model)
        if found.comparison is None:
            raise ValueError("\n".join(found.differences))
        return found.comparison, found.differences
    if not options.classes:
        raise ValueError("name the two classes with --classes, or a recipe for the model")
    bundle = bundle_of(options.what)
    first, second = (_class(bundle, text) for text in options.classes)
    choices: dict[str, Any] = {"damping": options.damping, "method": options.method}
    return compare(bundle, first, second, **choices), ()


def _class(bundle: Bundle, text: str) -> int | str:
    """Read a class as a person types it: a name, else a label that is a number."""
    return int(text) if text.isdecimal() and text not in bundle.class_names else text
