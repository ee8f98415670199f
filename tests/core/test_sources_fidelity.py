"""A bundle that does not read what the model reads is noticed, also where predictions agree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from scipy.special import softmax

from tests.conftest import make_bundle
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.plan import fit_plan
from weight_surgery.core.sources.fidelity import Answers, fidelity, first_merge
from weight_surgery.core.specs import SurgerySpec

BUNDLE = make_bundle(normalise=False)
SAMPLES = len(BUNDLE.labels_test)
Ask = Callable[[SurgerySpec | None], Answers]


def model(bundle: Bundle, between: Callable[[np.ndarray], np.ndarray] = lambda x: x) -> Ask:
    """Return the answers of a network with a layer between the edit and the classifier."""

    def ask(spec: SurgerySpec | None) -> Answers:
        embeddings = bundle.embeddings_test
        if spec is not None:
            embeddings = fit_plan(bundle, spec).change.embeddings(embeddings)
        logits = bundle.classify(between(embeddings))
        return Answers(logits, logits.argmax(axis=1))

    return ask


def told(bundle: Bundle, ask: Ask) -> str:
    """Hold a bundle against answers, with the edit that a capture tries."""
    return fidelity(bundle, ask, first_merge(bundle))


def misread(ask: Ask, count: int, edited: bool = False) -> Ask:
    """Return the answers with the first few predictions another class."""

    def asked(spec: SurgerySpec | None) -> Answers:
        answers = ask(spec)
        predictions = answers.predictions.copy()
        if edited == (spec is not None):
            predictions[:count] = (predictions[:count] + 2) % 4
        return replace(answers, predictions=predictions)

    return asked


def test_a_bundle_of_the_model_is_told_so_with_its_counts() -> None:
    sentence = told(BUNDLE, model(BUNDLE))
    assert sentence == "240 of 240 predictions equal your model's, before and after an edit"


def test_a_constant_a_sample_does_not_matter() -> None:
    ask = model(BUNDLE)

    def shifted(spec: SurgerySpec | None) -> Answers:
        answers = ask(spec)
        return replace(answers, logits=answers.logits + np.arange(SAMPLES)[:, None])

    assert told(BUNDLE, shifted).startswith("240 of 240")


def test_log_probabilities_are_compared_as_far_as_they_say_anything() -> None:
    ask = model(BUNDLE)

    def logs(spec: SurgerySpec | None, scale: float = 1.0) -> Answers:
        answers = ask(spec)
        with np.errstate(divide="ignore"):
            found = np.log(softmax(scale * answers.logits, axis=1).astype(np.float32))
        return Answers(found, answers.predictions, are_logs=True)

    assert np.isneginf(logs(None, 300).logits).any()
    assert told(BUNDLE, logs).startswith("240 of 240")
    with pytest.raises(ValueError, match="logits differ"):
        told(BUNDLE, lambda spec: logs(spec, 2.0))


def test_one_prediction_may_differ_and_not_two() -> None:
    ask = model(BUNDLE)
    assert told(BUNDLE, misread(ask, 1)) == (
        "239 of 240 predictions equal your model's before an edit, and 240 after it"
    )
    with pytest.raises(ValueError, match="2 of 240 predictions differ; likely a scale, a bias"):
        told(BUNDLE, misread(ask, 2))
    with pytest.raises(ValueError, match="no longer after an edit: 2 of 240 predictions differ"):
        told(BUNDLE, misread(ask, 2, edited=True))


def test_a_forgotten_scale_is_noticed_though_all_predictions_agree() -> None:
    centred = replace(BUNDLE, classifier_bias=np.zeros(4))
    scaled = replace(centred, classifier_weight=3 * centred.classifier_weight)
    np.testing.assert_array_equal(centred.predictions_test, scaled.predictions_test)
    with pytest.raises(ValueError, match="does not read what your model reads: logits differ"):
        told(centred, model(scaled))


def test_a_lost_relu_is_noticed_though_nothing_is_wrong_before_an_edit() -> None:
    # Its embeddings are all above 0, where a ReLU does nothing until an edit moves them below.
    draw = np.random.default_rng(0)
    kinds = np.array([[5, 0, 0, 0], [0, 5, 5, 0], [0, 0, 0, 5], [0, 5, 0, 5]])
    features = np.abs(draw.normal(size=(SAMPLES, 4))) / 4 + kinds[BUNDLE.labels_fit]
    bundle = replace(
        BUNDLE,
        features_fit=features,
        features_test=features + 0.1,
        weight=np.eye(4),
        bias=np.zeros(4),
        classifier_weight=kinds / 5,
    )
    lost = model(bundle, lambda embeddings: np.maximum(embeddings, 0))
    np.testing.assert_array_equal(lost(None).logits, model(bundle)(None).logits)
    with pytest.raises(ValueError, match=r"no longer after an edit: .* a ReLU or a normalisation"):
        told(bundle, lost)
    assert told(bundle, model(bundle)).endswith("before and after an edit")


def test_two_classes_opposite_each_other_are_half_merged() -> None:
    labels = np.arange(40) % 2
    rows = np.where(labels[:, None], 1.0, -1.0) * [1.0, 2.0]
    bundle = replace(
        BUNDLE,
        features_fit=rows,
        features_test=rows,
        labels_fit=labels,
        labels_test=labels,
        weight=np.eye(2),
        bias=np.zeros(2),
        classifier_weight=[[-1, 0], [1, 1]],
        classifier_bias=[0, 0],
        class_names=("no", "yes"),
    )
    spec = first_merge(bundle)
    assert spec is not None
    assert spec.operation.damping == 0.5
    assert told(bundle, model(bundle)).startswith("40 of 40")


def test_where_nothing_can_be_merged_the_sentence_says_so() -> None:
    same = replace(BUNDLE, features_fit=np.ones_like(BUNDLE.features_fit))
    assert first_merge(same) is None
    assert told(same, model(same)).endswith("no edit was tried: no pair of classes can be merged")
    assert fidelity(same, model(same), None, "it is too late").endswith(": it is too late")
