"""Estimators of scikit-learn: taken in, edited, and taken home again, equal to the last sample."""

from __future__ import annotations

import pickle
from itertools import combinations, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from sklearn.datasets import load_digits, load_iris, load_wine
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression, Perceptron, RidgeClassifier, SGDClassifier
from sklearn.model_selection import GridSearchCV
from sklearn.multiclass import OneVsRestClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, LinearSVC

import weight_surgery as ws
from weight_surgery.core.bundle import Bundle

DATA = {
    "iris": load_iris(return_X_y=True),
    "wine": load_wine(return_X_y=True),
    "digits": load_digits(n_class=5, return_X_y=True),
}
KINDS = {
    "logistic": lambda: make_pipeline(StandardScaler(), LogisticRegression(max_iter=300)),
    "no intercept": lambda: RidgeClassifier(fit_intercept=False),
    "svc": lambda: make_pipeline(StandardScaler(), PCA(3), LinearSVC(random_state=0)),
    "ridge": RidgeClassifier,
    "lda": LinearDiscriminantAnalysis,
    "sgd": lambda: make_pipeline(StandardScaler(), SGDClassifier(random_state=0)),
    "perceptron": lambda: Perceptron(random_state=0),
    "relu": lambda: make_pipeline(StandardScaler(), network("relu", (12, 8))),
    "tanh": lambda: make_pipeline(StandardScaler(), network("tanh", (6,))),
    "sigmoid": lambda: make_pipeline(StandardScaler(), network("logistic", (6,))),
    "search": lambda: GridSearchCV(
        Pipeline([("none", "passthrough"), ("scale", StandardScaler()), ("in", nested())]),
        {"in__last__C": [0.1, 1.0]},
        cv=2,
    ),
}
METHODS = ("paper", "absorb", "bystander-optimal", "rows")


def network(activation: str, layers: tuple[int, ...]) -> MLPClassifier:
    return MLPClassifier(layers, activation=activation, max_iter=80, random_state=0)


def nested() -> Pipeline:
    return Pipeline([("turn", PCA()), ("last", LogisticRegression(max_iter=300))])


def halves(name: str, classes: int | None = None) -> tuple[np.ndarray, ...]:
    """Return X, y, X_test, y_test of a data set, whose labels are texts."""
    data, labels = DATA[name]
    kept = labels < (classes or 99)
    data, words = data[kept], np.array(["zero", "one", "two", "three", "four"])[labels[kept]]
    return data[::2], words[::2], data[1::2], words[1::2]


def taken(kind: str, name: str, classes: int | None = None) -> tuple[Any, Bundle, tuple]:
    parts = halves(name, classes)
    estimator = KINDS[kind]().fit(*parts[:2])
    return estimator, ws.from_sklearn(estimator, *parts, name=name), parts


def specs(bundle: Bundle) -> list[ws.SurgerySpec]:
    pairs = list(combinations(range(len(bundle.class_names)), 2))[:3]
    found = [
        ws.SurgerySpec(bundle.name, (ws.Operation("merge", pair, damping, method),), repair=repair)
        for pair, damping, method, repair in product(pairs, (0.0, 0.3), METHODS, (False, True))
    ]
    if len(bundle.class_names) > 3:
        steps = (ws.Operation("merge", (0, 1), 0.0), ws.Operation("shatter", (3,), 0.1))
        found.append(ws.SurgerySpec(bundle.name, steps))
    return found


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("classes", [2, None], ids=["two", "all"])
def test_the_edited_copy_predicts_exactly_what_the_comparison_says(
    kind: str, classes: int | None, tmp_path: Path
) -> None:
    for name in ("wine", "digits") if classes is None else ("digits",):
        estimator, bundle, parts = taken(kind, name, classes)
        before = pickle.dumps(estimator)
        ws.save_bundle(tmp_path / "own.npz", bundle)
        bundle = ws.load_bundle(tmp_path / "own.npz")
        own = np.unique(parts[1])
        np.testing.assert_array_equal(own[bundle.predictions_test], estimator.predict(parts[2]))
        compared = 0
        for spec in specs(bundle):
            try:
                comparison = ws.compare(bundle, spec)
            except ValueError:
                continue
            edited = ws.edit(estimator, bundle, spec)
            np.testing.assert_array_equal(
                edited.predict(parts[2]), own[comparison.after.predictions], str(spec)
            )
            if hasattr(edited, "decision_function"):
                check_logits(edited.decision_function(parts[2]), comparison.after.logits)
            compared += 1
        assert compared >= (4 if classes == 2 else 20)
        assert pickle.dumps(estimator) == before


