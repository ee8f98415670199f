"""Each verdict from a bundle made for it, their order, and each reason for none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.conftest import make_bundle
from tests.core.test_clean import BEFORE, evidence
from tests.core.test_comparison import _pair_bundle, spec_of
from weight_surgery.core.atlas import pair_atlas
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.comparison import Comparison, compare
from weight_surgery.core.metrics import MeanShare, Rate
from weight_surgery.core.metrics.verdict import (
    Network,
    Verdict,
    is_near_chance,
    is_too_few,
    judge,
)

GOOD = Network(Rate.of(950, 1000), 100)
NAMES = ("a", "b")
SPREAD = 0.05


def clusters(
    centres: list[list[float]], rows: list[list[float]], spread: float = SPREAD, samples: int = 60
) -> Bundle:
    """Return a bundle of clusters around centres (C, d), read by a classifier of rows (C, d)."""
    draw = np.random.default_rng(0)
    labels = np.repeat(np.arange(len(centres)), samples)
    at = np.array(centres)[labels]
    fit, test = (at + draw.normal(size=at.shape) * spread for _ in range(2))
    dims = at.shape[1]
    return Bundle(
        features_fit=fit,
        labels_fit=labels,
        features_test=test,
        labels_test=labels,
        weight=np.eye(dims),
        bias=np.zeros(dims),
        classifier_weight=np.array(rows),
        classifier_bias=np.zeros(len(rows)),
        normalise=True,
        class_names=tuple("abcdef"[: len(centres)]),
        metadata={"format": 1, "name": "synthetic"},
    )


PAIR = [[1.0, 0.5, 0.0, 0.0], [1.0, -0.5, 0.0, 0.0]]
OTHERS = [[0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0], [0.0, 0.0, -1.0, 0.0]]


def judged(bundle: Bundle, damping: float = 0.0) -> Comparison:
    """Compare the first two classes; the atlas has to say the same."""
    one = compare(bundle, spec_of(damping=damping))
    atlas = pair_atlas(bundle, (damping,), pairs=[(0, 1)])
    assert atlas.verdict[0, 0] == one.verdict
    assert atlas.no_verdict[0] == one.judgement.reason
    assert one.is_clean == (one.verdict is Verdict.MERGES_CLEANLY)
    return one


def test_a_pair_that_shares_a_place_of_its_own_merges_cleanly() -> None:
    one = judged(clusters(PAIR + OTHERS, PAIR + OTHERS))
    assert one.verdict is Verdict.MERGES_CLEANLY
    assert one.judgement.reason == ""
    assert all(criterion.met for criterion in one.judgement.criteria)


def test_a_pair_left_as_it_was_is_not_merged() -> None:
    assert judged(clusters(PAIR + OTHERS, PAIR + OTHERS), 1.0).verdict is Verdict.NOT_MERGED


def test_a_place_that_a_third_class_is_read_at_is_read_as_another() -> None:
    third = [[1.2, 0.0, 0.3, 0.0], *OTHERS[1:]]
    bundle = clusters([*PAIR, [0.6, 0.0, 0.8, 0.0], *OTHERS[1:]], [*PAIR, *third])
    one = judged(bundle)
    assert one.verdict is Verdict.READ_AS_ANOTHER
    assert one.landing_class == 2


def test_classes_that_match_but_are_read_as_themselves_are_still_told_apart() -> None:
    # Near enough to match, and the classifier's border still runs between them.
    one = judged(clusters(PAIR + OTHERS, PAIR + OTHERS, spread=0.12), 0.4)
    assert one.verdict is Verdict.STILL_TOLD_APART
    assert [c.name for c in one.judgement.criteria if not c.met] == ["told_apart"]


def test_a_merge_that_bystanders_pay_for_is_at_a_price() -> None:
    # The last two differ along the pair's direction alone.
    near = [[0.0, 0.3, 1.0, 0.0], [0.0, -0.3, 1.0, 0.0], OTHERS[1]]
    one = judged(clusters(PAIR + near, PAIR + near))
    assert one.verdict is Verdict.AT_A_PRICE
    assert [c.name for c in one.judgement.criteria if not c.met] == ["bystanders"]


def test_the_first_that_fails_decides() -> None:
    worst = evidence(recall=(0, 0), apart=(100, 200), bystanders=0, attack=0)
    steps = [
        (worst, Verdict.NOT_MERGED),
        (replace(worst, attack=BEFORE.genuine), Verdict.READ_AS_ANOTHER),
        (replace(worst, attack=BEFORE.genuine, recall=BEFORE.recall), Verdict.STILL_TOLD_APART),
        (evidence(bystanders=0), Verdict.AT_A_PRICE),
        (evidence(), Verdict.MERGES_CLEANLY),
    ]
    for after, verdict in steps:
        assert judge(BEFORE, after, GOOD, NAMES).verdict is verdict
    assert [verdict for _, verdict in steps] == sorted(verdict for _, verdict in steps)


# Why there is no verdict, from counts and from bundles.


def reason(**changes: object) -> str:
    network = changes.pop("network", GOOD)
    after = changes.pop("after", evidence())
    found = judge(replace(BEFORE, **changes), after, network, NAMES)  # type: ignore[arg-type]
    assert (found.verdict is Verdict.NO_VERDICT) == bool(found.reason)
    return found.reason


def test_a_network_near_chance_gets_no_verdict() -> None:
    # Ten equal classes: the bound is 20 %, which Wilson's lower end has to exceed.
    low, high = Network(Rate.of(224, 1000), 100), Network(Rate.of(227, 1000), 100)
    assert low.accuracy.low <= 0.2 < high.accuracy.low
    assert "224 of 1,000 test samples right, too near to chance for" in reason(network=low)
    assert "is 19.9 %, and more than 20.0 % is needed" in reason(network=low)
    assert reason(network=high) == ""
    # One class of 90 %: half of what is left above it.
    for right, near in ((960, True), (975, False)):
        assert is_near_chance(Network(Rate.of(right, 1000), 900)) == near
    assert is_near_chance(Network(Rate.of(0, 0), 0))


@pytest.mark.parametrize(("samples", "largest"), [(1, 1), (2, 1), (4, 2), (4, 4), (7, 1)])
def test_too_few_samples_are_not_called_chance(samples: int, largest: int) -> None:
    network = Network(Rate.of(samples, samples), largest)
    # By the rule: of seven classes with a sample each, all read right are above 2 / 7.
    if samples == 7:
        assert reason(network=network) == ""
        assert not is_too_few(network)
        return
    said = reason(network=network)
    assert said.startswith("There are too few test samples for a verdict: with ")
    assert f"{samples} of {samples} read right" in said
    assert f"the largest class alone has {largest}." in said
    assert "chance" not in said


def test_an_untrained_network_gets_no_verdict_at_any_damping() -> None:
    bundle = make_bundle(classes=10, dims=6)
    draw = np.random.default_rng(3)
    untrained = replace(
        bundle,
        classifier_weight=draw.normal(size=(10, 6)) * 1e-3,
        classifier_bias=np.array([1.0] + [0.0] * 9),
    )
    atlas = pair_atlas(untrained, (0.0, 0.5, 1.0))
    assert (atlas.verdict == Verdict.NO_VERDICT).all()
    assert all("too near to chance" in sentence for sentence in atlas.no_verdict)


def test_a_class_read_as_either_less_than_half_the_time_gets_none() -> None:
    sentence = reason(recall=MeanShare((100, 99), (100, 200)))
    assert "only 99 of 200 samples of b as a or b" in sentence
    assert reason(recall=MeanShare((100, 100), (100, 200))) == ""
    unread = clusters(PAIR + OTHERS, [PAIR[0], [-1.0, -0.5, 0, 0], *OTHERS[:2], [1.0, -0.6, 0, 0]])
    assert "samples of b as a or b: less than half" in judged(unread).judgement.reason


def test_a_pair_that_is_one_already_gets_none() -> None:
    assert "already one" in reason(told_apart=MeanShare((50, 200), (100, 200)))
    assert reason(told_apart=MeanShare((51, 200), (100, 200))) == ""
    alike = clusters(PAIR + OTHERS, [[1.0, 0.9, 0, 0], [0.5, 0.1, 0, 0], *OTHERS])
    same = replace(alike, classifier_weight=np.array([[2.0, 0, 0, 0], [1.0, 0, 0, 0], *OTHERS]))
    assert "a and b are already one" in judged(same).judgement.reason


def test_what_cannot_be_verified_gets_none() -> None:
    assert "cannot be measured" in reason(genuine=None)
    assert "cannot be measured" in reason(after=replace(evidence(), attack=None))
    one = clusters(PAIR + OTHERS, PAIR + OTHERS, samples=1)
    assert one.match_threshold is None
    assert "cannot be measured" in judged(one).judgement.reason


def test_two_classes_get_none() -> None:
    assert "no class outside" in reason(bystanders=Rate.of(0, 0))
    assert "no class outside" in judged(clusters(PAIR, PAIR)).judgement.reason
    # One sample a class is both too few to judge and near chance; the first reason is said.
    assert judged(_pair_bundle([1.0, 0.0], [0.0, 1.0])).judgement.reason


@pytest.mark.parametrize("normalise", [True, False])
def test_odd_bundles_are_judged_alike_in_compare_and_atlas(normalise: bool) -> None:
    for damping in (0.0, 0.3, 1.0):
        judged(make_bundle(normalise=normalise), damping)
