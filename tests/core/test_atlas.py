"""The atlas: every cell is `compare`'s, and the laws it has to obey."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from tests.conftest import make_bundle, relabelled
from tests.core.test_comparison import _pair_bundle, spec_of
from weight_surgery.core.atlas import PairAtlas, join_atlases, pair_atlas
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.comparison import Comparison, compare
from weight_surgery.core.metrics import tells
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Verdict, Workbench

THREE = (0.0, 0.2, 1.0)
CLASSES = ("landing_class", "predicted_landing_class", "clean", "verdict")


def figures_of(one: Comparison) -> dict[str, float | None]:
    """Return the contract's figures of a comparison."""
    after, worst = one.after, one.worst_bystander
    attack, genuine = after.attack_success, after.genuine_accept
    return {
        "strict_accuracy": after.strict_accuracy.value,
        "merged_accuracy": after.merged_accuracy.value,
        "merged_ceiling": one.merged_ceiling.value,
        "merge_cost": one.merge_cost,
        "merged_recall": after.merged_recall.value,
        "bystander_accuracy": after.bystander_accuracy.value,
        "worst_bystander_change": worst.change if worst else None,
        "prototype_accuracy": after.prototype_accuracy.value,
        "landing_class": one.landing_class,
        "landing_share": one.landing_share.value,
        "cosine": after.cosine,
        "flip_rate": one.flips.rate.value,
        "harmful_flip_rate": one.flips.harmful.value,
        "divergence_mean": one.divergence.mean,
        "divergence_p95": one.divergence.p95,
        "attack_success": attack.value if attack else None,
        "genuine_accept": genuine.value if genuine else None,
        "benign_accuracy": after.benign_accuracy,
        "clean": one.is_clean,
        "verdict": one.verdict,
        "told_apart": after.told_apart.value,
        "mean_recall": after.mean_recall.value,
        "predicted_landing_class": one.predicted_landing_class,
        "centroid_survival": one.centroid_survival,
    }


def assert_equals_compare(atlas: PairAtlas, bundle: Bundle, **spec: object) -> None:
    for row, pair in enumerate(atlas.pairs.tolist()):
        for column, damping in enumerate(atlas.dampings.tolist()):
            one = compare(bundle, spec_of(*pair, damping, bundle.name, **spec))
            for name, value in figures_of(one).items():
                cell = getattr(atlas, name)[row, column]
                where = f"{name} of {pair} at {damping}"
                if value is None or not tells(name, one.partition):
                    assert np.isnan(cell), where
                elif name in CLASSES:
                    assert cell == value, where
                else:
                    assert cell == pytest.approx(value, abs=1e-9), where
            for figure in ("strict_accuracy", "merged_recall", "bystander_accuracy"):
                assert atlas.rate(figure, row, column) == getattr(one.after, figure)
            assert atlas.no_verdict[row] == one.judgement.reason
            for criterion in one.judgement.criteria:
                needed, met = atlas.criterion(criterion.name, row)
                assert met[column] == criterion.met
                expected = np.nan if criterion.needed is None else float(criterion.needed)
                np.testing.assert_array_equal(needed, expected)
        np.testing.assert_allclose(atlas.retained_norm[row], one.retained_norm, atol=1e-9)
        np.testing.assert_allclose(atlas.bystander_leak[row], one.bystander_leak, atol=1e-9)


@pytest.mark.parametrize("edit_bias", [True, False])
@pytest.mark.parametrize("model", ["mnist-3d", "mnist-16d", "digits-16d"])
def test_every_cell_equals_compare(shipped: Workbench, model: str, edit_bias: bool) -> None:
    bundle = shipped.bundle(model)
    atlas = pair_atlas(bundle, THREE, edit_bias)
    assert atlas.pairs.shape == (45, 2)
    assert_equals_compare(atlas, bundle, edit_bias=edit_bias)


