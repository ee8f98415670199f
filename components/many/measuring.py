"""The most promising pairs, measured in parts, and how well they were foreseen."""

from __future__ import annotations

from time import monotonic
from typing import Any

from weight_surgery.components import payload
from weight_surgery.components.atlas.answers import correlation
from weight_surgery.components.many.asked import asked_spec
from weight_surgery.components.text import counted, strength_text
from weight_surgery.components.view import LONGEST_QUERY
from weight_surgery.core.workbench import (
    MOST_PROMISING,
    PROMISING_PART,
    PairAtlas,
    PairRanking,
    Workbench,
    ranking_agreement,
)

# So long a request measures, so that progress is seen.
PATIENCE = 0.7
# Of fewer pairs a rank correlation says nothing.
LEAST_PAIRS = 10
FULL = strength_text(0.0)


def measure(workbench: Workbench, request: Any) -> dict[str, Any]:
    """Say what is measured of the most promising pairs and, where it is asked for, measure on.

    request: {"query", "key", "count", "measure"}. left: whether some of the `count` pairs are still
    to be measured; done, of: how many of them are, in whole parts.
    """
    query, key, count, wanted = payload.entries(
        "a request", request, "query", "key", "count", "measure"
    )
    spec, key = asked_spec(workbench, query), payload.text_of("a key", key, LONGEST_QUERY)
    count = payload.integer("the number of pairs", count, 1, MOST_PROMISING)
    payload.boolean("measure", wanted)
    ranking = workbench.ranking(spec)
    parts, until = range(workbench.promising_parts(spec, count)), monotonic() + PATIENCE
    for part in parts:
        if wanted and not workbench.has_promising_part(spec, part):
            workbench.promising_part(spec, part)
            wanted = monotonic() < until
    left = sum(not workbench.has_promising_part(spec, part) for part in parts)
    total = min(len(parts) * PROMISING_PART, len(ranking.pairs))
    atlas = workbench.promising(spec)
    return {
        "key": key,
        "left": left > 0,
        "done": max(0, total - left * PROMISING_PART),
        "of": total,
        "measured": 0 if atlas is None else len(atlas.pairs),
        "answer": answer_words(ranking, atlas),
        "agreement": agreement_words(ranking, atlas),
    }


def answer_words(ranking: PairRanking, atlas: PairAtlas | None) -> str:
    """Say how many pairs are ranked, how many of them are measured, and how many are clean."""
    ranked = f"{counted(len(ranking.pairs), 'pair')} ranked by what their class centers foresee"
    if atlas is None:
        return f"{ranked} at {FULL}; none is measured yet."
    clean, measured = int(atlas.clean[:, 0].sum()), len(atlas.pairs)
    verb = "merges" if clean == 1 else "merge"
    return f"{clean:,} of {measured:,} measured pairs {verb} cleanly at {FULL}. {ranked}."


def agreement_words(ranking: PairRanking, atlas: PairAtlas | None) -> str:
    """Say how what was foreseen ranks the measured change of the others read right."""
    found = ranking_agreement(ranking, atlas, 0) if atlas is not None else None
    if found is None or found.pairs < LEAST_PAIRS:
        return (
            f"How well it is foreseen is said from {LEAST_PAIRS} measured pairs on; until then "
            "nothing here is called clean."
        )
    return (
        f"Over {found.pairs:,} pairs, the most promising alone, rank correlation with the measured "
        f"change of the others read right: survival {correlation(found.change_by_survival)}, rms "
        f"leak {correlation(found.change_by_leak)}."
    )
