"""A person's own torch network as a bundle, checked against itself before it is handed out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.checks import boolean, shown


def from_torch(
    model: Any,
    train: Any,
    test: Any,
    edit: Any = None,
    classifier: Any = None,
    classes: Sequence[Any] | Mapping[Any, str] | None = None,
    normalise: bool | None = None,
    scale: float | None = None,
    images: Any = None,
    texts: Any = None,
    name: str | None = None,
    progress: Callable[[int, int | None], None] = lambda done, total: None,
) -> Bundle:
    """Make a bundle of a trained network: what its edited layer reads, that layer, the classifier.

    model: a torch module; train, test: samples to fit edits on and others to measure on, as
    (samples, labels), arrays or tensors, a data set or a DataLoader. Each is read once, in eval
    mode, on the model's device; above 10,000 samples a seeded draw with the classes' shares stays.
    Augmentation cannot be seen: give samples as they are.

    edit: the linear layer whose output is the embedding, by name or as itself. Not given it is the
    last one that the classifier reads as it is, but for a BatchNorm and unit length; where there is
    none the embedding is what the classifier reads, and the edit is folded into that. classifier:
    the layer or parameter with one row a class (or one row for two), the last one if not given;
    False: the network ends in its embedding, and prototypes of the train samples classify by
    cosine. normalise, scale: of the classifier, where they are not found. classes: names in the
    order of the rows, or by label; the labels themselves where those are not 0...C-1.
    images, gray (N, H, W) or in color (N, H, W, 3), and texts (N,): one a test sample, to be
    shown. name: the model's.
    progress: called with (samples done, samples in all or None); whatever it raises ends the run.

    That the bundle reads what the model reads, before and after an edit, is in
    metadata["fidelity"]. Raises ValueError with what to do where it does not, and for layers,
    samples and labels that do not fit.
    """
    from torch import nn

    from weight_surgery.core.networks.capture import capture_network
    from weight_surgery.core.networks.heads import Asked

    if not isinstance(model, nn.Module):
        raise ValueError(
            f"model must be a torch module; got {shown(model)} (from_sklearn takes estimators, "
            "from_embeddings tables)"
        )
    _check(normalise, scale, classes, progress)
    asked = Asked(edit, classifier, normalise, scale)
    return capture_network(model, train, test, asked, classes, name, images, texts, progress)


def _check(normalise: Any, scale: Any, classes: Any, progress: Any) -> None:
    """Raise ValueError for what a person cannot have meant."""
    if normalise is not None:
        boolean("normalise", normalise)
    is_number = isinstance(scale, (int, float)) and not isinstance(scale, bool)
    if scale is not None and not (is_number and 0 < scale < float("inf")):
        raise ValueError(f"scale must be a number above 0, got {shown(scale)}")
    is_listed = hasattr(classes, "__getitem__") and hasattr(classes, "__len__")
    if classes is not None and (isinstance(classes, str) or not is_listed):
        raise ValueError(
            f"classes must be names in the order of the rows, or by label; got {shown(classes)}"
        )
    if not callable(progress):
        raise ValueError(f"progress must be a function of two numbers, got {shown(progress)}")
