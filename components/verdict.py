"""The verdict in words: a badge, one sentence for everybody, and what it was judged by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from weight_surgery.components.nouns import things
from weight_surgery.components.text import (
    NUMBERS,
    class_names,
    count,
    in_percent,
    pair_name,
    share_text,
)
from weight_surgery.core.workbench import (
    CRITERIA,
    Comparison,
    Criterion,
    MeanShare,
    Verdict,
    criteria_told,
    most_lost,
    most_told_apart,
)

# Each verdict's word and the name of its color.
BADGES = {
    Verdict.NO_VERDICT: ("No verdict", "gray"),
    Verdict.NOT_MERGED: ("Not merged", "gray"),
    Verdict.READ_AS_ANOTHER: ("Merged, but read as another class", "orange"),
    Verdict.STILL_TOLD_APART: ("Matched, still told apart", "orange"),
    Verdict.AT_A_PRICE: ("Merged, at a price", "orange"),
    Verdict.MERGES_CLEANLY: ("Merges cleanly", "teal"),
}
NOT_MEASURED = "not measured"
# From here on a price is called high, and is easier to grasp of a hundred.
HIGH_PRICE = 0.1
CLEAN = (
    "as good as relabelling the two as one, but for small margins, and at most "
    f"{in_percent(float(most_told_apart(2)), 0)} of the pair still told apart."
)


@dataclass(frozen=True)
class Line:
    """One criterion in words: its name, what was reached, what was needed, whether it holds."""

    name: str
    reached: str
    needed: str
    met: bool


@dataclass(frozen=True)
class VerdictWords:
    """What the page says of an edit."""

    badge: str
    color: str
    sentence: str
    lines: tuple[Line, ...]


def verdict_words(comparison: Comparison) -> VerdictWords:
    """Write the verdict of an edit."""
    badge, color = BADGES[comparison.verdict]
    sentence = SENTENCES[comparison.verdict](comparison)
    merged = sum(not group.is_shattered for group in comparison.groups)
    if merged > 1 and not comparison.is_clean:
        sentence = f"Worst of {merged} groups: {sentence}"
    return VerdictWords(badge, color, sentence, judged_by(comparison))


def badge_of(code: int) -> str:
    """Name a verdict by its number in the atlas."""
    return BADGES[Verdict(code)][0] if code >= 0 else NOT_MEASURED


def judged_by(comparison: Comparison) -> tuple[Line, ...]:
    """Write the criteria that say something, in the order in which they decide."""
    return tuple(
        WRITERS[one.name](comparison, one) for one in criteria_told(comparison, comparison.group)
    )


def _attack(comparison: Comparison, one: Criterion) -> Line:
    share = comparison.after.attack_success
    reached = share_text(share)
    if share and share.pairs:
        reached += f" of {share.pairs:,} comparisons"
    least = (
        f"at least {_share(one.needed)}, as two of one class did in {_share(one.unedited)}"
        if one.needed is not None
        else "cannot be said"
    )
    return Line(f"{pair_name(comparison)} pass as the same", reached, least, one.met)


def _recall(comparison: Comparison, one: Criterion) -> Line:
    reached = f"{_share(one.reached)} ({_by_class(comparison.after.mean_recall)})"
    least = f"at least {_share(one.needed)}, from {_share(one.unedited)}"
    name = f"read as {pair_name(comparison, 'or')}, mean of the {_number(comparison)} classes"
    return Line(name, reached, least, one.met)


def _told_apart(comparison: Comparison, one: Criterion) -> Line:
    reached = f"{_share(one.reached)} ({_by_class(comparison.after.told_apart)})"
    alike = in_percent(1 / len(comparison.merged), 0)
    most = f"at most {_share(one.needed)}, from {_share(one.unedited)}; {alike} is one place"
    return Line(f"told apart, mean of the {_number(comparison)} classes", reached, most, one.met)


def _bystanders(comparison: Comparison, one: Criterion) -> Line:
    after = comparison.group.after.outside
    name = f"other {things(comparison.bundle)} read right"
    if not after.total:
        return Line(name, "there are none", "cannot be said", one.met)
    reached = f"{_share(one.reached)} ({count(after)})"
    return Line(name, reached, f"from {_share(one.unedited)}, {allowed(after.total)}", one.met)


WRITERS: dict[str, Callable[[Comparison, Criterion], Line]] = dict(
    zip(CRITERIA, (_attack, _recall, _told_apart, _bystanders), strict=True)
)


def allowed(bystanders: int) -> str:
    """Say how many of the others may be lost."""
    most = most_lost(bystanders)
    if not most:
        return f"not one of {bystanders:,} may be lost"
    return f"at most {most:,} of {bystanders:,} may be lost"


def _number(comparison: Comparison) -> str:
    number = len(comparison.merged)
    return NUMBERS[number] if number < len(NUMBERS) else f"{number}"


def _none(comparison: Comparison) -> str:
    if len(comparison.merged) > 1:
        return comparison.judgement.reason
    found = comparison.group
    before, after = (share_text(side.genuine_accept) for side in (found.before, found.after))
    rest = others(comparison).removesuffix(" than before")
    return (
        f"{pair_name(comparison)} is shattered: {after} of its pairs still pass as the same, "
        f"{before} before. {rest[0].upper()}{rest[1:]}."
    )


def _not_merged(comparison: Comparison) -> str:
    attack = next(one for one in comparison.judgement.criteria if one.name == "attack")
    if comparison.spec.is_plan:
        return (
            f"{pair_name(comparison)} are still {_number(comparison)}: {_share(attack.reached)} "
            f"pass as the same, {_share(attack.needed)} needed."
        )
    return (
        f"{pair_name(comparison)} are still {_number(comparison)}: they pass as the same in "
        f"{_share(attack.reached)} of comparisons, {_share(attack.needed)} needed."
    )


def _read_as_another(comparison: Comparison) -> str:
    names = pair_name(comparison)
    if comparison.landing_class in comparison.merged:
        recall = comparison.after.mean_recall
        read = f"{sum(recall.successes):,} of {sum(recall.totals):,}"
        which = "either" if len(comparison.merged) == 2 else "any of them"
        return f"{names} pass as the same, but only {read} are still read as {which}."
    (name,) = class_names(comparison, [comparison.landing_class])
    landed = count(comparison.landing_share)
    if (comparison.landing_share.value or 0) > 0.5:
        return f"{names} pass as the same, but {landed} of them are read as {name}."
    return f"{names} pass as the same, but are most often read as {name}: {landed}."


def _still_told_apart(comparison: Comparison) -> str:
    apart = comparison.after.told_apart
    return (
        f"{pair_name(comparison)} pass as the same, but {sum(apart.successes):,} of "
        f"{sum(apart.totals):,} of them are still told apart."
    )


def _at_a_price(comparison: Comparison) -> str:
    before, after = comparison.group.before.outside, comparison.group.after.outside
    lost, became = before.successes - after.successes, f"{pair_name(comparison)} became one"
    noun = things(comparison.bundle)
    if lost >= HIGH_PRICE * after.total:
        return (
            f"{became}, at a high price: {round(100 * lost / after.total)} of 100 other "
            f"{noun} are now misread."
        )
    most = most_lost(after.total)
    return (
        f"{became}, at a price: {lost:,} of {after.total:,} other {noun} lost, "
        f"{f'at most {most:,}' if most else 'none'} may be."
    )


def _cleanly(comparison: Comparison) -> str:
    merged = [group for group in comparison.groups if not group.is_shattered]
    became = f"{pair_name(comparison)} became one"
    if len(merged) > 1:
        number = NUMBERS[len(merged)] if len(merged) < len(NUMBERS) else f"{len(merged)}"
        became = f"{number.capitalize()} groups became one each"
    if comparison.after.bystander_accuracy.total:
        said = others(comparison)
        return f"{became}. {said[0].upper()}{said[1:]}."
    return f"{became}: {count(comparison.after.merged_accuracy)} are read into their own group."


def others(comparison: Comparison) -> str:
    """Say in whole counts what the edit did to all other samples."""
    before, after = comparison.before.bystander_accuracy, comparison.after.bystander_accuracy
    change = after.successes - before.successes
    of = f"of {after.total:,} other {things(comparison.bundle)}"
    if not change:
        return f"{of} as many are read right as before"
    verb = "is" if abs(change) == 1 else "are"
    return f"{of} {abs(change):,} {'more' if change > 0 else 'fewer'} {verb} read right than before"


SENTENCES: dict[Verdict, Callable[[Comparison], str]] = {
    Verdict.NO_VERDICT: _none,
    Verdict.NOT_MERGED: _not_merged,
    Verdict.READ_AS_ANOTHER: _read_as_another,
    Verdict.STILL_TOLD_APART: _still_told_apart,
    Verdict.AT_A_PRICE: _at_a_price,
    Verdict.MERGES_CLEANLY: _cleanly,
}


def _by_class(mean: MeanShare) -> str:
    shares = zip(mean.successes, mean.totals, strict=True)
    return " and ".join(f"{right:,} of {total:,}" for right, total in shares)


def _share(share: Fraction | None) -> str:
    return NOT_MEASURED if share is None else in_percent(float(share))
