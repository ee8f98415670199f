"""One pass of samples through a network, and through an edited copy beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

import numpy as np
from torch import Tensor, nn

from weight_surgery.core.networks.finding import Found
from weight_surgery.core.networks.outputs import Pick, output_of
from weight_surgery.core.networks.tracing import array_of, hooked
from weight_surgery.core.sources.draws import MOST_SAMPLES, drawn

BATCH = 256
# So many samples are enough to tell by what a network does.
TRACED = 32
Batch = tuple[Tensor, Any]
Positions = Callable[[Any, int], np.ndarray]


class Rows:
    """Rows of several kinds, one a sample: added batch by batch, thinned to a stratified draw.

    counts (C,): how many of each class were added, of those that came so far.
    """

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self.parts: dict[str, list[np.ndarray]] = {}
        self.counts = np.zeros(0, int)
        self._kept = 0

    def add(self, labels: np.ndarray, **rows: np.ndarray) -> None:
        """Take one batch: labels (n,) and rows (n, ...) of each kind."""
        places = np.arange(len(labels)) + int(self.counts.sum())
        counts = np.bincount(labels, minlength=len(self.counts))
        counts[: len(self.counts)] += self.counts
        self.counts = counts
        keys = self._random.random(len(labels))
        for name, part in {"labels": labels, "keys": keys, "places": places, **rows}.items():
            self.parts.setdefault(name, []).append(part)
        self._kept += len(labels)
        if self._kept > 4 * MOST_SAMPLES:
            self.thin(2 * MOST_SAMPLES)

    def thin(self, most: int) -> dict[str, np.ndarray]:
        """Keep a draw of `most` samples, and return it."""
        rows = {name: np.concatenate(parts) for name, parts in self.parts.items()}
        kept = drawn(rows["labels"], rows["keys"], self.counts, most)
        rows = {name: part[kept] for name, part in rows.items()}
        self.parts = {name: [part] for name, part in rows.items()}
        self._kept = len(kept)
        return rows


def begun(batches: Iterable[Batch]) -> tuple[list[Batch], Iterator[Batch]]:
    """Return the first few batches, enough to trace a network by, and all from the first on."""
    batches = iter(batches)
    first: list[Batch] = []
    for batch in batches:
        first.append(batch)
        if sum(len(inputs) for inputs, _ in first) >= TRACED:
            break
    return first, chain(first, batches)


def run(
    network: nn.Module,
    found: Found,
    batches: Iterable[Batch],
    positions: Positions,
    rows: Rows,
    edited: nn.Module | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> dict[str, np.ndarray]:
    """Run batches through a network once and return what was seen, a stratified draw at most.

    positions: the classes (n,) of a batch's labels. Returns labels (N,), places (N,) in the order
    they came, features (N, h), outputs (N, K) and, of an edited copy, edited (N, K); came: how many
    came in all.
    """
    seen: list[Tensor] = []

    def keep(module: nn.Module, given: tuple[Any, ...], got: Any) -> None:
        seen[:] = [got if found.is_output else given[0]]

    part = network if found.source is None else network.get_submodule(found.source)
    with hooked(part.register_forward_hook(keep)):
        for given_inputs, labels in batches:
            inputs = placed(given_inputs, network)
            outputs = output_of(network, inputs, found.pick)
            features = outputs if found.source is None else seen.pop()
            more = {} if edited is None else {"edited": _outputs(edited, inputs, found.pick)}
            rows.add(
                positions(labels, len(inputs)),
                features=features.float().cpu().numpy(),
                outputs=array_of(outputs),
                **more,
            )
            progress(int(rows.counts.sum()))
    return rows.thin(MOST_SAMPLES) | {"came": rows.counts.sum()}


def placed(inputs: Tensor, network: nn.Module) -> Tensor:
    """Return inputs where a network is, and of its precision where they are not whole numbers."""
    first = next(chain(network.parameters(), network.buffers()), None)
    if first is None:
        return inputs
    floats = [one.dtype for one in network.parameters() if one.is_floating_point()]
    if inputs.is_floating_point() and floats:
        return inputs.to(first.device, floats[0])
    return inputs.to(first.device)


def _outputs(network: nn.Module, inputs: Tensor, pick: Pick) -> np.ndarray:
    return array_of(output_of(network, inputs, pick))
