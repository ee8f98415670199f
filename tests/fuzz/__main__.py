"""Send many seeded requests: `python -m tests.fuzz --count 20000 --seed 1`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from time import monotonic

from tests.fuzz.apps import guarded
from tests.fuzz.asks import ask_at
from tests.fuzz.runner import Runner

MOST_TOLD = 20


def main() -> int:
    """Print what was answered badly, and how much time and memory it took; 1 for any fault."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", type=int, help="send this place of the seed alone")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        runner, start = Runner(guarded(Path(folder)).server), monotonic()
        if options.only is None:
            runner.seeded(options.seed, options.count)
        else:
            runner.run([(options.only, ask_at(options.seed, options.only))])
    seconds = monotonic() - start
    print("\n".join(runner.faults[:MOST_TOLD]))
    sent, statuses = sum(runner.statuses.values()), dict(sorted(runner.statuses.items()))
    print(f"{sent:,} requests in {seconds:.0f} s, {runner.grown:.0f} MB more memory at most")
    print(f"statuses {statuses}, {len(runner.faults)} faults")
    print(f"slowest: {runner.slowest[1]}, {runner.slowest[0]:.1f} s")
    return 1 if runner.faults else 0


if __name__ == "__main__":
    sys.exit(main())
