"""Train a network from images and write its checkpoint and feature bundle.

Command line: `python -m core.training --network seed|compact --dims D --dataset mnist|digits`.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from core.bundle import save_bundle
from core.bundle.capture import capture, predict
from core.datasets import DATASETS, LabelledImages, fit_split, load_dataset, stratified_indices
from core.model import NETWORKS, CompactNet, HeadedNetwork, SeedNet, save_checkpoint

logger = logging.getLogger(__name__)

# Test accuracy that a network of enough dimensions reaches; well below it something is wrong.
EXPECTED_ACCURACY = {"mnist": 0.97, "digits": 0.95}


@dataclass(frozen=True)
class TrainingOptions:
    """Hold what a training run depends on, besides the images.

    network: "seed" or "compact"; dims: embedding dimensions d >= 2; epochs, batch: positive;
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
        if self.dims < 2:
            raise ValueError(f"dims must be at least 2, got {self.dims}")
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
    """Say how far a run is: steps done of all, with the running loss."""

    step: int
    steps: int
    loss: float


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
    steps = options.epochs * -(-len(used) // options.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, options.rate, total_steps=steps)
    network.train()
    for step, (batch, labels) in enumerate(_batches(images.subset(used), options), start=1):
        inputs = network.prepare_batch(batch).contiguous(memory_format=torch.channels_last)
        loss = functional.cross_entropy(network(inputs), labels)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        schedule.step()
        progress(Progress(step, steps, loss.item()))
    network.eval()
    held = images.subset(validation)
    return Trained(network, options, float(np.mean(predict(network, held) == held.labels)))


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


def accuracy_warning(dataset: str, options: TrainingOptions, accuracy: float) -> str | None:
    """Return a sentence when `accuracy` is far below what the data set allows, else None."""
    expected = EXPECTED_ACCURACY[dataset]
    if accuracy >= expected - 0.02:
        return None
    return (
        f"This {options.network} network reads {accuracy:.1%} of the {dataset} test images, far "
        f"below the {expected:.0%} expected. Train longer (--epochs), with more dimensions "
        f"(--dims {max(5, options.dims * 2)}), or with another --seeds; do not draw conclusions "
        "about surgery from it."
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m core.training", description=__doc__)
    parser.add_argument("--network", choices=NETWORKS, default="compact")
    parser.add_argument("--dims", type=int, default=16, help="embedding dimensions (16)")
    parser.add_argument("--dataset", choices=DATASETS, default="mnist")
    parser.add_argument("--data", type=Path, default=None, help="folder that holds MNIST/raw")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--rate", type=float, default=1e-3, help="AdamW's peak learning rate")
    parser.add_argument("--shift", type=int, default=0, help="random translation in pixels")
    parser.add_argument(
        "--validation", type=float, default=1 / 12, help="share held out to choose a seed (1/12)"
    )
    parser.add_argument(
        "--seeds", type=int, nargs="+", default=[0], help="tried in turn; validation chooses"
    )
    parser.add_argument("--out", type=Path, default=Path("models"), help="folder (models)")
    parser.add_argument("--name", default=None, help="name of the model (DATASET-DIMSd)")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run `python -m core.training`; exit code 2 with a sentence on bad input."""
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Training was cancelled; nothing was written.", file=sys.stderr)
        return 130


def _run(options: argparse.Namespace) -> int:
    images = load_dataset(options.dataset, "train", options.data)
    test = load_dataset(options.dataset, "test", options.data)
    options.out.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    runs = [
        _train_with_bar(images, TrainingOptions(**_run_options(options), seed=seed))
        for seed in options.seeds
    ]
    best = max(runs, key=lambda run: run.validation_accuracy)
    name = options.name or f"{options.dataset}-{options.dims}d"
    bundle = capture(
        best.network,
        fit_split(images),
        test,
        name=name,
        metadata={
            "training": asdict(best.options),
            "seed": best.options.seed,
            "seeds_tried": options.seeds,
            "epochs": best.options.epochs,
            "validation_accuracy": best.validation_accuracy,
            "minutes": round((time.monotonic() - started) / 60, 1),
        },
    )
    save_bundle(options.out / f"{name}.npz", bundle)
    save_checkpoint(options.out / f"{name}.safetensors", best.network)
    accuracy = bundle.metadata["test_accuracy"]
    print(json.dumps(bundle.metadata, indent=2))
    print(f"{options.out / name}.npz: test accuracy {accuracy:.2%} of {len(test):,} images")
    warning = accuracy_warning(options.dataset, best.options, accuracy)
    if warning:
        print(f"Warning: {warning}", file=sys.stderr)
    return 0


def _run_options(options: argparse.Namespace) -> dict:
    names = ("network", "dims", "epochs", "batch", "rate", "shift", "validation")
    return {name: getattr(options, name) for name in names}


def _train_with_bar(images: LabelledImages, options: TrainingOptions) -> Trained:
    from tqdm import tqdm

    with tqdm(unit="step", desc=f"{options.network} {options.dims}d seed {options.seed}") as bar:

        def show(progress: Progress) -> None:
            bar.total = progress.steps
            bar.set_postfix(loss=f"{progress.loss:.4f}", refresh=False)
            bar.update()

        trained = train(images, options, show)
    logger.info("seed %d: validation accuracy %.4f", options.seed, trained.validation_accuracy)
    return trained


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    sys.exit(main())
