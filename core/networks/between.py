"""What lies between two points of a network, read off the numbers there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from torch import nn

from weight_surgery.core.geometry import unit
from weight_surgery.core.networks.tracing import Call

# Of the largest number: what float32 rounding leaves.
NEAR = 1e-4
# Below this share of the largest a BatchNorm's scale takes a dimension away.
NO_SCALE = 1e-8


@dataclass(frozen=True)
class Between:
    """What is between a layer and what reads it: a BatchNorm, unit length times a factor."""

    batch_norm: str | None = None
    eps: float = 0.0
    normalise: bool = False
    factor: float = 1.0


def between(given: np.ndarray, read: np.ndarray, calls: Sequence[Call]) -> Between | None:
    """Return what turns given (N, d) into read (N, d), or None for what is not known here.

    calls: those of the parts in between. Raises ValueError for a BatchNorm that takes a dimension
    away.
    """
    if given.shape != read.shape:
        return None
    plain = _directly(given, read)
    if plain is not None:
        return plain
    for call in calls:
        if isinstance(call.module, nn.BatchNorm1d) and near(call.inputs, given):
            behind = _directly(call.outputs, read)
            if behind is not None and _is_affine(call, given):
                return Between(call.name, call.module.eps, behind.normalise, behind.factor)
    return None


def near(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two arrays are the same but for rounding."""
    if one.shape != other.shape:
        return False
    return bool(np.abs(one - other).max() <= NEAR * max(float(np.abs(other).max()), 1e-30))


def words_between(given: np.ndarray, read: np.ndarray, calls: Sequence[Call]) -> str:
    """Name what lies in between, for a person."""
    if calls:
        return ", ".join(f"{type(call.module).__name__} ({call.name})" for call in calls)
    if given.shape == read.shape and near(np.maximum(given, 0), read):
        return "a ReLU"
    return "something that no layer of its own does"


def _directly(given: np.ndarray, read: np.ndarray) -> Between | None:
    if near(given, read):
        return Between()
    units = unit(given)
    factor = float((units * read).sum() / (units * units).sum())
    if factor > 0 and near(factor * units, read):
        factor = 1.0 if abs(factor - 1) < NEAR else factor
        return Between(normalise=True, factor=factor)
    return None


def _is_affine(call: Call, given: np.ndarray) -> bool:
    """Whether a BatchNorm does to its inputs what its own numbers say."""
    batch_norm = call.module
    assert isinstance(batch_norm, nn.BatchNorm1d)
    if batch_norm.running_var is None or batch_norm.running_mean is None:
        return False
    scale = 1 / np.sqrt(batch_norm.running_var.double().cpu().numpy() + batch_norm.eps)
    shift = np.zeros_like(scale)
    if batch_norm.affine:
        scale = scale * batch_norm.weight.detach().double().cpu().numpy()
        shift = batch_norm.bias.detach().double().cpu().numpy()
    if gone := int((np.abs(scale) <= NO_SCALE * np.abs(scale).max()).sum()):
        raise ValueError(
            f"{call.name} scales {gone} of {len(scale)} dimensions to 0, so that no edit of them "
            "can be put back in front of it; edit one layer later (leave edit= out)"
        )
    mean = batch_norm.running_mean.double().cpu().numpy()
    return near(scale * (given - mean) + shift, call.outputs)
