"""Accuracies read off a confusion matrix, and the fall of the strict one in its three parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weight_surgery.core.metrics.rates import MeanShare, Rate


@dataclass(frozen=True)
class Scores:
    """The shares of test samples read right, each by its own rule.

    strict: prediction = label; merged: the same with the merged classes counted as one; recall:
    merged samples sent to any merged class; bystanders: strict on all other classes. Two are means
    over the merged classes: mean_recall, of the share read as any of them; told_apart, of the share
    read as that very class. Where two share one place that is 50 %.
    """

    strict: Rate
    merged: Rate
    recall: Rate
    bystanders: Rate
    mean_recall: MeanShare
    told_apart: MeanShare
    per_class: tuple[Rate, ...]


@dataclass(frozen=True)
class Fall:
    """Strict accuracy lost, in samples, and the three parts it is the sum of.

    Each part is errors after minus errors before, so a part can be negative: bystanders misread;
    merged samples sent to a third class; swaps among the merged classes.
    """

    lost: int
    bystanders: int
    third_class: int
    swaps: int
    total: int


def confusion_counts(labels: np.ndarray, predictions: np.ndarray, classes: int) -> np.ndarray:
    """Count (C, C) samples by label (row) and prediction (column)."""
    flat = np.bincount(labels * classes + predictions, minlength=classes * classes)
    return flat.reshape(classes, classes)


def scores_of(confusion: np.ndarray, merged: tuple[int, ...]) -> Scores:
    """Return every accuracy of a confusion matrix (C, C), with `merged` counted as one."""
    right, samples = np.diag(confusion), confusion.sum(axis=1)
    inside, classes = np.isin(np.arange(len(confusion)), merged), list(merged)
    either = confusion[classes][:, classes].sum(axis=1)
    recalled, members = either.sum(), tuple(samples[classes].tolist())
    return Scores(
        strict=Rate.of(right.sum(), samples.sum()),
        merged=Rate.of(recalled + right[~inside].sum(), samples.sum()),
        recall=Rate.of(recalled, samples[inside].sum()),
        bystanders=Rate.of(right[~inside].sum(), samples[~inside].sum()),
        mean_recall=MeanShare(tuple(either.tolist()), members),
        told_apart=MeanShare(tuple(right[classes].tolist()), members),
        per_class=tuple(Rate.of(*pair) for pair in zip(right, samples, strict=True)),
    )


def fall_between(before: np.ndarray, after: np.ndarray, merged: tuple[int, ...]) -> Fall:
    """Split the strict accuracy lost between two confusion matrices (C, C) of the same samples."""
    inside = np.isin(np.arange(len(before)), merged)
    change = after - before
    pair = change[np.ix_(inside, inside)]
    bystanders = change[~inside].sum() - np.diag(change)[~inside].sum()
    return Fall(
        lost=-int(np.trace(change)),
        bystanders=int(bystanders),
        third_class=int(change[np.ix_(inside, ~inside)].sum()),
        swaps=int(pair.sum() - np.trace(pair)),
        total=int(before.sum()),
    )
