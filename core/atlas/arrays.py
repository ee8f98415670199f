"""An atlas as plain arrays and back, the same to the bit: what a file of it holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from weight_surgery.core.atlas.table import PairAtlas, RefusedPair

BY_NAME = ("values", "counted", "totals")
TEXTS = ("class_names", "no_verdict")


def arrays_of(atlas: PairAtlas) -> dict[str, np.ndarray]:
    """Return an atlas as arrays by name, none of which holds Python objects.

    A figure is under its group and name (values.cosine); texts, and the refused pairs with their
    reasons, are one JSON text each, because an array of texts loses zeros at their ends.
    """
    arrays: dict[str, np.ndarray] = {}
    for field in fields(PairAtlas):
        value = getattr(atlas, field.name)
        if field.name in BY_NAME:
            arrays |= {f"{field.name}.{name}": array for name, array in value.items()}
        elif field.name in TEXTS:
            arrays[field.name] = np.array(json.dumps(list(value)))
        elif field.name == "refused":
            told = [[[int(k) for k in one.classes], one.reason] for one in value]
            arrays[field.name] = np.array(json.dumps(told))
        else:
            arrays[field.name] = value
    return arrays


def atlas_of(arrays: Mapping[str, np.ndarray]) -> PairAtlas:
    """Return the atlas that `arrays_of` took apart. Raises ValueError where something lacks."""
    made: dict[str, Any] = {}
    try:
        for field in fields(PairAtlas):
            start = f"{field.name}."
            if field.name in BY_NAME:
                made[field.name] = {
                    name.removeprefix(start): array
                    for name, array in arrays.items()
                    if name.startswith(start)
                }
            elif field.name in TEXTS:
                made[field.name] = tuple(json.loads(str(arrays[field.name])))
            elif field.name == "refused":
                told = json.loads(str(arrays[field.name]))
                made[field.name] = tuple(
                    RefusedPair((one, other), reason) for (one, other), reason in told
                )
            else:
                made[field.name] = arrays[field.name]
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError("it does not hold what an atlas has; measure it again") from error
    return PairAtlas(**made)