def check_logits(theirs: np.ndarray, logits: np.ndarray) -> None:
    """Decision functions are logits up to one constant a sample."""
    if theirs.ndim == 1:
        theirs, logits = theirs[:, None], (logits[:, 1] - logits[:, 0])[:, None]
    else:
        theirs, logits = (one - one.mean(axis=1, keepdims=True) for one in (theirs, logits))
    np.testing.assert_allclose(theirs, logits, atol=1e-4 * max(1.0, np.abs(logits).max()))


def test_known_answers_on_iris() -> None:
    fit, labels, test, answers = halves("iris")
    estimator = make_pipeline(StandardScaler(), LogisticRegression()).fit(fit, labels)
    bundle = ws.from_sklearn(estimator, fit, labels, test, answers, name="iris")
    assert bundle.class_names == ("one", "two", "zero")
    assert bundle.metadata["fidelity"] == (
        "75 of 75 predictions equal your model's, before and after an edit"
    )
    assert bundle.metadata["test_accuracy"] == estimator.score(test, answers)
    np.testing.assert_allclose(bundle.embeddings_test, estimator[0].transform(test), atol=1e-6)
    assert bundle.has_identity_head
    assert not bundle.normalise


def test_an_edit_that_changes_nothing_gives_the_same_model() -> None:
    estimator, bundle, parts = taken("logistic", "wine")
    spec = ws.SurgerySpec("wine", (ws.Operation("merge", (0, 1), 1.0),))
    edited = ws.edit(estimator, bundle, spec)
    np.testing.assert_allclose(edited[-1].coef_, estimator[-1].coef_, atol=1e-12)
    whole = ws.SurgerySpec("wine", (ws.Operation("merge", (0, 1), 0.0),))
    changed = ws.edit(estimator, bundle, whole)
    assert np.abs(changed[-1].coef_ - estimator[-1].coef_).max() > 0.1
    assert (changed.predict(parts[2]) != estimator.predict(parts[2])).any()


def test_sparse_samples_and_labels_by_name() -> None:
    fit, labels, test, answers = halves("digits")
    estimator = LogisticRegression(max_iter=500).fit(csr_matrix(fit), labels)
    names = {word: word.upper() for word in np.unique(labels)}
    sparse = ws.from_sklearn(
        estimator, csr_matrix(fit), labels, csr_matrix(test), answers, names=names
    )
    dense = ws.from_sklearn(estimator, fit, labels, test, answers)
    np.testing.assert_array_equal(sparse.features_test, dense.features_test)
    assert sparse.class_names == ("FOUR", "ONE", "THREE", "TWO", "ZERO")
    estimator.sparsify()
    again = ws.from_sklearn(estimator, fit, labels, test, answers)
    np.testing.assert_array_equal(again.classifier_weight, dense.classifier_weight)


@settings(max_examples=12)
@given(st.integers(0, 1000), st.integers(2, 5), st.sampled_from(METHODS), st.floats(0, 1))
def test_any_linear_model_and_its_edited_copy_agree(
    seed: int, classes: int, method: str, damping: float
) -> None:
    draw = np.random.default_rng(seed)
    labels = np.arange(40 * classes) % classes
    data = draw.normal(size=(len(labels), 6)) + 2 * draw.normal(size=(classes, 6))[labels] + 1
    half = len(labels) // 2
    estimator = LinearDiscriminantAnalysis().fit(data[:half], labels[:half])
    bundle = ws.from_sklearn(estimator, data[:half], labels[:half], data[half:], labels[half:])
    spec = ws.SurgerySpec(bundle.name, (ws.Operation("merge", (0, 1), damping, method),))
    try:
        comparison = ws.compare(bundle, spec)
    except ValueError:
        return
    edited = ws.edit(estimator, bundle, spec)
    np.testing.assert_array_equal(edited.predict(data[half:]), comparison.after.predictions)


