"""A network and its samples as a bundle, checked against the network itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from typing import Any

import numpy as np
from torch import nn

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.networks.edited import edited_network
from weight_surgery.core.networks.finding import Found, find, picked, width_of
from weight_surgery.core.networks.heads import Asked
from weight_surgery.core.networks.passes import Rows, run
from weight_surgery.core.networks.splits import SEED, Split, check_in_order, split_of
from weight_surgery.core.networks.tracing import State, as_read, evaluating, trace
from weight_surgery.core.sources.arrays import check_dimensions, images_of, texts_of
from weight_surgery.core.sources.fidelity import Answers, fidelity, first_merge
from weight_surgery.core.sources.parts import described, identity_head
from weight_surgery.core.sources.rows import Classes, Seen, classes_of_rows
from weight_surgery.core.sources.table import prototypes
from weight_surgery.core.specs import SurgerySpec

# Of a network that reads so many of some classes right, its columns are its classes.
READS_RIGHT = 0.5
TAKEN = (
    "Its {} outputs were taken for an embedding, which prototypes of the fit samples classify (if "
    "they are logits, say classes=[…] in the order of its rows)"
)

Names = Sequence[Any] | Mapping[Any, str] | None
Progress = Callable[[int, int | None], None]
Seeing = dict[str, np.ndarray]


@dataclass(frozen=True, eq=False)
class Captured:
    """A network as it is read, where its edit goes, its classes and what its metadata say."""

    network: nn.Module
    found: Found
    classes: Classes
    metadata: Mapping[str, Any]

    def bundle(self, fit: Seeing, test: Seeing) -> Bundle:
        """Make a bundle of what was seen of two splits."""
        layers = self.found.folds.layers(State(self.network))
        if "weight" not in layers:
            layers |= identity_head(fit["features"].shape[1])
        if "classifier_weight" not in layers:
            embeddings = fit["features"] @ layers["weight"].T + layers["bias"]
            count = len(self.classes.names)
            rows, offset = prototypes(embeddings, fit["labels"], count, normalise=True)
            layers |= {"classifier_weight": rows, "classifier_bias": offset}
        return Bundle(
            features_fit=fit["features"],
            labels_fit=fit["labels"],
            features_test=test["features"],
            labels_test=test["labels"],
            normalise=self.found.normalise,
            class_names=self.classes.names,
            metadata=self.metadata,
            **layers,
        )

    def answers(self, bundle: Bundle, outputs: np.ndarray) -> Answers:
        """Read the network's own outputs (N, K): logits, probabilities, or embeddings."""
        if self.found.folds.classifier is None:
            logits = bundle.classify(outputs)
            return Answers(logits, logits.argmax(axis=1))
        if self.found.squash == "sigmoid":
            outputs = np.column_stack([1 - outputs, outputs])
        elif outputs.shape[1] == 1:
            outputs = np.column_stack([0 * outputs, outputs])
        predictions = outputs.argmax(axis=1)
        if not self.found.squash:
            return Answers(outputs, predictions)
        with np.errstate(divide="ignore"):
            return Answers(np.log(outputs), predictions, are_logs=True)


def capture_network(
    network: nn.Module,
    train: Any,
    test: Any,
    asked: Asked,
    names: Names,
    title: str | None,
    images: Any,
    texts: Any,
    progress: Progress,
) -> Bundle:
    """Make a bundle of a network, as `core.sources.from_torch` says."""
    title = title or type(network).__name__
    if images is not None or texts is not None:
        check_in_order(test)
    network = as_read(network)
    with evaluating(network):
        fit, held = split_of(train, "train"), split_of(test, "test")
        calls, said = trace(network, fit.first(network))
        outputs = said[pick := picked(calls, said)]
        found = find(network, calls, outputs, _columns(fit, held, outputs, names), asked)
        found = replace(found, pick=pick, folds=replace(found.folds, is_one_of=pick is not None))
        check_dimensions(width_of(found, calls, outputs))
        classes, rows = _fit(network, found, fit, held, outputs, names, progress)
        captured = Captured(network, found, classes, _described(title, network, found, classes))
        bundle = captured.bundle(rows, rows)
        spec, copy, reason = _edited(network, bundle)
        with evaluating(*([] if copy is None else [copy])):
            tested = run(
                network,
                found,
                held.batches,
                held.positions(classes),
                Rows(SEED),
                copy,
                lambda done: progress(int(rows["came"]) + done, _together(fit, held)),
            )
    bundle = _checked(captured, captured.bundle(rows, tested), tested, spec, reason)
    bundle = _with_draws(bundle, fit, held, rows, tested)
    places = tested["places"] if held.places is None else held.places[tested["places"]]
    return _with_pictures(bundle, places, held.total, images, texts)


