"""Build the atlas: fit every class once, sweep every pair, keep one array a figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

from weight_surgery.core.atlas.pages import Pages
from weight_surgery.core.atlas.table import PairAtlas, RefusedPair
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.centroids import UnitCentroid, unit_centroid
from weight_surgery.core.change import Change
from weight_surgery.core.fitting import check_class, fit_change, merge_of, split_of
from weight_surgery.core.methods import Merge, Method, method_of
from weight_surgery.core.specs import DEFAULT_METHOD, SurgerySpec
from weight_surgery.core.surgery import check_damping

# Dense where pairs change: between 0.1 and 0.5, not near 0.
DAMPINGS = (
    *(0.0, 1e-5, 1e-4, 1e-3, 0.01, 0.03, 0.05, 0.1, 0.15, 0.2, 0.25),
    *(0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0),
)


def pair_atlas(
    bundle: Bundle,
    dampings: Sequence[float] = DAMPINGS,
    edit_bias: bool = True,
    trim_outliers: bool = False,
    fit_split: str = "fit",
    progress: Callable[[int, int], None] = lambda done, total: None,
    pairs: Sequence[tuple[int, int]] | None = None,
    method: str | Method = DEFAULT_METHOD,
) -> PairAtlas:
    """Measure every unordered pair of usable classes at every damping.

    Every cell equals `core.comparison.compare` for that pair and damping. progress is called with
    (pairs done, pairs in all); whatever it raises ends the run. pairs: measure these only, one
    or all in parts; method: a name of METHODS, or one of your own.
    Raises ValueError for a bad damping, an unknown method, and with fewer than two usable classes.
    """
    steps = [check_damping(damping) for damping in dampings]
    if not steps:
        raise ValueError("dampings must hold at least one number from 0 to 1, got none")
    chosen = method_of(method)
    if not edit_bias and chosen.name != DEFAULT_METHOD:
        raise ValueError(f"the method {chosen.name} edits the bias too; edit it")
    wanted = list(combinations(range(len(bundle.class_names)), 2)) if pairs is None else pairs
    centroids, reasons = _fit(
        bundle, trim_outliers, fit_split, {k for pair in wanted for k in pair}
    )
    usable: list[tuple[Merge, Change]] = []
    refused = []
    for first, second in wanted:
        pair = (first, second)
        try:
            for label in pair:
                if label in reasons:
                    raise ValueError(reasons[label])
            fitted = centroids[first], centroids[second]
            merge = merge_of(bundle, pair, fitted, fit_split, edit_bias)
            usable.append((merge, fit_change(merge, chosen, bundle.name)))
        except ValueError as error:
            refused.append(RefusedPair(pair, str(error)))
    atlas = Pages(bundle, [merge.classes for merge, _ in usable], steps)
    for row, (merge, change) in enumerate(usable):
        atlas.write(row, chosen, merge, change)
        progress(row + 1, len(usable))
    return atlas.bind(tuple(refused))


def pair_curve(bundle: Bundle, spec: SurgerySpec) -> PairAtlas:
    """Measure the spec's own pair alone, over the dampings; the spec's damping does not matter.

    Raises ValueError when the pair cannot be merged.
    """
    if spec.operation.kind != "merge":
        raise ValueError("a class that is shattered has no curve over strengths; choose a merge")
    first, second = spec.operation.classes
    choices = (spec.edit_bias, spec.trim_outliers, spec.fit_split)
    method = spec.operation.method
    curve = pair_atlas(bundle, DAMPINGS, *choices, pairs=[(first, second)], method=method)
    if curve.refused:
        raise ValueError(curve.refused[0].reason)
    return curve


def _fit(
    bundle: Bundle, trim: bool, split: str, wanted: set[int]
) -> tuple[dict[int, UnitCentroid], dict[int, str]]:
    """Fit the wanted classes; return their centroids, and why the others have none."""
    embeddings, labels = split_of(bundle, split)
    centroids: dict[int, UnitCentroid] = {}
    reasons: dict[int, str] = {}
    for label in sorted(wanted):
        try:
            check_class(bundle, label)
            centroids[label] = unit_centroid(embeddings[labels == label], trim)
        except ValueError as error:
            reasons[label] = str(error)
    if wanted and len(centroids) < 2:
        raise ValueError(
            f"{bundle.name} has {len(centroids)} class(es) with samples in both splits; an atlas "
            "needs at least two"
        )
    return centroids, reasons
