"""The notebook's procedure for one pair against an uncached `compare`.

Run `python -m benchmarks.notebook`.
Same environment and thread count, one run. The procedure is the notebook's: load the test images
through its transforms, pick out the two classes, embed them, operate on a copy of the network, and
count right answers over all 10,000 images. Its order of samples is fixed; weights only, centroids
fitted on test.
"""

from __future__ import annotations

import argparse
import copy
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import numpy as np
import torch
from torch.nn import functional
from torch.utils.data import DataLoader
from torchvision import transforms
from torchvision.datasets import MNIST

from weight_surgery.core.bundle import Bundle, load_bundle
from weight_surgery.core.comparison import Comparison, compare
from weight_surgery.core.model import HeadedNetwork, load_checkpoint
from weight_surgery.core.raw_images import raw_root
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import PRETRAINED

PAIR, DAMPING = (3, 6), 1e-5
LEAST_RATIO, MOST_DIFFERENT, LARGEST_MARGIN = 1000, 2, 1e-4


@dataclass(frozen=True)
class Notebook:
    """What the notebook's procedure found, and the seconds it took."""

    predictions: np.ndarray
    right: int
    kept: tuple[int, int]
    seconds: float


def notebook(network: HeadedNetwork, root: Path, trim: bool) -> Notebook:
    """Run the notebook's procedure once."""
    start = time.perf_counter()
    transform = transforms.Compose(
        [
            transforms.Resize((221, 221)),
            transforms.ToTensor(),
            transforms.Normalize([0.485], [0.229]),
        ]
    )
    loader = DataLoader(MNIST(str(root), train=False, transform=transform), batch_size=128)
    with torch.no_grad():
        chosen: dict[int, list[torch.Tensor]] = {label: [] for label in PAIR}
        for images, labels in loader:
            for label in PAIR:
                chosen[label].append(images[labels == label])
        parts = {label: torch.cat(images) for label, images in chosen.items()}
        embedded = [_embed(network, parts[label]) for label in PAIR]
        kept = [_inliers(part) if trim else part for part in embedded]
        first, second = (functional.normalize(part.mean(0), dim=0) for part in kept)
        edited = _operate(network, functional.normalize(first - second, dim=0))
        read, right = [], 0
        for images, labels in loader:
            predictions = edited(images).argmax(1)
            right += int((predictions == labels).sum())
            read.append(predictions.numpy())
    seconds = time.perf_counter() - start
    return Notebook(np.concatenate(read), right, (len(kept[0]), len(kept[1])), seconds)


def _embed(network: HeadedNetwork, images: torch.Tensor) -> torch.Tensor:
    head = network.layer(network.head_name)
    return torch.cat([head(network.trunk(batch)) for batch in images.split(128)])


def _inliers(embeddings: torch.Tensor) -> torch.Tensor:
    from sklearn.ensemble import IsolationForest

    forest = IsolationForest(random_state=42).fit(embeddings.numpy())
    return embeddings[forest.predict(embeddings.numpy()) == 1]


def _operate(network: HeadedNetwork, direction: torch.Tensor) -> HeadedNetwork:
    edited = copy.deepcopy(network)
    head = edited.layer(edited.head_name)
    head.weight.copy_(head.weight - (1 - DAMPING) * torch.outer(direction, direction @ head.weight))
    return edited


def margins(comparison: Comparison, indices: np.ndarray) -> np.ndarray:
    """Return the gap between the two largest logits after the edit, at some samples."""
    logits = np.sort(comparison.bundle.classify(comparison.after.embeddings[indices]), axis=1)
    return logits[:, -1] - logits[:, -2]


def main() -> int:
    """Print both timings and every prediction that differs; exit code 1 when a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.notebook")
    parser.add_argument("--data", type=Path, default=None, help="folder that holds MNIST/raw")
    parser.add_argument("--repeats", type=int, default=15, help="timings of compare (15)")
    options = parser.parse_args()
    try:
        root = raw_root("mnist", options.data)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    network = load_checkpoint(PRETRAINED / "mnist-3d.safetensors", "seed")
    spec = SurgerySpec(edit_bias=False, fit_split="test").with_operation(
        classes=PAIR, damping=DAMPING
    )
    print(f"{torch.get_num_threads()} threads; classes {PAIR}, damping {DAMPING:g}, weights only")
    met = _report(notebook(network, root, trim=False), spec, options.repeats)
    print("\nwith trimming (no bar):")
    _report(notebook(network, root, trim=True), replace(spec, trim_outliers=True), 3)
    return 0 if met else 1


def _report(theirs: Notebook, spec: SurgerySpec, repeats: int) -> bool:
    path = PRETRAINED / "mnist-3d.npz"
    bundle = load_bundle(path)
    first, comparison = _timed(bundle, spec)
    again = median(_timed(bundle, spec)[0] for _ in range(repeats))
    ours = comparison.after.strict_accuracy.successes
    different = np.flatnonzero(theirs.predictions != comparison.after.predictions)
    gaps = margins(comparison, different)
    print(f"notebook's procedure   {theirs.seconds:10.3f} s   {theirs.right:,} of 10,000 right")
    print(f"compare, first call    {first:10.5f} s   {ours:,} of 10,000 right (embeds the bundle)")
    print(f"compare, uncached      {again:10.5f} s   median of {repeats}")
    print(f"ratio                  {theirs.seconds / again:10.0f}     bar {LEAST_RATIO:,}")
    print(f"ratio of first call    {theirs.seconds / first:10.0f}")
    print(f"samples in centroids   {theirs.kept} there, {comparison.kept_counts} here")
    print(f"predictions different  {len(different):10d}     bar {MOST_DIFFERENT}")
    for index, gap in zip(different, gaps, strict=True):
        print(f"  sample {index}: {theirs.predictions[index]} there, margin {gap:.2e} here")
    few = len(different) <= MOST_DIFFERENT and bool((gaps < LARGEST_MARGIN).all())
    return theirs.seconds / again >= LEAST_RATIO and few


def _timed(bundle: Bundle, spec: SurgerySpec) -> tuple[float, Comparison]:
    start = time.perf_counter()
    comparison = compare(bundle, spec)
    return time.perf_counter() - start, comparison


if __name__ == "__main__":
    sys.exit(main())
