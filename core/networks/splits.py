"""The samples of one split as they come, and what is known of them before they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, SequentialSampler

from weight_surgery.core.networks.passes import BATCH, Batch, begun, placed
from weight_surgery.core.networks.samples import (
    inputs_of,
    is_pair,
    listed,
    loader_batches,
    pair_batches,
)
from weight_surgery.core.sources.draws import MOST_SAMPLES, drawn
from weight_surgery.core.sources.labels import own_labels
from weight_surgery.core.sources.rows import Classes, Seen

SEED = 0


@dataclass(frozen=True, eq=False)
class Split:
    """Batches that are read once.

    argument: what a person calls it; begin: the first few batches, of arrays some samples from all
    over; first_labels: a person's own of those; labels: of all samples where they are arrays, else
    the same; total: how many samples there are, where that is known; places: which were drawn of
    arrays, None of a loader.
    """

    argument: str
    batches: Iterator[Batch]
    begin: list[Batch]
    first_labels: np.ndarray
    labels: np.ndarray
    total: int | None
    places: np.ndarray | None

    def came(self, read: int) -> int:
        """Return of how many samples those that were read were drawn."""
        return read if self.places is None or self.total is None else self.total

    def first(self, network: nn.Module) -> Tensor:
        """Return the first few samples, where the network is."""
        inputs = [one for one, _ in self.begin]
        together = len({one.shape[1:] for one in inputs}) == 1
        return placed(torch.cat(inputs) if together else inputs[0], network)

    def positions(self, known: Classes | Seen) -> Callable[[Any, int], np.ndarray]:
        """Return what turns a batch's labels into classes."""
        words = f"{self.argument}'s labels"
        return lambda labels, count: known.positions(listed(labels), count, words)


def split_of(data: Any, argument: str) -> Split:
    """Return a split of arrays (samples, labels), of a data set or a loader.

    Of arrays above 10,000 samples a stratified draw is made before anything is read.
    Raises ValueError for anything else.
    """
    if not is_pair(data):
        begin, batches = begun(loader_batches(data, argument))
        each = [own_labels(listed(some), f"{argument}'s labels", len(one)) for one, some in begin]
        first = np.concatenate(each)
        return Split(argument, batches, begin, first, first, _length(data), None)
    inputs = inputs_of(data[0], f"{argument}'s samples")
    labels = own_labels(listed(data[1]), f"{argument}'s labels", len(inputs))
    places = np.arange(len(labels))
    if len(labels) > MOST_SAMPLES:
        _, which = np.unique(labels, return_inverse=True)
        keys = np.random.default_rng(SEED).random(len(labels))
        places = drawn(which, keys, np.bincount(which), MOST_SAMPLES)
    total = len(labels)
    inputs, labels = inputs[places], labels[places]
    spread = np.linspace(0, len(labels) - 1, min(len(labels), BATCH)).astype(int)
    begin = [(inputs[spread], labels[spread])]
    batches = pair_batches(inputs, labels)
    return Split(argument, batches, begin, labels[spread], labels, total, places)


def _length(data: Any) -> int | None:
    """Return how many samples a loader says that it has, if it says so."""
    try:
        return len(data.dataset if hasattr(data, "dataset") else data)
    except TypeError:
        return None


def check_in_order(data: Any) -> None:
    """Raise ValueError for a loader that gives samples in an order of its own."""
    if isinstance(data, DataLoader) and not isinstance(data.sampler, SequentialSampler):
        raise ValueError(
            "images and texts are one a sample in order, and this loader gives test samples in "
            "another; give one without shuffle or sampler, or leave images and texts out"
        )
