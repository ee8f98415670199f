"""`weight-surgery replay FILE`: follow a recipe again, and say whether the figures are the same."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from weight_surgery.core.sources import replay


def main(arguments: list[str] | None = None) -> int:
    """Replay a recipe; exit code 0 for identical figures, 1 for others, 2 for bad input."""
    parser = argparse.ArgumentParser(
        prog="weight-surgery replay",
        description="Follow a recipe again, and say whether it gives the same figures.",
    )
    parser.add_argument("recipe", type=Path, help="the recipe's file, as the page saves it")
    parser.add_argument(
        "--model", help="name of a model that ships, or an .npz file (the recipe's own)"
    )
    options = parser.parse_args(arguments)
    try:
        found = replay(options.recipe, options.model)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(found)
    return 0 if found.identical else 1
