"""`weight-surgery train --network seed|compact --dims D --dataset mnist|…`."""

from __future__ import annotations

import argparse
import json
import logging
import sys
import time
from dataclasses import asdict
from pathlib import Path

from weight_surgery.core.bundle.capture import capture
from weight_surgery.core.bundle.model_files import check_place, write_model
from weight_surgery.core.bundle.reading import chance_warning
from weight_surgery.core.datasets import DATASETS, LabelledImages, fit_split, load_dataset
from weight_surgery.core.model import NETWORKS
from weight_surgery.core.training import Progress, Trained, TrainingOptions, train

logger = logging.getLogger(__name__)

# Test accuracy that a network of enough dimensions reaches; well below it something is wrong.
EXPECTED_ACCURACY = {"mnist": 0.97, "fashion-mnist": 0.91, "digits": 0.95}


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
    parser = argparse.ArgumentParser(
        prog="weight-surgery train",
        description="Train a network, and write its checkpoint and feature bundle.",
    )
    parser.add_argument("--network", choices=NETWORKS, default="compact")
    parser.add_argument("--dims", type=int, default=16, help="embedding dimensions (16)")
    parser.add_argument("--dataset", choices=DATASETS, default="mnist")
    parser.add_argument("--data", type=Path, default=None, help="folder of the raw images")
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
    """Run `weight-surgery train`; exit code 2 with a sentence on bad input."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        return _run(options)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2


def _run(options: argparse.Namespace) -> int:
    each = [TrainingOptions(**_run_options(options), seed=seed) for seed in options.seeds]
    images = load_dataset(options.dataset, "train", options.data)
    test = load_dataset(options.dataset, "test", options.data)
    name = options.name or f"{options.dataset}-{options.dims}d"
    check_place(options.out, name)
    started = time.monotonic()
    runs = [_train_with_bar(images, one) for one in each]
    best = max(runs, key=lambda run: run.validation_accuracy)
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
    path = write_model(options.out, name, bundle, best.network)
    accuracy = bundle.metadata["test_accuracy"]
    print(json.dumps(bundle.metadata, indent=2))
    print(f"{path}: test accuracy {accuracy:.2%} of {len(test):,} images")
    # At chance that alone is to be said, as of a captured network.
    poor = accuracy_warning(options.dataset, best.options, accuracy)
    if warning := chance_warning(bundle) or poor:
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
