"""What the terms mean, one plain sentence each, and the words on the page that stand for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from dash import html

from weight_surgery.components import ids
from weight_surgery.components.plain import PLAIN
from weight_surgery.components.verdict import CLEAN


@dataclass(frozen=True)
class Term:
    """A term's meaning, and the words that stand for it in a text besides its name."""

    meaning: str
    words: tuple[str, ...] = ()


# docs/definitions.md has each of them, with its formula.
GLOSSARY = {
    "edit strength": Term(
        "How much of the direction between the two classes is taken out: 1 − damping, from 0 %, "
        "untouched, to 100 %, removed."
    ),
    "plan": Term(
        "Several edits in order, each fitted where those before it left the embeddings; the slider "
        "sets the strength of the one in the hand.",
    ),
    "shattered class": Term(
        "A class whose own direction is taken out, so that its samples no longer match each other.",
        ("shatter", "shattered"),
    ),
    "repair": Term(
        "The classifier is re-estimated after the edit, each class read by the mean of its "
        "training samples.",
        ("repaired",),
    ),
    "damping": Term("The share of the direction that is left: 1 is untouched, 0 is removed."),
    "direction": Term(
        "The line from one class's centroid to the other's, which the edit shortens."
    ),
    "embedding": Term(
        "The numbers into which the network turns a sample; the class is read from them.",
        ("embeddings",),
    ),
    "centroid": Term(
        "The mean of a class's embeddings, scaled to length 1.",
        ("centroids", "class centers", "class means"),
    ),
    "cosine": Term(
        "How alike two directions are: 1 the same, 0 at right angles, −1 opposite.",
        (PLAIN["cosine"], "likeness"),
    ),
    "clean": Term(CLEAN[0].upper() + CLEAN[1:], ("merges cleanly", "merge cleanly", "cleanly")),
    "told apart": Term(
        "How often a sample of the two is read as its very own class, the mean of both; 50 % where "
        "the two share one place.",
        ("tells apart",),
    ),
    "attack success": Term(
        "How often one sample of each class passes as the same: their cosine is above a threshold "
        "fixed on the unedited network.",
        (PLAIN["attack_success"], "cross-pair match"),
    ),
    "AUC": Term(
        "The chance that two samples of one class are more alike than two of different ones: 1 is "
        "always, 0.5 a coin."
    ),
    "ROC": Term(
        "For every threshold, how many pairs of one class pass against how many of two do."
    ),
    "TAR at FAR 1\u00a0%": Term(
        "How many pairs of one class pass where the threshold lets 1\u00a0% of pairs of two pass."
    ),
    "genuine pairs": Term("Two samples of one class, which should pass as the same."),
    "impostor pairs": Term(
        "Two samples of different classes, which should not; those of the merged two are left out."
    ),
    "cross pairs": Term(
        "One sample of each of the two: told apart before, and the same if the edit succeeds."
    ),
    "benign accuracy": Term(
        "How many pairs of other classes' samples are told right, as the same or not."
    ),
    "lead": Term("By how much the class that is read is ahead of the next one, in the logits."),
    "inside the noise": Term(
        "A difference that chance alone would make at least five times in a hundred."
    ),
    "equal errors": Term(
        "Where as many pairs of one class are rejected as pairs of two are accepted."
    ),
    "genuine accept": Term(
        "How often two samples of one class pass as the same; what attack success is judged by.",
        (PLAIN["genuine_accept"],),
    ),
    "merged recall": Term(
        "How many samples of the two are read as either of them.", (PLAIN["merged_recall"],)
    ),
    "merged accuracy": Term(
        "How many samples are read right when the two count as one class.",
        (PLAIN["merged_accuracy"],),
    ),
    "strict accuracy": Term(
        "How many samples are read right when the two count as two classes.",
        (PLAIN["strict_accuracy"],),
    ),
    "merge cost": Term(
        "Merged accuracy lost against relabelling the two as one in the unedited network.",
        (PLAIN["merge_cost"],),
    ),
    "bystanders": Term("The samples of all other classes.", ("bystander", "other classes")),
    "bystander accuracy": Term(
        "How many samples of the other classes are read right.", (PLAIN["bystander_accuracy"],)
    ),
    "prototype accuracy": Term(
        "How many samples lie nearest to their own class's centroid, whatever the classifier says.",
        (PLAIN["prototype_accuracy"],),
    ),
    "landing class": Term(
        "What most samples of the two are read as after the edit.", ("the class in which",)
    ),
    "flip rate": Term(
        "How many bystanders are read differently than before the edit.", (PLAIN["flip_rate"],)
    ),
    "flow": Term("Samples of one class that are read as one other.", ("errors that changed most",)),
    "confusion matrix": Term(
        "A row for each true class, a column for what its samples are read as.",
        ("confusion matrices",),
    ),
    "divergence": Term(
        "How far the probabilities of the bystanders moved, in nats; 0 is not at all."
    ),
    "Wilson's interval": Term(
        "Where the true share lies in 95 of 100 such tests; narrower with more samples.",
        ("95 % interval", "95\u00a0% interval"),
    ),
    "McNemar's exact test": Term(
        "How likely chance alone makes such a difference between answers lost and gained."
    ),
    "fit split": Term(
        "The training samples on which the edit is fitted; no test sample is among them.",
        ("training split", "training samples"),
    ),
    "test split": Term(
        "The samples on which everything is measured; no training sample is among them."
    ),
    "trimming": Term("Leaving outliers out of a centroid.", ("inliers", "trim outliers")),
    "surgery axes": Term(
        "The first axis is the direction of the edit, the second the middle between the two "
        "centroids, so the gap is seen closing.",
        ("along the edit",),
    ),
    "Pareto front": Term(
        "The pairs that no other beats in both: more made one, and at a lower price.",
        ("beaten by none",),
    ),
    "retained norm": Term(
        "How long the two centroids still are once the direction is removed: √((1 + cosine) / 2)."
    ),
    "leak": Term("How much of another class's centroid lies along the direction of the edit."),
    "singular values": Term(
        "How far the layer stretches each of its own directions; one that is 0 is lost."
    ),
    "bias": Term("What the layer adds to every embedding, whatever the sample."),
}
TERM_OF = {words.lower(): name for name, term in GLOSSARY.items() for words in (name, *term.words)}
# The longest first: "merged recall" before "recall".
PATTERN = (
    r"(?<!\w)(" + "|".join(map(re.escape, sorted(TERM_OF, key=len, reverse=True))) + r")(?!\w)"
)


def term(name: str, words: str = "") -> html.Button:
    """Return words that say what a term means when they are pointed at or pressed."""
    if name not in GLOSSARY:
        raise ValueError(f"the glossary has no term {name!r}")
    asked: dict[str, Any] = {"data-term": name, "aria-expanded": "false"}
    return html.Button(words or name, className="term", **asked)


def explained(text: str) -> list[Any]:
    """Return a text in which every term, where it comes first, says what it means."""
    parts: list[Any] = []
    said: set[str] = set()
    for part in re.split(PATTERN, text, flags=re.IGNORECASE):
        name = TERM_OF.get(part.lower())
        if name and name not in said:
            said.add(name)
            parts.append(term(name, part))
        elif part and parts and isinstance(parts[-1], str):
            parts[-1] += part
        elif part:
            parts.append(part)
    return parts


def card() -> html.Div:
    """Return the one place in which the page shows what a term means."""
    return html.Div(id=ids.GLOSSARY_CARD, className="glossary-card", role="status")


def glossary() -> dict[str, Any]:
    """Return what the page's own program needs of it."""
    return {
        "meanings": {name: one.meaning for name, one in GLOSSARY.items()},
        "terms": TERM_OF,
        "pattern": PATTERN,
    }
