"""`weight-surgery capture --checkpoint F --network seed …`: from a checkpoint to a bundle."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from weight_surgery.core.bundle.capture import capture
from weight_surgery.core.bundle.model_files import check_place, write_model
from weight_surgery.core.bundle.reading import chance_warning
from weight_surgery.core.datasets import DATASETS, fit_split, load_dataset


def main(arguments: list[str] | None = None) -> int:
    """Run `weight-surgery capture`; exit code 2 with a sentence on bad input."""
    parser = argparse.ArgumentParser(
        prog="weight-surgery capture",
        description="Turn a network's checkpoint into a feature bundle that --models DIR shows.",
    )
    parser.add_argument("--checkpoint", type=Path, required=True, help=".pth or .safetensors")
    parser.add_argument("--network", choices=("seed", "compact"), default="seed")
    parser.add_argument("--dataset", choices=DATASETS, default="mnist")
    parser.add_argument("--data", type=Path, default=None, help="folder of the raw images")
    parser.add_argument("--out", type=Path, default=Path("models"), help="folder (models)")
    parser.add_argument("--name", default=None, help="name of the model (that of the file)")
    options = parser.parse_args(arguments)
    try:
        return _run(options)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2


def _run(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from weight_surgery.core.model import load_checkpoint

    network = load_checkpoint(options.checkpoint, options.network)
    fit = fit_split(load_dataset(options.dataset, "train", options.data))
    test = load_dataset(options.dataset, "test", options.data)
    name = options.name or options.checkpoint.stem
    check_place(options.out, name)
    with tqdm(total=len(fit) + len(test), unit="image", desc="capture") as bar:
        source = {"checkpoint": options.checkpoint.name}
        bundle = capture(network, fit, test, name, source, lambda done, _: bar.update(done - bar.n))
    path = write_model(options.out, name, bundle, network)
    accuracy = bundle.metadata["test_accuracy"]
    print(f"{path}: test accuracy {accuracy:.2%} of {len(test):,} images")
    if warning := chance_warning(bundle):
        print(f"Warning: {warning}", file=sys.stderr)
    print(f"Show it with: weight-surgery run --models {options.out}")
    return 0