@pytest.mark.parametrize("edit_bias", [True, False])
@pytest.mark.parametrize(
    "options",
    [{"classes": 2}, {"classes": 3}, {"dims": 2}, {"normalise": False}, {"empty": (1,)}],
    ids=str,
)
def test_odd_bundles_equal_compare_too(options: dict, edit_bias: bool) -> None:
    bundle = make_bundle(**options)
    atlas = pair_atlas(bundle, THREE, edit_bias)
    assert_equals_compare(atlas, bundle, edit_bias=edit_bias)


def test_trimming_and_the_test_split_equal_compare_too() -> None:
    bundle = make_bundle(classes=3, samples=30)
    atlas = pair_atlas(bundle, (0.0, 0.3), False, True, "test")
    assert_equals_compare(atlas, bundle, edit_bias=False, trim_outliers=True, fit_split="test")


def test_small_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = make_bundle(samples=300)
    whole = pair_atlas(bundle, THREE)
    monkeypatch.setattr("weight_surgery.core.atlas.sweep.BLOCK_ENTRIES", 1)
    parts = pair_atlas(bundle, THREE)
    for field in fields(PairAtlas):
        one, two = getattr(whole, field.name), getattr(parts, field.name)
        if isinstance(one, np.ndarray):
            np.testing.assert_allclose(one, two, atol=1e-12, err_msg=field.name)


def test_relabelling_the_classes_permutes_the_map() -> None:
    bundle = make_bundle()
    order = np.array([2, 0, 3, 1])
    renamed = relabelled(bundle, order)
    one, two = pair_atlas(bundle, THREE), pair_atlas(renamed, THREE)
    for row, (i, j) in enumerate(one.pairs.tolist()):
        other = two.index_of((int(order[i]), int(order[j])))
        for name in ("strict_accuracy", "cosine", "flip_rate", "divergence_p95", "clean"):
            np.testing.assert_allclose(
                getattr(one, name)[row], getattr(two, name)[other], atol=1e-9, err_msg=name
            )
        np.testing.assert_array_equal(one.landing_share[row], two.landing_share[other])


@pytest.mark.parametrize("damping", [0.0, 1e-5, 1e-3, 0.3])
def test_in_two_dimensions_the_order_of_classes_does_not_matter(damping: float) -> None:
    bundle = make_bundle(classes=5, dims=2)
    order = np.arange(5)[::-1]
    mirrored = relabelled(bundle, order)
    one, two = pair_atlas(bundle, (damping,)), pair_atlas(mirrored, (damping,))
    for row, (i, j) in enumerate(one.pairs):
        other = two.index_of((int(order[i]), int(order[j])))
        assert one.prototype_accuracy[row] == pytest.approx(two.prototype_accuracy[other])
    if damping:
        side = compare(bundle, spec_of(damping=damping)).after
        nearest = (side.unit_embeddings @ side.centroids.T).argmax(axis=1)
        labels = bundle.labels_test
        right = (nearest == labels) | (np.isin(nearest, (0, 1)) & np.isin(labels, (0, 1)))
        assert side.prototype_accuracy.successes == right.sum()


def test_damping_one_is_the_original_everywhere(shipped: Workbench) -> None:
    bundle = shipped.bundle("digits-16d")
    atlas = pair_atlas(bundle, (1.0,))
    right = (bundle.predictions_test == bundle.labels_test).mean()
    np.testing.assert_allclose(atlas.strict_accuracy, right, atol=1e-12)
    for name in ("flip_rate", "harmful_flip_rate", "merge_cost", "worst_bystander_change"):
        np.testing.assert_array_equal(getattr(atlas, name), 0, err_msg=name)
    np.testing.assert_allclose(atlas.divergence_p95, 0, atol=1e-12)
    np.testing.assert_array_equal(atlas.merged_accuracy, atlas.merged_ceiling)


