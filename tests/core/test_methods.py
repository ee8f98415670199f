"""Each method's defining property, with something near it that does not have it."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of
from weight_surgery.core.affine import AffineMap
from weight_surgery.core.atlas import pair_atlas
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.change import Change
from weight_surgery.core.comparison import compare
from weight_surgery.core.fitting import fit_centroids, fit_change, merge_of
from weight_surgery.core.geometry import unit
from weight_surgery.core.methods import METHODS, Merge
from weight_surgery.core.specs import Operation, SurgerySpec
from weight_surgery.core.surgery import Edit

OBLIQUE = ("least-squares", "bystander-optimal", "protect")
CLOSED = ("paper", "stretched", *OBLIQUE)
SEEDS = range(4)
# What either kind of network can have.
NEVER = {("stretched", False), ("absorb", True)}
ALLOWED = [one for one in product(METHODS, (True, False)) if one not in NEVER]


def merge_in(bundle: Bundle) -> Merge:
    return merge_of(bundle, (0, 1), fit_centroids(bundle, (0, 1), "fit", False), "fit", True)


def fitted(bundle: Bundle, method: str) -> tuple[Merge, Change]:
    merge = merge_in(bundle)
    return merge, fit_change(merge, method, bundle.name)


def random_right(seed: int, dims: int, direction: np.ndarray) -> np.ndarray:
    right = np.random.default_rng(seed).normal(size=dims)
    return right / (right @ direction)


def test_they_come_in_one_order_and_say_what_they_are() -> None:
    assert list(METHODS) == [
        *("paper", "stretched", "least-squares", "bystander-optimal", "protect", "absorb"),
        *("fitted", "rows"),
    ]
    for name, method in METHODS.items():
        assert method.name == name
        assert all((method.title, method.summary, method.formula, method.source))


@pytest.mark.parametrize(("method", "normalise"), [one for one in ALLOWED if one[0] in CLOSED])
def test_at_damping_0_the_two_centroids_meet(method: str, normalise: bool) -> None:
    bundle = make_bundle(dims=6, normalise=normalise)
    merge, change = fitted(bundle, method)
    raw = method != "paper" and not normalise
    first, second = ((c.mean if raw else c.vector) for c in merge.centroids)
    # An anchor keeps its place, so what meets are the ends of a difference.
    moved = change.embeddings(np.stack([first, second]))
    np.testing.assert_allclose(moved[0], moved[1], atol=1e-9)
    half = change.at(0.5).embeddings(np.stack([first, second]))
    assert not np.allclose(half[0], half[1])


@pytest.mark.parametrize("edit_bias", [True, False])
def test_a_comparisons_surgery_is_the_papers_edit(edit_bias: bool) -> None:
    bundle = make_bundle(dims=5)
    one = compare(bundle, spec_of(0, 1, 0.3, edit_bias=edit_bias))
    theirs, ours = one.surgery.edit(bundle.weight, bundle.bias), one.change.head.edit
    for mine, other in zip(ours(bundle.weight, bundle.bias), theirs, strict=True):
        np.testing.assert_allclose(mine, other, atol=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_papers_leaves_everything_across_where_it_is(seed: int) -> None:
    merge, change = fitted(make_bundle(dims=5, seed=seed), "paper")
    draw = np.random.default_rng(seed).normal(size=(9, 5))
    across = draw - np.outer(draw @ merge.unit_direction, merge.unit_direction)
    np.testing.assert_allclose(change.embeddings(across), across, atol=1e-12)
    assert not np.allclose(change.embeddings(draw), draw)


@pytest.mark.parametrize("seed", SEEDS)
def test_stretched_puts_the_midpoint_at_length_1(seed: int) -> None:
    bundle = make_bundle(dims=5, seed=seed)
    merge, change = fitted(bundle, "stretched")
    middle = sum(centroid.vector for centroid in merge.centroids) / 2
    assert np.linalg.norm(change.embeddings(middle)) == pytest.approx(1, abs=1e-12)
    assert np.linalg.norm(fitted(bundle, "paper")[1].embeddings(middle)) < 0.999
    for damping in (0.0, 0.3, 0.8):
        foreseen = METHODS["stretched"].cosine(merge, damping)  # type: ignore[misc]
        one, other = (change.at(damping).embeddings(c.vector) for c in merge.centroids)
        assert foreseen == pytest.approx(float(unit(one) @ unit(other)), abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("normalise", [True, False])
@pytest.mark.parametrize("method", ["least-squares", "bystander-optimal"])
def test_of_all_such_edits_it_moves_its_samples_least(
    method: str, normalise: bool, seed: int
) -> None:
    bundle = make_bundle(dims=5, seed=seed, normalise=normalise)
    merge, change = fitted(bundle, method)
    statistics, direction = merge.statistics, merge.direction
    rows = statistics.embeddings
    if method == "bystander-optimal":
        rows = rows[~np.isin(statistics.labels, merge.classes)]
    about = np.zeros(5) if method == "bystander-optimal" and normalise else rows.mean(axis=0)
    moment = statistics.with_ridge((rows - about).T @ (rows - about) / len(rows))

    def cost(right: np.ndarray) -> float:
        return float(right @ moment @ right)

    assert isinstance(change.head, Edit)
    right = change.head.right[:, 0]
    assert right @ direction == pytest.approx(1, abs=1e-12)
    others = [random_right(k, 5, direction) for k in range(40)]
    near = [right + 1e-3 * (other - direction * (other @ direction)) for other in others]
    near = [other / (other @ direction) for other in near]
    assert all(cost(other) >= cost(right) * (1 - 1e-12) for other in (*others, *near))
    assert cost(direction) > cost(right)


@pytest.mark.parametrize("normalise", [True, False])
def test_protect_holds_every_other_centroid(normalise: bool) -> None:
    bundle = make_bundle(dims=6, classes=5, normalise=normalise)
    merge, change = fitted(bundle, "protect")
    others = merge.statistics.centroids[2:]
    np.testing.assert_allclose(change.embeddings(others), others, atol=1e-9)
    moved = fitted(bundle, "paper")[1].embeddings(others)
    assert np.abs(moved - others).max() > 1e-3


@pytest.mark.parametrize("seed", SEEDS)
def test_absorb_moves_one_mean_onto_the_other_and_holds_the_rest(seed: int) -> None:
    bundle = make_bundle(dims=6, classes=5, seed=seed, normalise=False)
    merge, change = fitted(bundle, "absorb")
    means = merge.statistics.centroids
    moved = change.embeddings(means)
    np.testing.assert_allclose(moved[1], means[0], atol=1e-9)
    np.testing.assert_allclose(moved[[0, 2, 3, 4]], means[[0, 2, 3, 4]], atol=1e-9)
    assert isinstance(change.head, Edit)
    right, spread = change.head.right[:, 0], merge.statistics.within(merge.classes)
    fixed = np.vstack([means[2:] - means[0], means[1] - means[0]])
    free = np.linalg.svd(fixed)[2][len(fixed) :]
    for share in (0.1, -0.1, 1.0):
        for axis in free:
            other = right + share * axis
            assert other @ spread @ other > right @ spread @ right


def test_rows_merges_labels_and_leaves_the_embeddings() -> None:
    bundle = make_bundle(dims=5)
    one = compare(bundle, spec_of(0, 1, 0.0, method="rows"))
    np.testing.assert_array_equal(one.before.embeddings, one.after.embeddings)
    assert one.after.cosine == one.before.cosine
    np.testing.assert_array_equal(one.after.logits[:, 0], one.after.logits[:, 1])
    assert not (one.after.predictions == 1).any()
    half = compare(bundle, spec_of(0, 1, 0.5, method="rows"))
    assert not np.array_equal(half.after.logits[:, 0], half.after.logits[:, 1])


def test_fitted_does_better_than_it_began_and_can_be_stopped() -> None:
    bundle = make_bundle(dims=4, classes=6)
    merge, change = fitted(bundle, "fitted")
    paper = compare(bundle, spec_of(0, 1, 0.0))
    found = compare(bundle, spec_of(0, 1, 0.0, method="fitted"))
    assert found.after.merged_accuracy.successes >= paper.after.merged_accuracy.successes
    again = fit_change(merge, "fitted", "")
    np.testing.assert_array_equal(change.head.map.matrix, again.head.map.matrix)

    class StoppedError(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise StoppedError(done, total)

    with pytest.raises(StoppedError):
        METHODS["fitted"].fit(replace(merge, progress=stop))


@pytest.mark.parametrize(("method", "normalise"), ALLOWED)
def test_every_sample_moves_on_a_line_and_the_weights_agree(method: str, normalise: bool) -> None:
    bundle = make_bundle(dims=6, classes=4, normalise=normalise)
    change = fitted(bundle, method)[1]
    embeddings = bundle.embeddings_test
    ends = change.at(0.0).embeddings(embeddings), change.at(1.0).embeddings(embeddings)
    np.testing.assert_allclose(ends[1], embeddings, atol=1e-11)
    for damping in (0.0, 0.2, 0.7):
        head = change.at(damping).head
        moved = head.embeddings(embeddings)
        np.testing.assert_allclose(moved, (1 - damping) * ends[0] + damping * ends[1], atol=1e-10)
        weight, bias = head.edit(bundle.weight, bundle.bias)
        run = bundle.features_test.astype(float) @ weight.T + bias
        np.testing.assert_allclose(moved, run, atol=1e-10)
        np.testing.assert_allclose(moved, head.map.embeddings(embeddings), atol=1e-10)


def test_maps_compose_as_their_matrices_do() -> None:
    bundle = make_bundle(dims=5)
    steps = [fitted(bundle, name)[1].at(0.2).head for name in CLOSED]
    embeddings = bundle.embeddings_test
    for order in ([0, 1, 2], [2, 0, 4], [3, 1], [4, 4, 0]):
        one = AffineMap.identity(5)
        moved, product = embeddings, np.eye(5)
        for at in order:
            one = one.then(steps[at])
            moved = steps[at].embeddings(moved)
            product = steps[at].map.matrix @ product
        np.testing.assert_allclose(one.embeddings(embeddings), moved, atol=1e-10)
        np.testing.assert_allclose(one.matrix, product, atol=1e-12)
    first, second = steps[0].then(steps[2]), steps[2].then(steps[0])
    assert np.linalg.norm(first.matrix - second.matrix) > 1e-3


@pytest.mark.parametrize(
    ("method", "bundle", "words"),
    [
        ("stretched", make_bundle(dims=4, normalise=False), "does not bring embeddings to one"),
        ("absorb", make_bundle(dims=8), "brings every embedding to one length"),
        ("protect", make_bundle(dims=3, classes=5), "takes at least 4 dimensions for 5 classes"),
        ("absorb", make_bundle(dims=3, classes=5, normalise=False), "at least 4 dimensions"),
    ],
)
def test_what_a_model_cannot_have_is_refused_with_the_reason(
    method: str, bundle: Bundle, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        compare(bundle, spec_of(0, 1, method=method))
    refused = pair_atlas(bundle, [0.0], method=method).refused
    assert refused
    assert all(words in one.reason for one in refused)


def test_only_the_papers_leaves_the_bias() -> None:
    with pytest.raises(ValueError, match="stretched edits the bias too"):
        SurgerySpec("m", (Operation("merge", (0, 1), 0.0, "stretched"),), edit_bias=False)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("method", ["bystander-optimal", "absorb"])
def test_what_looks_at_the_others_says_that_there_are_none(method: str) -> None:
    bundle = make_bundle(classes=2, normalise=False)
    with pytest.raises(ValueError, match="classes that are not merged, and this network has none"):
        fitted(bundle, method)
