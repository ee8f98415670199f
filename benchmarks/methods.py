"""The method table of one pair against compares of that pair: `python -m benchmarks.methods`.

Every method that searches for nothing, at one damping, on a workbench that has seen neither pair
nor method; the bundle has what a model makes once. Then the one that searches, by itself.
"""

from __future__ import annotations

import sys
import time
from statistics import median

from weight_surgery.core.bundle import Bundle, load_bundle
from weight_surgery.core.comparison import compare
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import PRETRAINED, Workbench

MOST_COMPARES, MOST_SECONDS = 10.0, 2.0
PAIRS = ((3, 6), (1, 7), (4, 9), (0, 8), (2, 5))


def table(bundle: Bundle, spec: SurgerySpec) -> tuple[float, int]:
    """Return the seconds of the table on an empty workbench, and how many rows it measured."""
    workbench = Workbench({bundle.name: bundle})
    start = time.perf_counter()
    rows = workbench.method_rows(spec)
    return time.perf_counter() - start, sum(row.comparison is not None for row in rows)


def timed(bundle: Bundle, spec: SurgerySpec) -> float:
    """Return the seconds of one compare."""
    start = time.perf_counter()
    compare(bundle, spec)
    return time.perf_counter() - start


def main() -> int:
    """Print every figure; exit code 1 when a bar is missed."""
    bundle = load_bundle(PRETRAINED / "mnist-16d.npz")
    specs = [SurgerySpec(bundle.name).with_operation(classes=pair, damping=0.0) for pair in PAIRS]
    table(bundle, specs[0])
    found = [(table(bundle, spec), median(timed(bundle, spec) for _ in range(3))) for spec in specs]
    ratio = median(seconds / one for (seconds, _), one in found)
    measured = found[0][0][1]
    print(f"{measured} rows of {bundle.name}, {len(specs)} pairs, fitted apart")
    print(f"table       {1000 * median(seconds for (seconds, _), _ in found):7.1f} ms")
    print(f"one compare {1000 * median(one for _, one in found):7.1f} ms")
    print(f"ratio       {ratio:7.2f}     bar {MOST_COMPARES:g}")
    searched = median(timed(bundle, spec.with_operation(method="fitted")) for spec in specs)
    print(f"fitted      {searched:7.2f} s   bar {MOST_SECONDS:g}")
    return 0 if ratio <= MOST_COMPARES and searched <= MOST_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
