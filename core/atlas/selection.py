"""Some pairs and dampings of an atlas, as an atlas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from weight_surgery.core.atlas.table import PAIRS_SECOND, PairAtlas

# With a damping last.
BY_DAMPING = ("landing_class", "predicted_landing_class", "verdict", "met")


def select(
    atlas: PairAtlas,
    pairs: Sequence[tuple[int, int]],
    dampings: Sequence[float] | None = None,
) -> PairAtlas:
    """Return an atlas of some of an atlas's pairs, in the order given, refused ones among them.

    pairs: as the atlas has them; dampings: of its own, in any order, all of them unless given.
    Raises ValueError for a pair or a damping that it does not have.
    """
    rows, kept = [], []
    known = {pair: row for row, pair in enumerate(map(tuple, atlas.pairs.tolist()))}
    refused = {one.classes: one for one in atlas.refused}
    for pair in pairs:
        if pair in known:
            rows.append(known[pair])
        elif pair in refused:
            kept.append(refused[pair])
        else:
            raise ValueError(f"the atlas has no pair {pair[0]}-{pair[1]}; choose another")
    columns = _columns(atlas, dampings)
    chosen: dict[str, Any] = {}
    for field in fields(PairAtlas):
        value = getattr(atlas, field.name)
        if field.name in PAIRS_SECOND:
            value = value[:, rows]
        elif isinstance(value, np.ndarray) and field.name != "dampings":
            value = value[rows]
        elif isinstance(value, Mapping):
            value = {name: array[rows] for name, array in value.items()}
            if field.name != "totals":
                value = {name: array[:, columns] for name, array in value.items()}
        if field.name in BY_DAMPING:
            value = value[..., columns]
        chosen[field.name] = value
    chosen["dampings"] = atlas.dampings[columns]
    chosen["no_verdict"] = tuple(atlas.no_verdict[row] for row in rows)
    chosen["refused"] = tuple(kept)
    return PairAtlas(**chosen)


def _columns(atlas: PairAtlas, dampings: Sequence[float] | None) -> list[int]:
    grid = atlas.dampings.tolist()
    wanted = grid if dampings is None else list(dampings)
    missing = [damping for damping in wanted if damping not in grid]
    if missing:
        raise ValueError(f"the atlas has no damping {missing[0]:g}; choose another")
    return [grid.index(damping) for damping in wanted]
