"""Comparisons: what `compare` says against running the edited network, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest

from tests.conftest import make_bundle, relabelled
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.comparison import compare
from weight_surgery.core.geometry import cosine, unit
from weight_surgery.core.specs import Operation, SurgerySpec
from weight_surgery.core.workbench import Workbench


def spec_of(
    i: int = 0,
    j: int = 1,
    damping: float = 1e-5,
    model: str = "synthetic",
    method: str = "paper",
    **rest: object,
) -> SurgerySpec:
    operation = Operation("merge", (i, j), damping, method)
    return SurgerySpec(model, (operation,), **rest)  # type: ignore[arg-type]


def run_edited(bundle: Bundle, spec: SurgerySpec) -> np.ndarray:
    """Predict by editing the head's weights and running everything after it anew."""
    weight, bias = compare(bundle, spec).change.head.edit(bundle.weight, bundle.bias)
    embeddings = bundle.features_test.astype(float) @ weight.T + bias
    read = unit(embeddings) if bundle.normalise else embeddings
    return (read @ bundle.classifier_weight.T + bundle.classifier_bias).argmax(axis=1)


@pytest.mark.parametrize("normalise", [True, False])
@pytest.mark.parametrize("edit_bias", [True, False])
@pytest.mark.parametrize("damping", [0.0, 1e-5, 0.3, 1.0])
def test_predictions_are_those_of_the_edited_network(
    normalise: bool, edit_bias: bool, damping: float
) -> None:
    bundle = make_bundle(normalise=normalise)
    spec = spec_of(damping=damping, edit_bias=edit_bias)
    comparison = compare(bundle, spec)
    np.testing.assert_array_equal(comparison.after.predictions, run_edited(bundle, spec))
    right = (comparison.after.predictions == bundle.labels_test).sum()
    assert comparison.after.strict_accuracy.successes == right


def test_a_comparison_cannot_be_written_into(synthetic: Bundle) -> None:
    side = compare(synthetic, spec_of()).after
    for array in (side.predictions, side.embeddings, side.confusion, side.centroids):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_damping_one_changes_nothing(synthetic: Bundle) -> None:
    comparison = compare(synthetic, spec_of(damping=1.0))
    np.testing.assert_array_equal(comparison.before.predictions, comparison.after.predictions)
    np.testing.assert_allclose(
        comparison.before.embeddings, comparison.after.embeddings, atol=1e-12
    )
    assert comparison.fall.lost == 0
    assert comparison.mcnemar_strict.p_value == 1
    assert comparison.merge_cost == 0


def test_swapping_the_classes_changes_no_figure(synthetic: Bundle) -> None:
    one, two = (compare(synthetic, spec_of(*pair)) for pair in ((0, 1), (1, 0)))
    np.testing.assert_array_equal(one.after.confusion, two.after.confusion)
    assert one.after.cosine == pytest.approx(two.after.cosine, abs=1e-12)
    assert one.fall == two.fall
    assert one.landing_class == two.landing_class


@pytest.mark.parametrize("damping", [0.0, 1e-5, 0.1, 0.7])
def test_cosine_after_has_its_closed_forms(synthetic: Bundle, damping: float) -> None:
    for edit_bias in (True, False):
        comparison = compare(synthetic, spec_of(damping=damping, edit_bias=edit_bias))
        t, s = comparison.before.cosine, damping
        first, second = comparison.fitted
        if edit_bias:
            expected = ((1 + t) - (1 - t) * s**2) / ((1 + t) + (1 - t) * s**2)
        else:
            beta = synthetic.bias.astype(float) @ comparison.direction
            c2, h = (1 + t) / 2, np.sqrt((1 - t) / 2)
            u = s * h + (1 - s) * beta / np.linalg.norm(first.mean)
            v = -s * h + (1 - s) * beta / np.linalg.norm(second.mean)
            expected = (c2 + u * v) / np.sqrt((c2 + u * u) * (c2 + v * v))
        assert comparison.after.cosine == pytest.approx(expected, abs=1e-10)


def test_prototypes_in_closed_form_are_the_means_of_the_moved_samples(synthetic: Bundle) -> None:
    for edit_bias in (True, False):
        comparison = compare(synthetic, spec_of(edit_bias=edit_bias))
        moved = comparison.change.embeddings(synthetic.embeddings_fit)
        for label in range(4):
            mean = moved[synthetic.labels_fit == label].mean(axis=0)
            np.testing.assert_allclose(comparison.after.centroids[label], unit(mean), atol=1e-9)


def test_cosine_test_is_measured_on_the_test_split(synthetic: Bundle) -> None:
    comparison = compare(synthetic, spec_of())
    for side in (comparison.before, comparison.after):
        a, b = (side.embeddings[synthetic.labels_test == k].mean(axis=0) for k in (0, 1))
        assert side.cosine_test == pytest.approx(cosine(a, b), abs=1e-12)


def test_fitting_on_test_uses_test_samples_and_trimming_says_what_it_kept(
    synthetic: Bundle,
) -> None:
    fitted = compare(synthetic, spec_of(fit_split="test", trim_outliers=True))
    for label, centroid in enumerate(fitted.fitted):
        assert centroid.total == (synthetic.labels_test == label).sum()
        assert 0 < centroid.kept < centroid.total
    assert fitted.kept_counts == tuple(centroid.kept for centroid in fitted.fitted)
    untrimmed = compare(synthetic, spec_of(fit_split="test"))
    assert untrimmed.kept_counts == (60, 60)
    assert untrimmed.before.cosine == pytest.approx(untrimmed.before.cosine_test, abs=1e-12)


