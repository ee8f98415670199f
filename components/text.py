"""Numbers and findings in words, written from a comparison and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from weight_surgery.components.naming import IN_SENTENCE, room_of, shortened
from weight_surgery.core.specs import Operation
from weight_surgery.core.workbench import (
    Comparison,
    McNemar,
    MeanShare,
    PairShare,
    Rate,
    listed,
    shown_name,
)

# Less than 0.05 degrees apart: what the circle's caption writes as 0.0°.
SAME_PLACE = 0.9999996
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NO_SAMPLES = "no samples"
# Longer names of a pair would leave no room for what is said of it.
LONGEST_PAIR = 12
MINUS = "\u2212"


def in_percent(share: float, digits: int = 2) -> str:
    """Write a share as 97.96 %, in one piece where a line breaks."""
    return f"{100 * share:.{digits}f}\u00a0%"


def percent(rate: Rate) -> str:
    """Write a rate as 97.96 %."""
    return NO_SAMPLES if rate.value is None else in_percent(rate.value)


def count(rate: Rate) -> str:
    """Write a rate's count as 9,796 of 10,000."""
    return f"{rate.successes:,} of {rate.total:,}"


def interval(rate: Rate) -> str:
    """Write a rate's interval as 97.66–98.22 %."""
    return f"{100 * rate.low:.2f}–{in_percent(rate.high)}"