X, Y, X_TEST, Y_TEST = halves("iris")
FITTED = LogisticRegression().fit(X, Y)
SEVERAL = np.column_stack([Y == "zero", Y == "one"]).astype(int)
UNTRANSFORMED = make_pipeline(StandardScaler(), "passthrough").fit(X)
WIDE = np.random.default_rng(0).random((8, 4097))
REFUSED: list[tuple[Any, str]] = [
    (SVC().fit(X, Y), "SVC compares every two classes .* LinearSVC"),
    (KNeighborsClassifier().fit(X, Y), "KNeighborsClassifier is not known here; .* Perceptron"),
    (OneVsRestClassifier(LogisticRegression()).fit(X, Y), "OneVsRestClassifier holds a model"),
    (UNTRANSFORMED, "passthrough is not known here"),
    ("logistic", "logistic is not known here"),
    (LogisticRegression(), "this LogisticRegression is not fitted; call fit"),
    (GridSearchCV(LogisticRegression(), {"C": [1]}, refit=False, cv=2).fit(X, Y), "refit=True"),
    (RidgeClassifier().fit(X, SEVERAL), "this RidgeClassifier gives a sample several labels"),
    (network("relu", (3,)).fit(X, SEVERAL), "this MLPClassifier gives a sample several labels"),
    (RidgeClassifier().fit(WIDE, [0, 1] * 4), "4,097 dimensions, .* TruncatedSVD"),
]


@pytest.mark.parametrize(("estimator", "sentence"), REFUSED, ids=[one for _, one in REFUSED])
def test_what_is_no_linear_layer_is_refused_by_its_name(estimator: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        ws.from_sklearn(estimator, X, Y, X_TEST, Y_TEST)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"X": X[:, :3]}, r"X must be \(N, 4\) where the LogisticRegression reads it"),
        ({"y": Y[:-1]}, "y must hold one label a sample, 75; got 74"),
        ({"y_test": np.arange(75)}, "y_test has the label 0, which the model does not know"),
        ({"X_test": X_TEST * np.nan}, "X_test has 75 of 75 rows"),
        ({"X_test": X_TEST[:0], "y_test": Y_TEST[:0]}, "X_test has no samples"),
        ({"X_test": X, "y_test": Y}, "X_test is X"),
        ({"names": ["a"]}, "names must be one a class in the order one, two, zero"),
    ],
)
def test_samples_that_do_not_fit_the_model_are_refused(
    changed: dict[str, Any], sentence: str
) -> None:
    given = {"X": X, "y": Y, "X_test": X_TEST, "y_test": Y_TEST} | changed
    with pytest.raises(ValueError, match=sentence):
        ws.from_sklearn(FITTED, **given)


def test_only_the_bundles_own_estimator_is_edited() -> None:
    bundle = ws.from_sklearn(FITTED, X, Y, X_TEST, Y_TEST)
    spec = ws.SurgerySpec(bundle.name, (ws.Operation("merge", (0, 1), 0.0),))
    edited = ws.edit(FITTED, bundle, spec)
    for other in (edited, LogisticRegression(C=9, max_iter=500).fit(X, Y)):
        with pytest.raises(ValueError, match="is not the one that LogisticRegression was made of"):
            ws.edit(other, bundle, spec)
    table = ws.from_embeddings(X, Y, normalise=True)
    with pytest.raises(ValueError, match="table brings embeddings to length 1"):
        ws.edit(FITTED, table, spec)
    with pytest.raises(ValueError, match="spec must be a SurgerySpec"):
        ws.edit(FITTED, bundle, "merge")
    headed = bundle.with_metadata(head="a layer")
    with pytest.raises(ValueError, match="is edited in a layer before its last one"):
        ws.edit(FITTED, headed, spec)
    with pytest.raises(ValueError, match="ResNet is not known here"):
        ws.edit(type("ResNet", (), {})(), bundle, spec)
