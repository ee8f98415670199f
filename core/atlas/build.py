"""Build the atlas: fit every class once, sweep every pair, keep one array a figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from weight_surgery.core.atlas.pages import Pages
from weight_surgery.core.atlas.table import PairAtlas, RefusedPair
from weight_surgery.core.atlas.unedited import Unedited
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.change import Change
from weight_surgery.core.fitting import fit_centroids, fit_change, is_usable, merge_of
from weight_surgery.core.methods import Merge, Method, method_of
from weight_surgery.core.specs import DEFAULT_METHOD, SurgerySpec
from weight_surgery.core.surgery import check_damping

if TYPE_CHECKING:
    from weight_surgery.core.atlas.pool import AtlasPool

# Dense where pairs change: between 0.1 and 0.5, not near 0.
DAMPINGS = (
    *(0.0, 1e-5, 1e-4, 1e-3, 0.01, 0.03, 0.05, 0.1, 0.15, 0.2, 0.25),
    *(0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0),
)


class Choices(NamedTuple):
    """What is asked of every pair alike."""

    dampings: list[float]
    edit_bias: bool
    trim_outliers: bool
    fit_split: str
    method: Method
    counts_only: bool = False


def pair_atlas(
    bundle: Bundle,
    dampings: Sequence[float] = DAMPINGS,
    edit_bias: bool = True,
    trim_outliers: bool = False,
    fit_split: str = "fit",
    progress: Callable[[int, int], None] = lambda done, total: None,
    pairs: Sequence[tuple[int, int]] | None = None,
    method: str | Method = DEFAULT_METHOD,
    pool: AtlasPool | None = None,
    counts_only: bool = False,
) -> PairAtlas:
    """Measure every unordered pair of usable classes at every damping.

    Every cell equals `core.comparison.compare` for that pair and damping. progress is called with
    (pairs done, pairs in all); whatever it raises ends the run. pairs: measure these only, one
    or all in parts; method: a name of METHODS, or one of your own; pool: the bundle's own worker
    processes, which give the same to the bit. counts_only: score only those samples of other
    classes that could be read differently (`core.atlas.certificate`); all counts and verdicts are
    the same, prototype accuracy, genuine accept and benign accuracy after the edit, and divergence
    are NaN, and the figure `scored` is the share of bystanders that were scored.
    Raises ValueError for a bad damping, an unknown method, with fewer than two usable classes, and
    with counts_only for a method without certificates.
    """
    choices = choices_of(
        dampings, edit_bias, trim_outliers, fit_split, method=method, counts_only=counts_only
    )
    wanted = check_pairs(bundle, pairs)
    if pool is not None:
        return pool.measure(bundle, choices, wanted, progress)
    return measure_pairs(Unedited(bundle), choices, wanted, progress)


def choices_of(
    dampings: Sequence[float] = DAMPINGS,
    edit_bias: bool = True,
    trim_outliers: bool = False,
    fit_split: str = "fit",
    method: str | Method = DEFAULT_METHOD,
    counts_only: bool = False,
) -> Choices:
    """Return what is asked of every pair alike. Raises ValueError as `pair_atlas` does."""
    steps = [check_damping(damping) for damping in dampings]
    if not steps:
        raise ValueError("dampings must hold at least one number from 0 to 1, got none")
    chosen = method_of(method)
    if not edit_bias and chosen.name != DEFAULT_METHOD:
        raise ValueError(f"the method {chosen.name} edits the bias too; edit it")
    return Choices(steps, edit_bias, trim_outliers, fit_split, chosen, counts_only)


def check_pairs(
    bundle: Bundle, pairs: Sequence[tuple[int, int]] | None = None
) -> list[tuple[int, int]]:
    """Return the pairs to measure, all of a bundle's classes unless some are given.

    Raises ValueError where fewer than two of their classes have samples.
    """
    wanted = list(combinations(range(len(bundle.class_names)), 2)) if pairs is None else list(pairs)
    classes = {label for pair in wanted for label in pair}
    usable = sum(is_usable(bundle, label) for label in classes)
    if wanted and usable < 2:
        raise ValueError(
            f"the model {bundle.name} has {usable} class(es) with samples in both splits; an "
            "atlas needs at least two"
        )
    return wanted


def measure_pairs(
    unedited: Unedited,
    choices: Choices,
    wanted: Sequence[tuple[int, int]],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> PairAtlas:
    """Measure some pairs, of which those that cannot be merged are refused."""
    bundle = unedited.bundle
    usable: list[tuple[Merge, Change]] = []
    refused = []
    for pair in wanted:
        try:
            fitted = fit_centroids(bundle, pair, choices.fit_split, choices.trim_outliers)
            merge = merge_of(bundle, pair, fitted, choices.fit_split, choices.edit_bias)
            usable.append((merge, fit_change(merge, choices.method, bundle.name)))
        except ValueError as error:
            refused.append(RefusedPair(pair, str(error)))
    pairs = [merge.classes for merge, _ in usable]
    atlas = Pages(unedited, pairs, choices.dampings, choices.counts_only)
    for row, (merge, change) in enumerate(usable):
        atlas.write(row, choices.method, merge, change)
        progress(len(refused) + row + 1, len(wanted))
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
