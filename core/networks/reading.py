"""How a classifier's logits come of what it reads: by scalar products or cosines, and a scale."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.special import expit, logit, softmax

from weight_surgery.core.geometry import unit
from weight_surgery.core.networks.between import near

# Beyond this a probability of 32 bits says too little of a logit.
SATURATED = 12.0
# Of a scale, as a sum over many logits of 32 bits leaves it.
ROUNDING = 1e-7


@dataclass(frozen=True)
class Reading:
    """Logits are scale * (rows . embedding + offset).

    normalise: the embedding is brought to length 1 first; is_cosine: the rows are, and there is no
    offset; squash: "softmax" or "sigmoid" where the network gives probabilities, else "".
    """

    normalise: bool
    is_cosine: bool
    scale: float
    squash: str


def reading_of(
    outputs: np.ndarray,
    inputs: np.ndarray,
    weight: np.ndarray,
    offset: np.ndarray,
    normalise: bool | None,
    scale: float | None,
) -> Reading | None:
    """Return how outputs (N, K) come of inputs (N, d), weight (K, d), offset (K,), or None.

    normalise, scale: what a person says of it, or None. The simplest that holds is returned.
    """
    squash = squash_of(outputs)
    for said, cosine, units in product(dict.fromkeys((squash, "")), (False, True), (False, True)):
        if normalise is not None and normalise != units:
            continue
        rows = unit(weight) if cosine else weight
        bare = (unit(inputs) if units else inputs) @ rows.T + (0 if cosine else offset)
        factor = _factor(unsquashed(outputs, said), bare) if scale is None else scale
        if near(squashed(factor * bare, said), centred(outputs, said)):
            return Reading(units, cosine, factor, said)
    return None


def squash_of(outputs: np.ndarray) -> str:
    """Return what outputs (N, K) may have been put through: "softmax", "sigmoid" or nothing."""
    if outputs.min() < 0 or outputs.max() > 1:
        return ""
    if outputs.shape[1] == 1:
        return "sigmoid"
    return "softmax" if near(outputs.sum(axis=1), np.ones(len(outputs))) else ""


def unsquashed(outputs: np.ndarray, squash: str) -> np.ndarray:
    """Return logits (N, K) of outputs, up to one constant a sample where there are several.

    NaN where a probability of 32 bits says too little of them.
    """
    if not squash:
        return outputs
    with np.errstate(divide="ignore"):
        logits = logit(outputs) if squash == "sigmoid" else np.log(outputs)
    return np.where(np.abs(logits) < SATURATED, logits, np.nan)


def squashed(logits: np.ndarray, squash: str) -> np.ndarray:
    """Return what logits (N, K) are as outputs, without what does not matter to a reading."""
    if squash == "softmax":
        return softmax(logits, axis=1)
    return expit(logits) if squash == "sigmoid" else centred(logits, squash)


def centred(logits: np.ndarray, squash: str) -> np.ndarray:
    """Return logits (N, K) up to one constant a sample; of one column, and probabilities, as is."""
    if squash or logits.shape[1] == 1:
        return logits
    return logits - logits.mean(axis=1, keepdims=True)


def _factor(logits: np.ndarray, bare: np.ndarray) -> float:
    """Return the one factor between bare logits and those that came, as far as these are known."""
    if logits.shape[1] > 1:
        # Against each sample's largest, which a softmax says best.
        at = np.nanargmax(logits, axis=1)[:, None]
        logits = logits - np.take_along_axis(logits, at, axis=1)
        bare = bare - np.take_along_axis(bare, at, axis=1)
    usable = np.isfinite(logits)
    over = float((bare[usable] ** 2).sum())
    if not over:
        # Nothing is known but which is the largest; what follows holds it against the outputs.
        return 1.0
    factor = float((logits[usable] * bare[usable]).sum()) / over
    # What was meant: rounding has left 64.00000017 of 64.
    plain = float(f"{factor:.6g}")
    return plain if abs(plain - factor) < ROUNDING * abs(factor) else factor
