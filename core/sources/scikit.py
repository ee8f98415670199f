"""A fitted scikit-learn estimator as a bundle, checked against itself before it is handed out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.sources.edited_estimator import edited_estimator
from weight_surgery.core.sources.estimators import Ending, ending_of
from weight_surgery.core.sources.fidelity import Answers, fidelity, first_merge
from weight_surgery.core.sources.labels import names_of, own_labels, positions_of
from weight_surgery.core.sources.parts import described, identity_head
from weight_surgery.core.specs import SurgerySpec


def from_sklearn(
    estimator: Any,
    X: Any,  # noqa: N803 - as scikit-learn calls it
    y: Any,
    X_test: Any,  # noqa: N803
    y_test: Any,
    names: Sequence[str] | Mapping[Any, str] | None = None,
    name: str | None = None,
) -> Bundle:
    """Make a bundle of a fitted classifier: what its last linear layer reads, and that layer.

    estimator: a linear model or an MLP, a pipeline that ends in one, or a search over either; of an
    MLP the last hidden layer after its activation is the embedding. X, y: samples to fit edits on,
    as the estimator takes them, with their labels; X_test, y_test: others, to measure on. names:
    one a class in the order of the estimator's classes, or by label; name: the model's.
    That the bundle reads what the estimator reads, before and after an edit, is in
    metadata["fidelity"]. Raises ValueError with what to do where it does not, for an estimator of
    another kind, and for samples and labels that do not fit it.
    """
    ending = ending_of(estimator)
    features_fit, labels_fit = _split(ending, X, y, "X", "y")
    features_test, labels_test = _split(ending, X_test, y_test, "X_test", "y_test")
    if np.array_equal(features_fit, features_test):
        raise ValueError("X_test is X; measure on samples that the edit was not fitted on")
    weight, offset = ending.classifier
    bundle = Bundle(
        features_fit=features_fit,
        labels_fit=labels_fit,
        features_test=features_test,
        labels_test=labels_test,
        **identity_head(weight.shape[1]),
        classifier_weight=weight,
        classifier_bias=offset,
        normalise=False,
        class_names=names_of(ending.classes, names),
        metadata=described(name or ending.name, ending.name, "its last layer", ending.classes),
    )

    def ask(spec: SurgerySpec | None) -> Answers:
        return _answers(
            estimator if spec is None else edited_estimator(estimator, bundle, spec), X_test
        )

    accuracy = float(np.mean(bundle.predictions_test == bundle.labels_test))
    return bundle.with_metadata(
        fidelity=fidelity(bundle, ask, first_merge(bundle)), test_accuracy=accuracy
    )


def _split(
    ending: Ending, samples: Any, labels: Any, of_samples: str, of_labels: str
) -> tuple[np.ndarray, np.ndarray]:
    features = ending.embed(samples, of_samples)
    own = own_labels(labels, of_labels, len(features))
    if not len(own):
        raise ValueError(f"{of_samples} has no samples; give some of each class")
    return features, positions_of(own, ending.classes, of_labels)


def _answers(estimator: Any, samples: Any) -> Answers:
    """Ask the whole estimator, which transforms the samples itself."""
    ending = ending_of(estimator)
    predictions = positions_of(np.asarray(estimator.predict(samples)), ending.classes, "predict")
    if hasattr(estimator, "decision_function"):
        logits = np.asarray(estimator.decision_function(samples), float)
        if logits.ndim == 1:
            logits = np.column_stack([np.zeros_like(logits), logits])
        return Answers(logits, predictions)
    with np.errstate(divide="ignore"):
        logs = np.log(np.asarray(estimator.predict_proba(samples), float))
    return Answers(logs, predictions, are_logs=True)
