"""The command line: `weight-surgery COMMAND`, or `python -m weight_surgery COMMAND`."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from types import ModuleType

COMMANDS = {
    "run": ("weight_surgery.server.command", "show the page in a browser"),
    "serve": ("weight_surgery.server.serve", "show the page to others, from a server"),
    "password": ("weight_surgery.server.password", "write a line of the file of --users"),
    "capture": (
        "weight_surgery.core.bundle.command",
        "make a bundle of a known network's checkpoint",
    ),
    "train": ("weight_surgery.core.training_command", "train a network and make its bundle"),
    "atlas": ("weight_surgery.core.atlas.command", "measure every pair of a model, as CSV"),
    "report": ("weight_surgery.report_command", "write an edit as one HTML file"),
    "replay": ("weight_surgery.replay_command", "follow a recipe again, and compare the figures"),
    "work": ("weight_surgery.core.jobs.command", "train and capture for pages that share a queue"),
    "data": ("weight_surgery.core.data_command", "download raw images, for training and capture"),
}
WITHOUT_RESULT = ("run", "serve", "password", "data")


def load(module: str) -> ModuleType:
    """Import what a process is for.

    It stays to the end: to search it for garbage while it grows is a tenth of a start.
    """
    gc.disable()
    try:
        return import_module(module)
    finally:
        gc.freeze()
        gc.enable()


def main(arguments: list[str] | None = None) -> int:
    """Run a command; each loads only what it needs. Exit code 2 with a sentence on bad input.

    Interrupted, it says so and returns 130: results are written whole or not at all.
    """
    name, *rest = (sys.argv[1:] if arguments is None else arguments) or ["--help"]
    if name in COMMANDS:
        try:
            return load(COMMANDS[name][0]).main(rest)
        except KeyboardInterrupt:
            kept = "" if name in WITHOUT_RESULT else "; nothing was written"
            print(f"\nweight-surgery {name} was cancelled{kept}.", file=sys.stderr)
            return 130
    known = name in ("-h", "--help")
    if not known:
        print(f"there is no command {name!r}; choose one of these", file=sys.stderr)
    lines = ["usage: weight-surgery COMMAND [options]", ""]
    lines += [f"  {command:9}{words}" for command, (_, words) in COMMANDS.items()]
    lines += ["", "weight-surgery COMMAND --help lists its options"]
    print("\n".join(lines), file=sys.stdout if known else sys.stderr)
    return 0 if known else 2


if __name__ == "__main__":
    sys.exit(main())