def counted(number: int, thing: str) -> str:
    """Write a number of things: 1 sample, 2,000 samples."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def model_name(comparison: Comparison) -> str:
    """Return what the model of a comparison is called."""
    return shown_name(comparison.spec.model, comparison.bundle)


def strength_of(damping: float) -> float:
    """Return a damping as edit strength in percent."""
    return 100 * (1 - float(damping))


def strength_text(damping: float) -> str:
    """Write a damping as edit strength: 61.2 %, ≈ 100 % where hardly anything is left."""
    share = f"{strength_of(damping):.1f}".removesuffix(".0")
    return f"{'≈ ' if share == '100' and damping > 0 else ''}{share}\u00a0%"


def at_strength(damping: float) -> str:
    """Write where an edit is measured: at 61.2 % strength (damping 0.388)."""
    return f"at {strength_text(damping)} strength (damping {damping:g})"


def strengths_text(low: float, high: float) -> str:
    """Write an interval of dampings as edit strengths, the gentlest first: 50 % to 61.2 %."""
    return " to ".join(dict.fromkeys(map(strength_text, (high, low))))


def signed(value: float, digits: int = 2) -> str:
    """Write a signed number with thousands apart and a true minus sign; zero has no sign."""
    text = f"{abs(value):,.{digits}f}"
    if not text.strip("0."):
        return text
    return (MINUS if value < 0 else "+") + text


def whole(number: int) -> str:
    """Write a whole number with thousands apart and a true minus sign."""
    return f"{number:,}".replace("-", MINUS)


def points(change: float) -> str:
    """Write a change of a share in percentage points: −1.25 points."""
    return f"{signed(100 * change)} points"


def cosine_text(value: float) -> str:
    """Write a cosine to four decimals."""
    return f"{value:.4f}".replace("-", MINUS)


def nats(value: float) -> str:
    """Write a divergence to three digits; what only rounding leaves is 0."""
    return f"{value:.3g}" if value > 1e-12 else "0"


def p_value(value: float) -> str:
    """Write a p-value to two digits, or as below 1e-300."""
    return "p < 1e-300" if value < 1e-300 else f"p = {value:.2g}"


def noise_words(test: McNemar) -> str:
    """Say whether chance alone could have made a difference, with the answers that changed."""
    if not test.lost + test.gained:
        return "no answer changed"
    where = "inside the noise" if test.is_noise else "beyond the noise"
    return f"{where}: {test.gained:,} gained, {test.lost:,} lost, {p_value(test.p_value)}"


def pair_name(comparison: Comparison, last: str = "and") -> str:
    """Name the classes that the verdict is of: 3 and 6, or 3, 6 and 8."""
    return listed(class_names(comparison, comparison.merged), last)


def class_names(comparison: Comparison, labels: Iterable[int] | None = None) -> tuple[str, ...]:
    """Return what some classes, or all, are called in a sentence, cut short where long."""
    words = shortened(comparison.bundle.class_names, IN_SENTENCE)
    return tuple(words if labels is None else (words[label] for label in labels))


def whole_names(comparison: Comparison) -> str:
    """Say what the classes that the verdict is of are called in full, where that is cut short."""
    names = comparison.bundle.class_names
    said = zip(class_names(comparison, comparison.merged), comparison.merged, strict=True)
    cut = [f"{words} is {names[label]}" for words, label in said if words != names[label]]
    return f"{'; '.join(cut)}." if cut else ""


def short_group(comparison: Comparison, last: str = "and", the: str = "the") -> str:
    """Name the group the verdict is of, or say how many they are where that leaves no room.

    the: "The" where that begins a line; a name is written as it is wherever it stands.
    """
    names = pair_name(comparison, last)
    if room_of(names) <= LONGEST_PAIR:
        return names
    number = len(comparison.merged)
    return f"{the} {NUMBERS[number] if number < len(NUMBERS) else number}"


def operation_name(comparison: Comparison, operation: Operation) -> str:
    """Name an operation: 3 + 6, or 4 shattered."""
    names = " + ".join(class_names(comparison, operation.classes))
    return names if operation.kind == "merge" else f"{names} shattered"


def share_text(share: PairShare | MeanShare | None) -> str:
    """Write a share of pairs or a mean of shares as 97.96 %, which has no interval."""
    return "not measured" if share is None or share.value is None else in_percent(share.value)


def landing(comparison: Comparison) -> str:
    """Say where the merged samples are read, when that is a third class, else nothing."""
    if comparison.landing_class in comparison.merged or len(comparison.merged) == 1:
        return ""
    (name,) = class_names(comparison, [comparison.landing_class])
    return (
        f"The classifier reads the merged place as {name}, a third class: "
        f"{count(comparison.landing_share)} samples of {pair_name(comparison)} land there "
        f"({percent(comparison.landing_share)})."
    )


def caution(comparison: Comparison) -> str:
    """Warn when an edited centroid is so short that its direction means little."""
    if not comparison.is_unstable:
        return ""
    return (
        f"Only {in_percent(comparison.shortest_centroid, 1)} of a centroid's length is left: "
        "the two classes lay almost opposite, so they land near the origin, where directions mean "
        "little."
    )


def fall_parts(comparison: Comparison) -> tuple[tuple[str, int], ...]:
    """Write the three parts of the fall, each with its count; a part below 0 is a gain."""
    fall = comparison.fall
    several = len(comparison.merged) != 2 or len(comparison.groups) > 1
    third = "of them sent out of their group" if several else "of the two sent to a third class"
    return (
        (more_or_fewer(fall.bystanders, "other", " misread"), fall.bystanders),
        (more_or_fewer(fall.third_class, "", third), fall.third_class),
        (more_or_fewer(fall.swaps, "swap", " between them"), fall.swaps),
    )


def more_or_fewer(number: int, thing: str, rest: str) -> str:
    """Write a change in errors: 1 swap between…, 9 fewer bystanders misread."""
    amount = f"{abs(number):,}{' fewer' if number < 0 else ''}"
    plural = "s" if thing and abs(number) != 1 else ""
    return f"{amount} {thing}{plural}{rest}"


def fall_sentence(comparison: Comparison) -> str:
    """Say how many fewer samples are read right with the two kept apart, and in points."""
    fall = comparison.fall
    kept = f"With {pair_name(comparison)} kept apart"
    if fall.lost == 0:
        return f"{kept}, as many of {fall.total:,} are read right as before."
    word = "fewer" if fall.lost > 0 else "more"
    amount = abs(fall.lost)
    points = 100 * amount / fall.total
    return f"{kept}, {amount:,} {word} of {fall.total:,} are read right ({points:.2f} points):"
