"""What each step of the story says, from the comparison or the atlases it shows."""

from __future__ import annotations

from math import isnan, sqrt

from weight_surgery.components.story.methods import methods_text
from weight_surgery.components.story.plan import STORY_DAMPINGS, Story, StoryStep
from weight_surgery.components.text import (
    SAME_PLACE,
    at_strength,
    class_names,
    cosine_text,
    count,
    counted,
    fall_parts,
    fall_sentence,
    in_percent,
    model_name,
    pair_name,
    percent,
)
from weight_surgery.components.verdict import CLEAN
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Comparison, PairAtlas, Workbench

# A share of the direction that makes no difference to see.
HARDLY = 0.01
TITLES = {
    "embedding": "What an embedding is",
    "classes": "Where two classes are",
    "direction": "One direction between them",
    "projection": "The direction is taken out",
    "cost": "What it cost, and where it went",
    "dimensions": "Why more dimensions are different",
    "more": "The same pair with more dimensions",
    "another": "The same pair in another network",
    "alone": "Another pair of the same model",
    "methods": "How it is done decides, too",
    "clean": "Which pairs are clean",
}


def step_text(workbench: Workbench, story: Story, step: StoryStep) -> list[str]:
    """Return a step's sentences; every number is that of the view it opens."""
    if step.topic == "clean":
        return clean_text(workbench, story)
    shown = workbench.compare(step.view.surgery)
    if step.topic == "methods":
        return methods_text(shown, workbench.method_rows(step.view.surgery))
    if step.topic == "dimensions":
        first = next(one for one in story.steps if one.topic == "cost")
        return dimensions_text(workbench.compare(first.view.surgery), shown, story.one_network)
    write = {
        "embedding": embedding_text,
        "classes": classes_text,
        "direction": direction_text,
        "projection": projection_text,
        "cost": cost_text,
    }[step.topic]
    return write(shown)


def step_title(story: Story, step: StoryStep) -> str:
    """Return a step's title."""
    if step.topic != "dimensions" or story.helps:
        return TITLES[step.topic]
    if story.low == story.high:
        return TITLES["alone"]
    return TITLES["more" if story.one_network else "another"]


def embedding_text(shown: Comparison) -> list[str]:
    """Say what a point is, and how well the unedited network reads them."""
    accuracy = shown.before.strict_accuracy
    return [
        f"{model_name(shown)} turns each sample into {counted(shown.bundle.dims, 'number')}: a "
        "point, its embedding. Where the point lies decides what it is read as.",
        f"{count(accuracy)} test samples are read right ({percent(accuracy)}).",
    ]


def classes_text(shown: Comparison) -> list[str]:
    """Say how far apart the two classes are."""
    members = shown.after.merged_recall.total
    return [
        f"Only {pair_name(shown)} are drawn. The test split holds {members:,} of them.",
        f"The cosine of the centroids is {cosine_text(shown.before.cosine)}, on "
        f"{counted(sum(shown.kept_counts), 'training sample')}. 1 would be one "
        f"{'place' if shown.bundle.normalise else 'direction'}, −1 opposite.",
    ]


def direction_text(shown: Comparison) -> list[str]:
    """Say how long the gap between the centroids is, and what leaving a part of it does."""
    gap = sqrt(2 * max(0.0, 1 - shown.before.cosine))
    return [
        f"Between the unit centroids of {pair_name(shown)} runs one direction, {gap:.2f} long "
        "(2 at most).",
        f"{_at(shown.spec.operation.damping)} the cosine goes from "
        f"{cosine_text(shown.before.cosine)} to {cosine_text(shown.after.cosine)}.",
    ]


def _at(damping: float) -> str:
    words = at_strength(damping)
    return words[0].upper() + words[1:]


def projection_text(shown: Comparison) -> list[str]:
    """Say what is left of the direction, and where the two centroids are."""
    damping, cosine = shown.spec.operation.damping, shown.after.cosine
    # Where lengths count, one direction is not yet one place.
    one, closer = "share one place", "come closer"
    if not shown.bundle.normalise:
        one, closer = "point the same way", "point more alike"
    place = one if cosine > SAME_PLACE else closer
    left = "nothing" if damping == 0 else "hardly anything" if damping < HARDLY else "a part"
    return [
        f"{_at(damping)} {left} of the direction is left. One layer was edited, and nothing was "
        "trained.",
        f"The centers of {pair_name(shown)} {place}: the cosine of the centroids goes from "
        f"{cosine_text(shown.before.cosine)} to {cosine_text(cosine)}.",
    ]


def cost_text(shown: Comparison) -> list[str]:
    """Say how strict accuracy fell, where the pair is read, and who else paid."""
    parts = ", ".join(words for words, _ in fall_parts(shown))
    fall = fall_sentence(shown)
    return [
        f"{fall} {parts}." if shown.fall.lost else fall,
        f"{landing_text(shown)} {bystander_text(shown)}",
    ]


