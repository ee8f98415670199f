"""The sentences of a report: what was edited and how, and what is to be borne in mind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from weight_surgery.components.headline import REPAIRED, kept_sentence
from weight_surgery.components.method import SHATTER, STEPS
from weight_surgery.components.text import (
    caution,
    counted,
    fall_parts,
    fall_sentence,
    landing,
    operation_name,
    strength_text,
)
from weight_surgery.core.specs import DEFAULT_METHOD, Operation
from weight_surgery.core.workbench import METHODS, Comparison, Verdict, short_hash

# What a bundle's metadata may say of a model, and what it is called.
KNOWN = {
    "dataset": "data",
    "network": "network",
    "seed": "seed",
    "epochs": "epochs",
    "fidelity": "checked",
    "licence": "licence",
}
LONGEST_FACT = 300
SHATTERED = "e' = e − (1 − s) a aᵀ e, a the class's centroid"


@dataclass(frozen=True)
class Step:
    """One operation: what it does to which classes; how, in a sentence, formulas, and source."""

    name: str
    strength: str
    how: str
    formulas: tuple[str, ...]
    source: str


def steps_of(comparison: Comparison) -> list[Step]:
    """Return the operations that are on, in order."""
    return [_step(comparison, one) for one in comparison.spec.operations if one.on]


def _step(comparison: Comparison, operation: Operation) -> Step:
    name = operation_name(comparison, operation)
    strength = (
        f"{strength_text(operation.damping)} edit strength (damping s = {operation.damping!r})"
    )
    if operation.kind == "shatter":
        how, _, source = SHATTER.partition(" Source: ")
        return Step(name, strength, how, (SHATTERED,), source)
    method = METHODS[operation.method]
    formulas = (*STEPS, method.formula) if method.name == DEFAULT_METHOD else (method.formula,)
    return Step(name, strength, f"{method.title}: {method.summary}.", formulas, method.source)


def facts_of(comparison: Comparison) -> list[tuple[str, str]]:
    """Return what the model is, as its bundle says it."""
    bundle, spec = comparison.bundle, comparison.spec
    facts = [
        (words, str(bundle.metadata[name])[:LONGEST_FACT])
        for name, words in KNOWN.items()
        if bundle.metadata.get(name) not in (None, "")
    ]
    fitted = bundle.labels_fit if spec.fit_split == "fit" else bundle.labels_test
    split = "training" if spec.fit_split == "fit" else "test"
    return [
        *facts,
        ("embeddings", f"{bundle.dims} dimensions, {_lengths(comparison)}"),
        ("classes", f"{len(bundle.class_names):,}"),
        ("measured on", counted(len(bundle.labels_test), "test sample")),
        ("fitted on", counted(len(fitted), f"{split} sample")),
        ("edited", "weights and bias" if spec.edit_bias else "weights only"),
        ("content", short_hash(bundle.hash)),
    ]


def _lengths(comparison: Comparison) -> str:
    return "brought to length 1" if comparison.bundle.normalise else "read as they lie"


def caveats(comparison: Comparison) -> list[str]:
    """Return what is to be borne in mind, where it holds of this edit."""
    return [*_of_all(comparison), *_of_this(comparison)]


def _of_all(comparison: Comparison) -> Iterator[str]:
    total = counted(len(comparison.bundle.labels_test), "test sample")
    yield (
        f"All figures are of the {total} in the bundle, the very same before and after. They say "
        "nothing of data from elsewhere."
    )
    yield (
        "Intervals are Wilson's, 95 %, and of shares of samples. Pairs of samples are not "
        "independent, so their shares have none; neither have means of two shares."
    )
    yield (
        "Whether chance alone could have made a difference is asked by McNemar's exact test, one "
        "figure at a time: of many pairs of classes that are looked at, some differ by chance."
    )
    yield (
        "Only the last layers are edited, and nothing is trained: what comes before them still "
        "tells the classes apart."
    )


def _of_this(comparison: Comparison) -> Iterator[str]:
    spec, bundle = comparison.spec, comparison.bundle
    if spec.fit_split == "test":
        yield "Centers were fitted on the test samples that are scored, which flatters the edit."
    if spec.trim_outliers:
        yield kept_sentence(comparison)
    if spec.repair:
        yield REPAIRED
    if not spec.edit_bias:
        yield "The bias was left as it is, so embeddings keep what it has along the direction."
    if any(one.on and METHODS[one.method].searches for one in spec.operations):
        yield "A fitted edit is searched for, not derived: a yardstick."
    if bundle.dims > 3:
        yield f"The scenes show 3 of {bundle.dims} dimensions; figures are of all of them."
    if not bundle.normalise:
        yield "Embeddings keep their length; the circles show directions alone."
    # That verdict's own sentence names the class they land in.
    said = "" if comparison.verdict is Verdict.READ_AS_ANOTHER else landing(comparison)
    yield from filter(None, (said, caution(comparison)))


def fall_lines(comparison: Comparison) -> tuple[str, list[str]]:
    """Return where the loss of accuracy comes from: a sentence, and its parts."""
    if len(comparison.merged) < 2:
        return "", []
    return fall_sentence(comparison), [words for words, _ in fall_parts(comparison)]
