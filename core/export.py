"""The edited network and its figures as files to take home."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import numpy as np

from weight_surgery.core.change import Change
from weight_surgery.core.comparison import Comparison
from weight_surgery.core.metrics import McNemar, Rate
from weight_surgery.core.metrics.verification import PairShare
from weight_surgery.core.specs import DEFAULT_METHOD
from weight_surgery.core.spreadsheet import csv_text

NETWORK_FORMATS = ("pth", "safetensors")
COLUMNS = ("figure", "class", "side", "value", "successes", "samples", "low95", "high95")
# What was edited, in every row: rows of several files can be laid into one table.
EDIT = ("model", "merged", "damping", "method", "edited")


def edited_state(checkpoint: Path, change: Change) -> dict[str, np.ndarray]:
    """Return the network's parameters, float32, with what a change edits of it edited.

    checkpoint: safetensors whose metadata names head and classifier. Raises ValueError when it
    does not fit.
    """
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(str(checkpoint), framework="numpy") as archive:
            names = archive.metadata() or {}
            state = {name: archive.get_tensor(name) for name in archive.keys()}  # noqa: SIM118
    except (SafetensorError, OSError) as error:
        raise ValueError(f"checkpoint {checkpoint} cannot be read: {error}") from error
    head = _layer("head", names, state, checkpoint)
    weight, bias = change.head.edit(state[f"{head}.weight"], state[f"{head}.bias"])
    edited = {f"{head}.weight": weight, f"{head}.bias": bias}
    if change.rows:
        last = _layer("classifier", names, state, checkpoint)
        for name in (f"{last}.weight", f"{last}.bias"):
            edited[name] = change.classifier(state[name])
    # safetensors writes the memory as it lies, so the order of axes has to be C.
    return state | {
        name: np.ascontiguousarray(array, dtype=np.float32) for name, array in edited.items()
    }


def _layer(
    role: str, names: Mapping[str, str], state: Mapping[str, np.ndarray], checkpoint: Path
) -> str:
    """Return what the head or the classifier is called in a checkpoint."""
    name = names.get(role, "")
    if f"{name}.weight" not in state:
        raise ValueError(
            f"checkpoint {checkpoint} does not say which layer is the {role}; write it again with "
            "`weight-surgery capture`"
        )
    return name


def network_bytes(checkpoint: Path, change: Change, format: str) -> bytes:
    """Return the edited network as a file: a "pth" state dict or "safetensors".

    Raises ValueError for another format and for an unreadable checkpoint.
    """
    if format not in NETWORK_FORMATS:
        raise ValueError(f"format must be one of {', '.join(NETWORK_FORMATS)}, got {format!r}")
    state = edited_state(checkpoint, change)
    if format == "safetensors":
        from safetensors import safe_open
        from safetensors.numpy import save

        with safe_open(str(checkpoint), framework="numpy") as archive:
            return save(state, archive.metadata())
    import torch

    stream = io.BytesIO()
    torch.save({name: torch.from_numpy(array) for name, array in state.items()}, stream)
    return stream.getvalue()


def file_stem(comparison: Comparison) -> str:
    """Name a file after model, classes, damping, method and what was edited."""
    spec = comparison.spec
    pair = "-".join(str(label) for label in comparison.merged)
    edited = "weights-bias" if spec.edit_bias else "weights"
    method = "" if spec.operation.method == DEFAULT_METHOD else f"_{spec.operation.method}"
    trimmed = "_trimmed" if spec.trim_outliers else ""
    return (
        f"{spec.model}_merge-{pair}_damping-{spec.operation.damping:g}{method}_{edited}"
        f"_fit-on-{spec.fit_split}{trimmed}"
    )


def figures_csv(comparison: Comparison) -> str:
    """Return every figure of a comparison as CSV, one a row, in full precision."""
    spec, names = comparison.spec, comparison.bundle.class_names
    merged = " + ".join(names[label] for label in comparison.merged)
    edited = "weights and bias" if spec.edit_bias else "weights"
    operation = spec.operation
    edit = (spec.model, merged, operation.damping, operation.method, edited)
    return csv_text((*COLUMNS, *EDIT), ((*row, *edit) for row in _rows(comparison)))


def _rows(comparison: Comparison) -> Iterator[tuple[object, ...]]:
    names = comparison.bundle.class_names
    for side, figures in (("before", comparison.before), ("after", comparison.after)):
        for figure in (
            "strict_accuracy",
            "merged_accuracy",
            "merged_recall",
            "bystander_accuracy",
            "prototype_accuracy",
        ):
            yield _rate_row(figure, "", side, getattr(figures, figure))
        yield _row("told_apart", side, figures.told_apart.value)
        for name, rate in zip(names, figures.per_class_recall, strict=True):
            yield _rate_row("recall", name, side, rate)
        yield _row("cosine", side, figures.cosine)
        yield _row("cosine_test", side, figures.cosine_test)
        for figure in ("attack_success", "genuine_accept"):
            pairs: PairShare | None = getattr(figures, figure)
            if pairs is not None and pairs.value is not None:
                yield (figure, "", side, pairs.value, pairs.matches, pairs.pairs, "", "")
        yield _row("benign_accuracy", side, figures.benign_accuracy)
    yield _rate_row("merged_ceiling", "", "", comparison.merged_ceiling)
    yield _row("merge_cost", "", comparison.merge_cost)
    fall = comparison.fall
    for part in ("lost", "bystanders", "third_class", "swaps"):
        count = getattr(fall, part)
        yield (f"fall_{part}", "", "", count / fall.total, count, fall.total, "", "")
    landing = names[comparison.landing_class]
    yield _rate_row("landing_class", landing, "after", comparison.landing_share)
    predicted = names[comparison.predicted_landing_class]
    yield ("predicted_landing_class", predicted, "after", "", "", "", "", "")
    yield _rate_row("flip_rate", "", "", comparison.flips.rate)
    yield _rate_row("harmful_flip_rate", "", "", comparison.flips.harmful)
    yield _row("divergence_mean", "", comparison.divergence.mean)
    yield _row("divergence_p95", "", comparison.divergence.p95)
    for figure in ("strict", "merged", "bystanders"):
        test: McNemar = getattr(comparison, f"mcnemar_{figure}")
        yield (f"mcnemar_{figure}_p", "", "", test.p_value, "", test.lost + test.gained, "", "")
    for label, centroid in zip(comparison.merged, comparison.fitted, strict=True):
        kept, total = centroid.kept, centroid.total
        yield ("centroid_kept", names[label], "", kept / total, kept, total, "", "")
    for one in comparison.judgement.criteria:
        for column in ("unedited", "reached", "needed"):
            share: Fraction | None = getattr(one, column)
            yield _row(f"criterion_{one.name}", column, None if share is None else float(share))
        yield (f"criterion_{one.name}", "", "met", int(one.met), "", "", "", "")
    yield ("verdict", comparison.verdict.name.lower(), "after", int(comparison.verdict), *[""] * 4)
    yield ("clean", "", "after", int(comparison.is_clean), "", "", "", "")
    yield _row("centroid_survival", "after", comparison.centroid_survival)
    yield _row("centroid_length_left", "after", comparison.shortest_centroid)


def _rate_row(figure: str, name: str, side: str, rate: Rate) -> tuple[object, ...]:
    value = "" if rate.value is None else rate.value
    return (figure, name, side, value, rate.successes, rate.total, rate.low, rate.high)


def _row(figure: str, side: str, value: float | None) -> tuple[object, ...]:
    return (figure, "", side, "" if value is None else value, "", "", "", "")
