"""Why no strength of a pair is clean: which criterion holds where."""

from __future__ import annotations

import numpy as np

from weight_surgery.components.text import in_percent, strengths_text
from weight_surgery.core.workbench import CRITERIA, PairAtlas


def why_none_clean(curve: PairAtlas) -> str:
    """Say of one pair's curve why no strength is clean: which criteria hold where."""
    if curve.no_verdict[0]:
        return f"there is no verdict: {curve.no_verdict[0].rstrip('.')}"
    needed = {name: in_percent(curve.criterion(name, 0)[0]) for name in CRITERIA}
    names = {
        "attack": f"the two pass as the same in at least {needed['attack']} of comparisons",
        "recall": f"at least {needed['recall']} of them are read as either",
        "told_apart": f"at most {needed['told_apart']} are told apart",
        "bystanders": f"at least {needed['bystanders']} of the others are read right",
    }
    parts = [
        f"{words} {_where(curve.dampings, curve.criterion(name, 0)[1])}"
        for name, words in names.items()
    ]
    return f"{', '.join(parts[:-1])}, and {parts[-1]}: never all four at once"


def _where(dampings: np.ndarray, holds: np.ndarray) -> str:
    if not holds.any():
        return "at no strength"
    low, high = dampings[holds].min(), dampings[holds].max()
    if low == high:
        return f"only at {strengths_text(low, high)}"
    inside = (dampings >= low) & (dampings <= high)
    where = "at" if holds[inside].all() else "at some strengths from"
    return f"{where} {strengths_text(low, high)}"
