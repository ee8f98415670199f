"""Samples as a person has them: arrays, a data set, or a loader, read once, as batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from weight_surgery.core.checks import shown
from weight_surgery.core.networks.passes import BATCH, Batch
from weight_surgery.core.sources.arrays import array_of

PAIR = 2


def is_pair(data: Any) -> bool:
    """Whether data are two arrays, samples and labels, and no list of batches."""
    if not isinstance(data, (tuple, list)) or len(data) != PAIR:
        return False
    first = data[0]
    return not (isinstance(first, (tuple, list)) and len(first) and hasattr(first[0], "shape"))


def inputs_of(samples: Any, argument: str) -> Tensor:
    """Return samples (N, ...) as a tensor. Raises ValueError for what is none."""
    if torch.is_tensor(samples):
        found = samples
    else:
        array = array_of(samples, argument)
        if array.dtype.kind not in "fiub":
            raise ValueError(f"{argument} must hold numbers, got {array.dtype}")
        # Of arrays from elsewhere the memory may run backwards, or be read-only.
        found = torch.from_numpy(np.array(array))
    if not found.ndim or not len(found):
        raise ValueError(f"{argument} has no samples; give some of each class")
    return found


def pair_batches(inputs: Tensor, labels: Sequence[Any] | np.ndarray) -> Iterator[Batch]:
    """Yield samples with their labels, some at a time."""
    for start in range(0, len(inputs), BATCH):
        yield inputs[start : start + BATCH], labels[start : start + BATCH]


def loader_batches(data: Any, argument: str) -> Iterator[Batch]:
    """Yield the batches of a loader, or of a data set, once.

    Raises ValueError for batches that are not (samples, labels).
    """
    if isinstance(data, Dataset):
        data = DataLoader(data, batch_size=BATCH)
    if isinstance(data, (str, bytes)) or not hasattr(data, "__iter__"):
        raise ValueError(
            f"{argument} must be (samples, labels), a data set or a DataLoader; got {shown(data)}"
        )
    is_empty = True
    for batch in data:
        if not (isinstance(batch, (tuple, list)) and len(batch) == PAIR):
            raise ValueError(
                f"{argument} must give batches of (samples, labels), two things; got "
                f"{type(batch).__name__} of {len(batch) if hasattr(batch, '__len__') else 'one'}"
            )
        yield inputs_of(batch[0], f"{argument}'s samples"), batch[1]
        is_empty = False
    if is_empty:
        raise ValueError(f"{argument} gives no batch; give some samples of each class")


def listed(labels: Any) -> Any:
    """Return labels as NumPy's or Python's own; of one column, that."""
    if torch.is_tensor(labels):
        labels = labels.detach().cpu().numpy()
    if isinstance(labels, np.ndarray) and labels.ndim == PAIR and labels.shape[1] == 1:
        labels = labels[:, 0]
    return labels
