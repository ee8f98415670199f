"""Train a network from images, with progress."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from weight_surgery.core.bundle.capture import predict
from weight_surgery.core.datasets import (
    LabelledImages,
    stratified_indices,
)
from weight_surgery.core.limits import DIMENSIONS
from weight_surgery.core.model import NETWORKS, CompactNet, HeadedNetwork, SeedNet

logger = logging.getLogger(__name__)

# So many held-out images say how a run goes without slowing it.
WATCHED = 1_000


@dataclass(frozen=True)
class TrainingOptions:
    """Hold what a training run depends on, besides the images.

    network: "seed" or "compact"; dims: embedding dimensions, 2 to 4,096; epochs, batch: positive;
    rate: AdamW's peak learning rate; shift: largest random translation in pixels; validation:
    share of the training images held out to choose a seed by, in (0, 1).
    """

    network: str = "compact"
    dims: int = 16
    epochs: int = 5
    batch: int = 128
    rate: float = 1e-3
    shift: int = 0
    validation: float = 1 / 12
    seed: int = 0

    def __post_init__(self) -> None:
        if self.network not in NETWORKS:
            raise ValueError(f"network must be one of {', '.join(NETWORKS)}, got {self.network!r}")
        if not 2 <= self.dims <= DIMENSIONS:
            raise ValueError(f"dims must lie in 2…{DIMENSIONS:,}, got {self.dims:,}")
        if self.epochs < 1 or self.batch < 1:
            raise ValueError(
                f"epochs and batch must be at least 1, got {self.epochs} and {self.batch}"
            )
        if not self.rate > 0 or self.shift < 0:
            raise ValueError(
                f"rate must be above 0 and shift not negative, got {self.rate}, {self.shift}"
            )
        if not 0 < self.validation < 1:
            raise ValueError(f"validation must lie between 0 and 1, got {self.validation}")


@dataclass(frozen=True)
class Progress:
    """Say how far a run is: steps done of all, the epoch they are of, and the last step's loss.

    accuracy: the share read right of at most 1,000 images held out, after the last whole epoch;
    None before the first one ends.
    """

    step: int
    steps: int
    loss: float
    epoch: int
    epochs: int
    accuracy: float | None


@dataclass(frozen=True)
class Trained:
    """Hold a trained network with the validation accuracy it was chosen by."""

    network: HeadedNetwork
    options: TrainingOptions
    validation_accuracy: float


def train(
    images: LabelledImages,
    options: TrainingOptions,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Trained:
    """Train one network on all but a stratified validation part of `images`.

    progress is called after every step; whatever it raises ends the run (that is how to cancel).
    """
    torch.manual_seed(options.seed)
    held_out = round(len(images) * options.validation)
    validation, used = stratified_indices(images.labels, held_out, seed=0)
    network = _build(images, options).to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(network.parameters(), lr=options.rate)
    held = images.subset(validation)
    watched = held.subset(np.arange(min(len(held), WATCHED)))
    in_epoch = -(-len(used) // options.batch)
    steps, accuracy = options.epochs * in_epoch, None
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, options.rate, total_steps=steps)
    network.train()
    for step, (batch, labels) in enumerate(_batches(images.subset(used), options), start=1):
        inputs = network.prepare_batch(batch).contiguous(memory_format=torch.channels_last)
        loss = functional.cross_entropy(network(inputs), labels)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % in_epoch == 0:
            accuracy = _read_right(network, watched)
        epoch = -(-step // in_epoch)
        progress(Progress(step, steps, loss.item(), epoch, options.epochs, accuracy))
    accuracy = _read_right(network, held)
    return Trained(network.eval(), options, accuracy)


def _read_right(network: HeadedNetwork, images: LabelledImages) -> float:
    """Return the share of images that a network in training reads right so far."""
    network.eval()
    right = float(np.mean(predict(network, images) == images.labels))
    network.train()
    return right


def _build(images: LabelledImages, options: TrainingOptions) -> HeadedNetwork:
    classes = len(images.class_names)
    if options.network == "seed":
        hidden = 3 if options.dims == 3 else 16
        return SeedNet(options.dims, hidden, classes)
    return CompactNet(options.dims, images.images.shape[1], classes=classes)


def _batches(
    images: LabelledImages, options: TrainingOptions
) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    pixels, labels = torch.from_numpy(images.images), torch.from_numpy(images.labels)
    for _ in range(options.epochs):
        order = torch.randperm(len(labels))
        for start in range(0, len(labels), options.batch):
            chosen = order[start : start + options.batch]
            yield _shifted(pixels[chosen], options.shift), labels[chosen]


def _shifted(images: torch.Tensor, shift: int) -> torch.Tensor:
    if not shift:
        return images
    rows, columns = torch.randint(-shift, shift + 1, (2,)).tolist()
    padded = functional.pad(images, (shift, shift, shift, shift))
    height, width = images.shape[1:]
    return padded[
        :, shift + rows : shift + rows + height, shift + columns : shift + columns + width
    ]