def _together(fit: Split, held: Split) -> int | None:
    """Return how many samples there are to read in both splits, where that is known."""
    found = 0
    for split in (fit, held):
        count = split.total if split.places is None else len(split.places)
        if count is None:
            return None
        found += count
    return found


def _columns(fit: Split, held: Split, outputs: np.ndarray, names: Names) -> int | None:
    """Return how many classes there are, by what a person gave or what the network reads."""
    if names is not None:
        return len(names)
    if _reads_classes(outputs, fit.first_labels):
        return outputs.shape[1]
    known = fit.labels if held.places is None else np.concatenate([fit.labels, held.labels])
    return len(np.unique(known))


def _reads_classes(outputs: np.ndarray, labels: np.ndarray) -> bool:
    """Whether the largest of outputs (n, K) is mostly the label's own column, class by class.

    Of an embedding it hardly ever is; of a classifier also where some classes have no samples.
    """
    if labels.dtype.kind not in "bif":
        return False
    read = outputs.argmax(axis=1)
    most = [np.bincount(read[labels == label]).argmax() == label for label in np.unique(labels)]
    return float(np.mean(most)) > READS_RIGHT


def _fit(
    network: nn.Module,
    found: Found,
    fit: Split,
    held: Split,
    outputs: np.ndarray,
    names: Names,
    progress: Progress,
) -> tuple[Classes, Seeing]:
    """Read the fit split; of a network that ends in its embedding its labels are the classes."""
    seen = Seen()
    if found.folds.classifier is None:
        known: Classes | Seen = seen
    else:
        known = classes_of_rows(outputs.shape[1], fit.labels, names)
    for split in (fit, held):
        # What is known of the labels is checked before the work.
        if isinstance(known, Classes):
            known.positions(split.labels, len(split.labels), f"{split.argument}'s labels")
    rows = run(
        network,
        found,
        fit.batches,
        fit.positions(known),
        Rows(SEED),
        progress=lambda done: progress(done, _together(fit, held)),
    )
    if isinstance(known, Classes):
        return known, rows
    classes, place = seen.sorted(names)
    return classes, rows | {"labels": place[rows["labels"]]}


def _edited(network: nn.Module, bundle: Bundle) -> tuple[SurgerySpec | None, nn.Module | None, str]:
    """Return an edit, a copy of the network with it, or why there is none."""
    spec = first_merge(bundle)
    if spec is None:
        return None, None, ""
    try:
        return spec, edited_network(network, bundle, spec), ""
    except ValueError as error:
        return None, None, str(error)


def _checked(
    captured: Captured, bundle: Bundle, tested: Seeing, spec: SurgerySpec | None, reason: str
) -> Bundle:
    """Return the bundle with how true it is to its network. Raises ValueError where it is not."""
    if np.array_equal(bundle.features_fit, bundle.features_test):
        raise ValueError("test is train; measure on samples that the edit was not fitted on")

    def ask(asked: SurgerySpec | None) -> Answers:
        return captured.answers(bundle, tested["outputs" if asked is None else "edited"])

    told = fidelity(bundle, ask, spec, reason)
    if captured.found.folds.classifier is None:
        told = f"{TAKEN.format(bundle.dims)}: {told}"
    accuracy = float(np.mean(bundle.predictions_test == bundle.labels_test))
    return bundle.with_metadata(fidelity=told, test_accuracy=accuracy)


def _described(title: str, network: nn.Module, found: Found, classes: Classes) -> dict[str, Any]:
    folds = found.folds
    metadata = described(
        title, type(network).__name__, folds.classifier or "prototypes", classes.labels
    )
    versions = metadata["versions"] | {"torch": version("torch")}
    return metadata | {"head": folds.head, "folds": asdict(folds), "versions": versions}


def _with_draws(bundle: Bundle, fit: Split, held: Split, rows: Seeing, tested: Seeing) -> Bundle:
    """Return the bundle with how many samples of how many were kept, where not all were."""
    kept = {
        split.argument: [len(seen["labels"]), split.came(int(seen["came"]))]
        for split, seen in ((fit, rows), (held, tested))
    }
    drawn = {argument: counts for argument, counts in kept.items() if counts[0] < counts[1]}
    return bundle.with_metadata(drawn=drawn) if drawn else bundle


def _with_pictures(
    bundle: Bundle, places: np.ndarray, total: int | None, images: Any, texts: Any
) -> Bundle:
    """Return the bundle with the images and texts of its test samples, of as many as were given."""
    given: dict[str, Any] = {}
    for argument, values, read in (("images", images, images_of), ("texts", texts, texts_of)):
        if values is not None:
            samples = len(values) if total is None else total
            given[f"{argument}_test"] = read(values, samples)[places]
    return replace(bundle, **given)