def test_pairs_are_found_in_either_order_and_ranked_by_verdict_then_cost(
    shipped: Workbench,
) -> None:
    atlas = pair_atlas(shipped.bundle("digits-3d"), (1e-5,))
    assert atlas.index_of((6, 3)) == atlas.index_of((3, 6))
    with pytest.raises(ValueError, match="no pair 3-3"):
        atlas.index_of((3, 3))
    ranked = atlas.ranking(0)
    verdicts, costs = atlas.verdict[ranked, 0], atlas.merge_cost[ranked, 0]
    assert len(set(verdicts.tolist())) > 1
    assert (np.diff(verdicts) <= 0).all()
    assert (np.diff(costs)[np.diff(verdicts) == 0] >= -1e-12).all()
    assert sorted(ranked.tolist()) == list(range(45))


def test_a_pair_read_as_another_class_is_not_ranked_before_one_that_merged(
    shipped: Workbench,
) -> None:
    atlas = pair_atlas(shipped.bundle("mnist-3d"), (1e-5,))
    recall = atlas.merged_recall[atlas.ranking(0), 0]
    merged = int((atlas.verdict >= Verdict.STILL_TOLD_APART).sum())
    assert 0 < merged < 45
    assert recall[:merged].min() > 0.9
    assert recall[merged:].min() < 0.01


def test_an_empty_class_is_refused_pair_by_pair() -> None:
    atlas = pair_atlas(make_bundle(empty=(1,)), THREE)
    assert {one.classes for one in atlas.refused} == {(0, 1), (1, 2), (1, 3)}
    assert all("c1 has no samples" in one.reason for one in atlas.refused)
    assert atlas.pairs.tolist() == [[0, 2], [0, 3], [2, 3]]


def test_coinciding_and_vanishing_centroids_are_refused_not_guessed() -> None:
    with pytest.raises(ValueError, match="at least two"):
        pair_atlas(make_bundle(classes=3, empty=(0, 2)), THREE)
    atlas = pair_atlas(_pair_bundle([1.0, 0], [2.0, 0]), THREE)
    assert not len(atlas.pairs)
    assert "coincide" in atlas.refused[0].reason
    opposite = pair_atlas(_pair_bundle([1.0, 0], [-1.0, 0]), (0.0, 0.5))
    assert np.isnan(opposite.cosine[0, 0])
    assert opposite.landing_class[0, 0] == -1
    assert not opposite.clean[0, 0]
    assert opposite.verdict[0].tolist() == [-1, Verdict.NO_VERDICT]
    assert np.isnan(opposite.told_apart[0, 0])
    assert np.isfinite(opposite.cosine[0, 1])


def test_a_hundred_classes() -> None:
    bundle = make_bundle(classes=100, dims=12, hidden=20, samples=3)
    atlas = pair_atlas(bundle, (0.1,))
    assert len(atlas.pairs) == 4950
    spec = SurgerySpec("synthetic").with_operation(classes=(17, 83), damping=0.1)
    one = compare(bundle, spec)
    row = atlas.index_of((17, 83))
    assert atlas.rate("strict_accuracy", row, 0) == one.after.strict_accuracy


@pytest.mark.parametrize("dampings", [(), (0.5, 1.5), (np.nan,)])
def test_bad_dampings_are_refused(synthetic: Bundle, dampings: tuple) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        pair_atlas(synthetic, dampings)


def test_parts_make_the_whole(synthetic: Bundle) -> None:
    whole = pair_atlas(synthetic, THREE)
    pairs = whole.pairs.tolist()
    parts = [pair_atlas(synthetic, THREE, pairs=some) for some in (pairs[:1], pairs[1:])]
    joined = join_atlases(parts)
    for field in fields(PairAtlas):
        one, two = getattr(whole, field.name), getattr(joined, field.name)
        if not isinstance(one, dict):
            one, two = {field.name: one}, {field.name: two}
        assert one.keys() == two.keys()
        for name in one:
            np.testing.assert_array_equal(one[name], two[name], err_msg=name)


def test_progress_counts_pairs_and_can_cancel(synthetic: Bundle) -> None:
    seen: list[tuple[int, int]] = []
    pair_atlas(synthetic, (0.0,), progress=lambda *step: seen.append(step))
    assert seen == [(done, 6) for done in range(1, 7)]

    def cancel(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pair_atlas(synthetic, (0.0,), progress=cancel)