def test_landing_class_is_the_commonest_reading_of_the_pair(synthetic: Bundle) -> None:
    comparison = compare(synthetic, spec_of(damping=0.0))
    pair = comparison.after.predictions[np.isin(synthetic.labels_test, (0, 1))]
    counts = np.bincount(pair, minlength=4)
    assert comparison.landing_share.successes == counts.max()
    assert comparison.landing_class == counts.argmax()
    assert comparison.landing_share.total == len(pair)


def test_relabelling_the_classes_permutes_the_figures() -> None:
    bundle = make_bundle()
    order = np.array([2, 0, 3, 1])
    renamed = relabelled(bundle, order)
    one = compare(bundle, spec_of(0, 1))
    two = compare(renamed, spec_of(int(order[0]), int(order[1])))
    np.testing.assert_array_equal(order[one.after.predictions], two.after.predictions)
    assert one.after.prototype_accuracy == two.after.prototype_accuracy


@pytest.mark.parametrize(
    ("empty", "pair", "words"),
    [
        ((), (0, 9), "has classes 0…3"),
        ((1,), (0, 1), "no samples in the fit split"),
    ],
)
def test_unknown_and_empty_classes_are_refused(
    empty: tuple[int, ...], pair: tuple[int, int], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        compare(make_bundle(empty=empty), spec_of(*pair))


def test_an_empty_bystander_is_no_obstacle_and_gives_no_nan() -> None:
    comparison = compare(make_bundle(empty=(2,)), spec_of(0, 1))
    assert comparison.after.per_class_recall[2].value is None
    assert np.isfinite(comparison.after.cosine)
    worst = comparison.worst_bystander
    assert worst is not None
    assert worst.label == 3


def test_two_classes_leave_no_bystanders_and_no_nan() -> None:
    comparison = compare(make_bundle(classes=2), spec_of(0, 1))
    assert comparison.after.bystander_accuracy.value is None
    assert comparison.worst_bystander is None
    assert comparison.divergence.mean is None
    assert comparison.flips.rate.total == 0


def _pair_bundle(a: list[float], b: list[float]) -> Bundle:
    """Make a bundle of two one-sample classes with these embeddings."""
    features = np.array([a, b])
    return Bundle(
        features_fit=features,
        labels_fit=np.array([0, 1]),
        features_test=features,
        labels_test=np.array([0, 1]),
        weight=np.eye(len(a)),
        bias=np.zeros(len(a)),
        classifier_weight=features,
        classifier_bias=np.zeros(2),
        normalise=True,
        class_names=("a", "b"),
        metadata={"format": 1, "name": "synthetic"},
    )


def test_coinciding_centroids_are_refused() -> None:
    with pytest.raises(ValueError, match="coincide"):
        compare(_pair_bundle([1.0, 0], [2.0, 0]), spec_of())


def test_an_exactly_antipodal_pair_is_refused_where_nothing_is_left() -> None:
    bundle = _pair_bundle([1.0, 0], [-1.0, 0])
    with pytest.raises(ValueError, match="opposite"):
        compare(bundle, spec_of(damping=0.0))
    comparison = compare(bundle, spec_of(damping=0.1))
    assert comparison.shortest_centroid == pytest.approx(0.1)
    assert comparison.is_unstable


def test_a_nearly_antipodal_pair_is_warned_about() -> None:
    comparison = compare(_pair_bundle([1.0, 0.1], [-1.0, 0.1]), spec_of(damping=0.0))
    assert comparison.is_unstable
    assert comparison.shortest_centroid == pytest.approx(0.1 / np.hypot(1, 0.1), rel=1e-6)
    assert not compare(_pair_bundle([1.0, 0.5], [-1.0, 0.5]), spec_of()).is_unstable


@pytest.mark.parametrize(
    "model",
    [
        *("mnist-3d", "mnist-5d", "mnist-16d", "digits-3d", "digits-16d"),
        *("fashion-3d", "fashion-16d"),
    ],
)
def test_shipped_models_answer_every_pair(shipped: Workbench, model: str) -> None:
    bundle = shipped.bundle(model)
    for i in range(10):
        for j in range(i):
            comparison = compare(bundle, spec_of(i, j, model=model))
            assert comparison.after.cosine > 0.99
            assert comparison.fall.total == len(bundle.labels_test)
            assert comparison.after.merged_accuracy.successes >= (
                comparison.after.strict_accuracy.successes
            )


@pytest.mark.parametrize(
    ("low", "high"), [("mnist-5d", "mnist-16d"), ("fashion-3d", "fashion-16d")]
)
def test_more_dimensions_of_one_network_and_one_data_set_spare_the_others(
    shipped: Workbench, low: str, high: str
) -> None:

    def worst_fall(model: str) -> float:
        falls = []
        for i, j in ((3, 6), (0, 1), (2, 9)):
            one = shipped.compare(spec_of(i, j, model=model))
            before, after = one.before.bystander_accuracy, one.after.bystander_accuracy
            falls.append((before.successes - after.successes) / after.total)
        return max(falls)

    assert worst_fall(low) > 3 * worst_fall(high)
    assert worst_fall(high) < 0.02
