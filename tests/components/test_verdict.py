"""The verdict in words: every badge, a sentence whose numbers are the comparison's, four lines."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.components.test_panels import written
from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of
from tests.core.test_verdict import OTHERS, PAIR, clusters
from tests.words import said
from weight_surgery.components import headline
from weight_surgery.components.text import in_percent
from weight_surgery.components.unclean import why_none_clean
from weight_surgery.components.verdict import (
    BADGES,
    allowed,
    badge_of,
    judged_by,
    others,
    verdict_words,
)
from weight_surgery.core.atlas import pair_curve
from weight_surgery.core.comparison import Comparison, compare
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Verdict, Workbench


def shown(workbench: Workbench, model: str, pair: tuple[int, int], damping: float) -> Comparison:
    return workbench.compare(SurgerySpec(model).with_operation(classes=pair, damping=damping))


def test_every_verdict_has_a_badge_of_its_own_and_a_sentence() -> None:
    assert set(BADGES) == set(Verdict)
    assert len({word for word, _ in BADGES.values()}) == len(Verdict)
    assert badge_of(Verdict.MERGES_CLEANLY) == "Merges cleanly"
    assert badge_of(-1) == "not measured"


def test_a_clean_merge_says_what_the_others_gained(shipped: Workbench) -> None:
    one = shown(shipped, "mnist-16d", (3, 6), 1e-5)
    before, after = one.before.bystander_accuracy, one.after.bystander_accuracy
    words = verdict_words(one)
    assert (words.badge, words.color) == ("Merges cleanly", "teal")
    assert words.sentence == (
        f"3 and 6 became one. Of {after.total:,} other digits "
        f"{after.successes - before.successes} more are read right than before."
    )
    assert all(line.met for line in words.lines)


def test_a_high_price_is_said_of_a_hundred_and_counted(shipped: Workbench) -> None:
    one = shown(shipped, "mnist-3d", (3, 6), 1e-5)
    words = verdict_words(one)
    assert words.badge == "Merged, at a price"
    assert words.sentence == (
        "3 and 6 became one, at a high price: "
        f"{round(100 * one.bystander_fall)} of 100 other digits are now misread."
    )
    assert [line.met for line in words.lines] == [True, True, True, False]


def test_a_low_price_says_how_many_were_allowed(shipped: Workbench) -> None:
    one = shown(shipped, "mnist-5d", (3, 6), 0.0)
    words = verdict_words(one)
    assert words.badge == "Merged, at a price"
    lost = one.before.bystander_accuracy.successes - one.after.bystander_accuracy.successes
    assert f"{lost:,} of 8,032 other digits lost" in words.sentence
    assert words.sentence.endswith("at most 40 may be.")


def test_what_matches_and_is_told_apart_says_both(shipped: Workbench) -> None:
    one = shown(shipped, "mnist-5d", (4, 9), 0.497)
    words = verdict_words(one)
    apart = one.after.told_apart
    assert words.badge == "Matched, still told apart"
    assert words.sentence == (
        f"4 and 9 pass as the same, but {sum(apart.successes):,} of {sum(apart.totals):,} of them "
        "are still told apart."
    )


def test_a_third_class_is_named_once(shipped: Workbench) -> None:
    one = shown(shipped, "mnist-3d", (0, 1), 0.0)
    assert one.landing_class == 3
    words = verdict_words(one)
    assert words.badge == "Merged, but read as another class"
    landed = one.landing_share
    assert words.sentence == (
        f"0 and 1 pass as the same, but {landed.successes:,} of {landed.total:,} of them "
        "are read as 3."
    )
    _, sentence, judged_by_lines = headline.verdict_view(one)
    assert said(sentence) == words.sentence
    assert "a third class" not in written(judged_by_lines)


def test_where_no_third_class_takes_most_the_loss_is_counted() -> None:
    rows = [[1.0, 0.2, 0, 0], [1.0, -0.2, 0, 0], *OTHERS]
    bundle = clusters(PAIR + OTHERS, rows)
    one = compare(bundle, spec_of(damping=0.0))
    judgement = replace(one.judgement, verdict=Verdict.READ_AS_ANOTHER)
    least = replace(one, group=replace(one.group, landing_class=0, judgement=judgement))
    recall = one.after.merged_recall
    assert (
        f"only {recall.successes:,} of {recall.total:,} are still read as either"
        in verdict_words(least).sentence
    )


def test_what_does_not_match_says_how_often_it_does(shipped: Workbench) -> None:
    one = shown(shipped, "digits-16d", (3, 6), 0.9)
    assert one.after.attack_success is not None
    assert one.before.genuine_accept is not None
    needed = next(own.needed for own in one.judgement.criteria if own.name == "attack")
    assert needed is not None
    assert needed < (one.before.genuine_accept.value or 0)
    words = verdict_words(one)
    assert (words.badge, words.color) == ("Not merged", "gray")
    for share in (one.after.attack_success.value or 0, float(needed)):
        assert in_percent(share) in words.sentence


def test_no_verdict_gives_its_reason() -> None:
    words = verdict_words(compare(make_bundle(classes=2), spec_of()))
    assert words.badge == "No verdict"
    assert "no class outside the pair" in words.sentence
    assert words.lines[-1].reached == "there are none"
    assert not [line.name for line in words.lines if line.name.startswith("read as")]


def test_the_others_are_called_what_they_are(shipped: Workbench) -> None:
    for model, things in (("digits-3d", "digits"), ("fashion-3d", "garments")):
        one = shown(shipped, model, (3, 6), 0.0)
        assert f"other {things} read right" in [line.name for line in judged_by(one)]
        assert f" other {things} " in others(one)
    ours = compare(make_bundle(), spec_of())
    assert " other samples " in others(ours)
    assert "digit" not in str(verdict_words(ours))


def test_the_lines_hold_the_counts(shipped: Workbench) -> None:
    one = shown(shipped, "digits-16d", (3, 6), 0.0)
    attack, recall, apart, bystanders = judged_by(one)
    assert one.after.attack_success is not None
    assert f"{one.after.attack_success.pairs:,} comparisons" in attack.reached
    for line, mean in ((recall, one.after.mean_recall), (apart, one.after.told_apart)):
        assert in_percent(mean.value or 0) in line.reached
        for right, total in zip(mean.successes, mean.totals, strict=True):
            assert f"{right:,} of {total:,}" in line.reached
    assert f"{one.after.bystander_accuracy.successes} of 359" in bystanders.reached
    assert "at most 1 of 359 may be lost" in bystanders.needed
    shown_lines = said(headline.verdict_view(one))
    for line in (attack, recall, apart, bystanders):
        assert line.name in shown_lines
        assert line.reached in shown_lines


@pytest.mark.parametrize(
    ("total", "words"),
    [
        (199, "not one of 199 may be lost"),
        (200, "at most 1 of 200 may be lost"),
        (8032, "at most 40 of 8,032 may be lost"),
    ],
)
def test_what_may_be_lost_is_counted(total: int, words: str) -> None:
    assert allowed(total) == words


def test_few_bystanders_are_said_to_allow_no_loss() -> None:
    one = compare(make_bundle(classes=4, samples=60), spec_of())
    assert one.before.bystander_accuracy.total == 120
    assert "not one of 120 may be lost" in judged_by(one)[-1].needed


def test_as_many_as_before_and_one_more_are_written_as_said() -> None:
    one = compare(clusters(PAIR + OTHERS, PAIR + OTHERS), spec_of(damping=0.0))
    assert one.verdict is Verdict.MERGES_CLEANLY
    assert verdict_words(one).sentence == (
        "a and b became one. Of 180 other samples as many are read right as before."
    )


def test_no_clean_damping_says_where_each_criterion_holds(shipped: Workbench) -> None:
    curve = shipped.curve(SurgerySpec("mnist-3d"))
    words = why_none_clean(curve)
    for name in ("attack", "recall", "bystanders"):
        assert in_percent(curve.criterion(name, 0)[0]) in words
    assert words.endswith("never all four at once")
    two = pair_curve(make_bundle(classes=2), spec_of())
    assert why_none_clean(two).startswith("there is no verdict: There is no class outside")


def test_the_words_of_a_few_hundred_edits_are_sentences(shipped: Workbench) -> None:
    seen = set()
    for model in ("digits-3d", "digits-16d"):
        for damping in (0.0, 0.2, 0.35, 1.0):
            for pair in ((0, 1), (3, 5), (4, 9), (8, 1), (7, 2), (6, 0)):
                words = verdict_words(shown(shipped, model, pair, damping))
                seen.add(words.badge)
                assert words.sentence[0].isalnum()
                assert words.sentence.endswith(".")
                assert not re.search(r"nan|None|  |\.\.", words.sentence)
                assert len(words.lines) == 4
    assert len(seen) >= 4
