"""What a network says of samples: one tensor, or one of several, by its name or place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

# Of a network that reads so many of some classes right, its columns are its classes.
READS_RIGHT = 0.5
# Of several outputs the name or place of one, None of a network that gives one.
Pick = str | int | None


def output_of(network: nn.Module, inputs: Tensor, pick: Pick) -> Tensor:
    """Return one of the outputs (N, K) of a network. Raises ValueError as `outputs_of` does."""
    found = outputs_of(network, inputs)
    if pick not in found:
        raise ValueError("the network gives other outputs of some samples than of the first ones")
    _check_finite(inputs, found[pick])
    return found[pick]


def outputs_of(network: nn.Module, inputs: Tensor) -> dict[Pick, Tensor]:
    """Return the outputs of a network that are one row a sample, (N, K) each.

    Raises ValueError where there is none, or none of finite numbers, and for samples that it does
    not take.
    """
    try:
        output = network(inputs)
    except Exception as error:  # a person's own code ends in whatever it likes
        raise ValueError(
            f"the network does not take samples of shape {tuple(inputs.shape[1:])} and type "
            f"{inputs.dtype}: {type(error).__name__}: {' '.join(str(error).split())}"
        ) from error
    samples, found = len(inputs), {}
    for pick, one in _named(output):
        if torch.is_tensor(one) and one.ndim in (1, 2) and len(one) == samples:
            found[pick] = one if one.ndim > 1 else one[:, None]
    if not found:
        shape = tuple(output.shape) if torch.is_tensor(output) else type(output).__name__
        raise ValueError(
            f"the network must give one row of logits or one embedding a sample, ({samples}, K); "
            f"got {shape}"
        )
    if not any(bool(torch.isfinite(one).all()) for one in found.values()):
        _check_finite(inputs, next(iter(found.values())))
    return found


def _check_finite(inputs: Tensor, output: Tensor) -> None:
    """Raise ValueError where an output is no number, and say whether its sample was none either."""
    wrong = _not_finite(output)
    if not wrong.any():
        return
    if missing := int(_not_finite(inputs).sum()):
        raise ValueError(
            f"{missing:,} of the {len(inputs):,} samples of a batch have numbers that are missing "
            "or infinite, and the network makes none of them; leave such samples out, or fill "
            "them in"
        )
    raise ValueError(
        f"of {int(wrong.sum()):,} of the {len(inputs):,} samples of a batch what the network says "
        "is no finite number (NaN or infinite), though the samples are; its weights may have "
        "diverged in training"
    )


def _not_finite(rows: Tensor) -> Tensor:
    """Return which rows (N,) hold a number that is none."""
    return ~torch.isfinite(rows).reshape(len(rows), -1).all(dim=1)


def _named(output: Any) -> Iterable[tuple[Pick, Any]]:
    """Return outputs by name or place; of one there is neither."""
    if isinstance(output, Mapping):
        return output.items()
    if isinstance(output, (tuple, list)):
        return enumerate(output)
    if hasattr(output, "logits"):
        return [("logits", output.logits)]
    return [(None, output)]


def reads_classes(outputs: np.ndarray, labels: np.ndarray) -> bool:
    """Whether the largest of outputs (n, K) is mostly the label's own column, class by class.

    Of an embedding it hardly ever is; of a classifier also where some classes have no samples.
    """
    if labels.dtype.kind not in "bif":
        return False
    read = outputs.argmax(axis=1)
    most = [np.bincount(read[labels == label]).argmax() == label for label in np.unique(labels)]
    return float(np.mean(most)) > READS_RIGHT
