"""Every pair of several models, by several methods and dampings, as one table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import comb
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from weight_surgery.core.atlas import DAMPINGS, PairAtlas, pair_atlas
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.checks import shown
from weight_surgery.core.methods import method_of
from weight_surgery.core.metrics.verdict import Verdict
from weight_surgery.core.sources.arrays import each_of
from weight_surgery.core.sources.asked import bundle_of
from weight_surgery.core.specs import DEFAULT_METHOD
from weight_surgery.core.spreadsheet import csv_text

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Sweep:
    """The atlases (model, method, atlas) of several models and methods, in the order asked."""

    parts: tuple[tuple[str, str, PairAtlas], ...]

    @property
    def refused(self) -> list[tuple[str, str, str, str, str]]:
        """What cannot be merged: model, method, the two classes, and the reason as a sentence."""
        return [
            (model, method, *(atlas.class_names[label] for label in one.classes), one.reason)  # type: ignore[misc]
            for model, method, atlas in self.parts
            for one in atlas.refused
        ]

    def to_frame(self) -> pd.DataFrame:
        """Return a DataFrame, a row a model, pair, method and damping.

        Shares are columns by the figures' names; beside those of samples are <figure>_count and
        <figure>_samples. NaN is what is undefined, and of a model of two classes what is so by
        definition: that counting them as one is right, and costs nothing.
        """
        import pandas as pd

        frames = [pd.DataFrame(_columns(*part)) for part in self.parts]
        frame = pd.concat(frames, ignore_index=True)
        counts = [name for name in frame.columns if name.endswith(("_count", "_samples"))]
        return frame.astype(dict.fromkeys(counts, "Int64"))

    def to_csv(self) -> str:
        """Return the same table as a text that a spreadsheet reads as it is meant.

        What is NaN in the frame is an empty cell; clean is 1 or 0.
        """
        frame = self.to_frame()
        frame["clean"] = frame["clean"].astype(int)
        cells = frame.astype(object).where(frame.notna(), "")
        return csv_text([*cells.columns], cells.itertuples(index=False, name=None))

    @property
    def rows(self) -> int:
        """How many rows the table has."""
        return sum(len(atlas.pairs) * len(atlas.dampings) for *_, atlas in self.parts)

    def __repr__(self) -> str:
        models = len({model for model, *_ in self.parts})
        called = "model" if models == 1 else "models"
        return f"Sweep({models} {called}, {self.rows:,} rows, {len(self.refused):,} refused)"


def sweep(
    models: Sequence[Bundle | str | Path] | Bundle | str | Path,
    dampings: Sequence[float] | float = DAMPINGS,
    methods: Sequence[str] | str = (DEFAULT_METHOD,),
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Sweep:
    """Measure every pair of several models by several methods at several dampings.

    models: bundles, names of models that ship, and .npz files. progress: called with (pairs done,
    pairs in all), each pair once a method; whatever it raises ends the run. What a model or pair
    does not bear is in `Sweep.refused` with its reason.
    Raises ValueError for a model, method or damping that is none, and for two models of one name.
    """
    given, shares = each_of(models), each_of(dampings)
    chosen = [method_of(one) for one in each_of(methods)]
    if not given or not chosen:
        raise ValueError("a sweep needs at least one model and one method")
    bundles = bundles_of(given)
    pairs = [comb(len(bundle.class_names), 2) for bundle in bundles for _ in chosen]
    parts: list[tuple[str, str, PairAtlas]] = []

    def count(done: int, _: int) -> None:
        progress(sum(pairs[: len(parts)]) + done, sum(pairs))

    for bundle in bundles:
        for method in chosen:
            atlas = pair_atlas(bundle, shares, method=method, progress=count)
            parts.append((bundle.name, method.name, atlas))
            # Pairs that were refused count too, the last of them nowhere else.
            count(0, 0)
    return Sweep(tuple(parts))


def bundles_of(models: Sequence[Bundle | str | Path]) -> list[Bundle]:
    """Return the bundles of some models. Raises ValueError for two of one name, and for none."""
    bundles = [bundle_of(model) for model in models]
    names = [bundle.name for bundle in bundles]
    if twice := [name for at, name in enumerate(names) if name in names[:at]]:
        raise ValueError(
            f"two models are called {shown(twice[0])}; rename one with "
            'bundle.with_metadata(name="…")'
        )
    return bundles


def _columns(model: str, method: str, atlas: PairAtlas) -> dict[str, Any]:
    """Return the columns of one atlas, a row a pair and damping."""
    pairs, steps = len(atlas.pairs), len(atlas.dampings)
    names = np.array(atlas.class_names, object)
    verdicts = np.array(["", *(one.name.lower() for one in Verdict)], object)
    return {
        "model": np.full(pairs * steps, model, object),
        "method": np.full(pairs * steps, method, object),
        "first": np.repeat(names[atlas.pairs[:, 0]], steps),
        "second": np.repeat(names[atlas.pairs[:, 1]], steps),
        "damping": np.tile(atlas.dampings, pairs),
        "verdict": verdicts[atlas.verdict.ravel() + 1],
        "clean": atlas.clean.ravel(),
        **dict(_figures(atlas)),
    }


def _figures(atlas: PairAtlas) -> Iterator[tuple[str, np.ndarray]]:
    steps = len(atlas.dampings)
    for name, values in atlas.values.items():
        yield name, values.ravel()
        if name in atlas.counted:
            counted = np.where(np.isnan(values), np.nan, atlas.counted[name])
            yield f"{name}_count", counted.ravel()
            yield f"{name}_samples", np.repeat(atlas.totals[name], steps)