def landing_text(shown: Comparison) -> str:
    """Say what most samples of the pair are read as."""
    (name,) = class_names(shown, [shown.landing_class])
    third = "" if shown.landing_class in shown.merged else ", a third class"
    return (
        f"{count(shown.landing_share)} samples of {pair_name(shown)} are now read as {name}{third}."
    )


def bystander_text(shown: Comparison) -> str:
    """Say which bystander class lost most, and what it is read as."""
    row = shown.worst_bystander
    if row is None:
        return "There are no other classes."
    names = class_names(shown)
    lost = row.before.successes - row.after.successes
    if lost <= 0:
        return "No other class lost any."
    went = ""
    if row.destination is not None:
        went = f", {row.destination_count:,} read as {names[row.destination]}"
    return (
        f"Look for {names[row.label]} in the scenes: it paid most, {row.before.successes:,} → "
        f"{row.after.successes:,} of {row.after.total:,} right{went}."
    )


def dimensions_text(first: Comparison, shown: Comparison, one_network: bool) -> list[str]:
    """Put the costs of two merges side by side, and what the direction takes from the others.

    one_network: whether nothing but their dimensions is known to differ.
    """
    if first.spec == shown.spec:
        return ["No model of this data here has more dimensions, and this one has no other pair."]
    if shown.partition.is_one:
        return ["With two classes, counting them as one is right by definition and costs nothing."]
    one, other = pair_name(shown), pair_name(first)
    if first.spec.model == shown.spec.model:
        opening = (
            f"No model of this data here has more than {dims_of(shown)}. Counting {one} as one"
        )
        sides = "", f"for {other}"
    else:
        opening = f"Counting {one} as one"
        sides = f" with {dims_of(shown)}", f"with {first.bundle.dims} ({model_name(first)})"
        if not one_network:
            sides = (
                f" in {model_name(shown)} ({counted(shown.bundle.dims, 'dimension')})",
                f"in {model_name(first)} ({first.bundle.dims}), another network,",
            )
    return [
        f"{opening}, the edit {loss(shown)} samples{sides[0]}; {sides[1]} it {loss(first)}.",
        leak_text(first, shown),
    ]


def dims_of(shown: Comparison) -> str:
    """Write how many dimensions a model has, and which it is."""
    return f"{counted(shown.bundle.dims, 'dimension')} ({model_name(shown)})"


def loss(shown: Comparison) -> str:
    """Write what merging cost: the merged accuracy lost, in samples."""
    lost = shown.merged_ceiling.successes - shown.after.merged_accuracy.successes
    word = "gains" if lost < 0 else "costs"
    return f"{word} {abs(lost):,} of {shown.merged_ceiling.total:,}"


def leak_text(first: Comparison, shown: Comparison) -> str:
    """Say how much of a bystander's centroid lies along the direction that was taken out."""
    now, then = largest_leak(shown), largest_leak(first)
    if now is None or then is None:
        return "There are no other classes that could pay."
    return (
        "Of any other class's centroid, the direction taken out holds at most "
        f"{in_percent(now, 0)} here, and up to {in_percent(then, 0)} there."
    )


def largest_leak(shown: Comparison) -> float | None:
    """Return the largest share of a bystander's unit centroid along the direction."""
    leaks = [shown.bystander_leak[row.label] for row in shown.bystanders if row.before.total]
    known = [float(leak) for leak in leaks if not isnan(leak)]
    return max(known) if known else None


def clean_text(workbench: Workbench, story: Story) -> list[str]:
    """Count the clean pairs of both models."""
    models = dict.fromkeys((story.high, story.low))
    samples = dict.fromkeys(len(workbench.bundle(name).labels_test) for name in models)
    (clean, pairs), *others = (clean_count(workbench, name, story.counted_at) for name in models)
    first, *rest = (counted(workbench.bundle(name).dims, "dimension") for name in models)
    where, have = f"with {first}", "have"
    if not story.one_network:
        where, have, rest = f"in {story.high}", "has", [f"{story.low}, another network,"]
    more = "".join(
        f"; {name} {have} {one or 'none'} of {of}"
        for name, (one, of) in zip(rest, others, strict=True)
    )
    return [
        f"{_at(story.counted_at)} the map has {clean or 'no'} clean "
        f"pair{'s' if clean > 1 else ''} of {pairs:,} {where}{more}. Measured on "
        f"{' and '.join(f'{number:,}' for number in samples)} test samples.",
        f"Clean: {CLEAN} A click on a cell opens its pair.",
    ]


def clean_count(workbench: Workbench, model: str, damping: float) -> tuple[int, int]:
    """Return how many pairs of a model are clean at a damping of the atlas, and of how many."""
    atlas: PairAtlas = workbench.atlas(SurgerySpec(model), STORY_DAMPINGS)
    return int(atlas.clean[:, atlas.nearest_damping(damping)].sum()), len(atlas.pairs)
