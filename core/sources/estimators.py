"""What a scikit-learn estimator ends in: its transformers, and the linear layer behind them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from weight_surgery.core.sources.arrays import array_of, check_dimensions, vectors_of

KNOWN = (
    "LogisticRegression, LinearSVC, RidgeClassifier, LinearDiscriminantAnalysis, SGDClassifier, "
    "Perceptron and MLPClassifier"
)
# Of an MLP's hidden layers, by the names that scikit-learn has for them.
ACTIVATIONS: Mapping[str, Callable[[np.ndarray], np.ndarray]] = MappingProxyType(
    {
        "identity": lambda values: values,
        "logistic": lambda values: 0.5 * (1 + np.tanh(values / 2)),
        "tanh": np.tanh,
        "relu": lambda values: np.maximum(values, 0),
    }
)
# Why a kind of estimator that people have cannot be taken.
REASONS = MappingProxyType(
    {
        "SVC": "compares every two classes by themselves; fit LinearSVC instead",
        "NuSVC": "compares every two classes by themselves; fit LinearSVC instead",
        "MultiOutputClassifier": "gives a sample several labels; fit one label at a time",
        "OneVsRestClassifier": "holds a model a class; give LogisticRegression all classes",
    }
)


@dataclass(frozen=True, eq=False)
class Ending:
    """A fitted estimator taken apart.

    transformers: all in front of the model, in order; model: the last step, of a known kind.
    """

    transformers: tuple[Any, ...]
    model: Any

    @property
    def name(self) -> str:
        """What kind of model it is."""
        return type(self.model).__name__

    @property
    def classes(self) -> np.ndarray:
        """The person's own labels (C,), in the order of the classes."""
        return np.asarray(self.model.classes_)

    @property
    def is_network(self) -> bool:
        """Whether it has layers of its own."""
        return hasattr(self.model, "coefs_")

    @property
    def is_one_row(self) -> bool:
        """Whether two classes share one row, the second's less the first's."""
        return len(self._own[0]) == 1

    @property
    def classifier(self) -> tuple[np.ndarray, np.ndarray]:
        """The last layer's weight (C, d) and offset (C,), float64; of one row w it is [0; w]."""
        weight, offset = self._own
        if len(weight) == 1:
            weight, offset = np.vstack([0 * weight, weight]), np.append(0.0, offset)
        return weight, offset

    @property
    def _own(self) -> tuple[np.ndarray, np.ndarray]:
        if self.is_network:
            weight, offset = self.model.coefs_[-1].T, self.model.intercepts_[-1]
        else:
            weight, offset = self.model.coef_, self.model.intercept_
        weight = weight.toarray() if hasattr(weight, "toarray") else weight
        weight = np.array(weight, float, ndmin=2)
        return weight, np.array(np.broadcast_to(np.asarray(offset, float), len(weight)))

    def put(self, weight: np.ndarray, offset: np.ndarray) -> None:
        """Write a classifier (C, d), (C,) into the model itself, one row where it has one."""
        if self.is_one_row:
            weight, offset = weight[1:] - weight[:1], offset[1:] - offset[:1]
        if self.is_network:
            self.model.coefs_ = [*self.model.coefs_[:-1], np.ascontiguousarray(weight.T)]
            self.model.intercepts_ = [*self.model.intercepts_[:-1], offset]
        else:
            self.model.coef_, self.model.intercept_ = weight, offset

    def embed(self, samples: Any, argument: str) -> np.ndarray:
        """Return what the last layer reads (N, d) of samples as the whole estimator takes them.

        Raises ValueError for samples that it does not take.
        """
        for one in self.transformers:
            samples = one.transform(samples)
        values = samples if hasattr(samples, "toarray") else array_of(samples, argument)
        wanted = self.model.n_features_in_
        if len(values.shape) != 2 or values.shape[1] != wanted:
            raise ValueError(
                f"{argument} must be (N, {wanted}) where the {self.name} reads it, got "
                f"{tuple(values.shape)}; give samples as the estimator takes them"
            )
        if self.is_network:
            act = ACTIVATIONS[self.model.activation]
            layers = zip(self.model.coefs_[:-1], self.model.intercepts_[:-1], strict=True)
            for weight, offset in layers:
                values = act(values @ weight + offset)
        return vectors_of(values, argument)


def ending_of(estimator: Any) -> Ending:
    """Take a fitted estimator apart: searches to their best, pipelines to their steps.

    Raises ValueError by its name for one that is not fitted, or does not end in a linear layer with
    one row a class.
    """
    from sklearn.exceptions import NotFittedError
    from sklearn.utils.validation import check_is_fitted

    transformers, model = _unwrapped(estimator)
    _check_known(model)
    try:
        check_is_fitted(model)
    except NotFittedError:
        raise ValueError(
            f"this {type(model).__name__} is not fitted; call fit on it first"
        ) from None
    _check_one_label(model)
    found = Ending(transformers, model)
    check_dimensions(found.classifier[0].shape[1])
    return found


def _unwrapped(estimator: Any) -> tuple[tuple[Any, ...], Any]:
    """Return the transformers in front of the innermost model, and it."""
    from sklearn.model_selection._search import BaseSearchCV
    from sklearn.pipeline import Pipeline

    transformers: list[Any] = []
    while True:
        if isinstance(estimator, BaseSearchCV):
            if not hasattr(estimator, "best_estimator_"):
                raise ValueError(
                    f"this {type(estimator).__name__} keeps no best estimator; fit it with "
                    "refit=True"
                )
            estimator = estimator.best_estimator_
        elif isinstance(estimator, Pipeline):
            *before, (_, last) = estimator.steps
            transformers += [step for _, step in before if step not in (None, "passthrough")]
            estimator = last
        else:
            return tuple(transformers), estimator


def _check_known(model: Any) -> None:
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
    from sklearn.linear_model import (
        LogisticRegression,
        Perceptron,
        RidgeClassifier,
        RidgeClassifierCV,
        SGDClassifier,
    )
    from sklearn.neural_network import MLPClassifier
    from sklearn.svm import LinearSVC

    linear = (LogisticRegression, RidgeClassifier, RidgeClassifierCV, LinearDiscriminantAnalysis)
    if isinstance(model, (*linear, LinearSVC, SGDClassifier, Perceptron, MLPClassifier)):
        return
    name = model if isinstance(model, str) else type(model).__name__
    reason = REASONS.get(name, "is not known here")
    raise ValueError(f"{name} {reason}; an estimator must end in one of {KNOWN}")


def _check_one_label(model: Any) -> None:
    """Raise ValueError for a model that gives a sample several labels."""
    binarizer = getattr(model, "_label_binarizer", None)
    several = str(getattr(binarizer, "y_type_", "")).startswith("multilabel")
    if several or isinstance(model.classes_, list):
        raise ValueError(
            f"this {type(model).__name__} gives a sample several labels; fit it on one label a "
            "sample"
        )
