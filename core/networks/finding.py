"""Which of a network's layers an edit goes into, found on one batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from torch import nn

from weight_surgery.core.folds import Folds
from weight_surgery.core.networks.between import near
from weight_surgery.core.networks.heads import Asked, head_of, name_of
from weight_surgery.core.networks.outputs import Pick
from weight_surgery.core.networks.reading import reading_of, squash_of
from weight_surgery.core.networks.tracing import Call, array_of, is_shared


@dataclass(frozen=True)
class Found:
    """Where a network's edit goes, whether it normalises, and where embeddings are seen.

    source: the part whose inputs are features, or whose outputs where is_output; None is the
    network's own output. squash: as `core.networks.reading` has it; pick: which of its outputs.
    """

    folds: Folds
    normalise: bool
    source: str | None
    is_output: bool
    squash: str = ""
    pick: Pick = None


def find(
    network: nn.Module, calls: Sequence[Call], outputs: np.ndarray, rows: int | None, asked: Asked
) -> Found:
    """Find head and classifier. rows: of the classes that there are, None if that is not known.

    Raises ValueError naming what is in the way.
    """
    if asked.classifier is False or (
        asked.classifier is None and _ends_in_embedding(outputs, rows)
    ):
        return _verifier(network, calls, outputs, asked)
    if asked.classifier is None:
        return _classifier(network, calls, outputs, asked, *_last(network, calls, outputs))
    name = name_of(network, asked.classifier, "classifier")
    call = next((one for one in calls if one.name == name), None)
    return _classifier(network, calls, outputs, asked, name, call)


def picked(
    network: nn.Module, calls: Sequence[Call], outputs: Mapping[Pick, np.ndarray], asked: Asked
) -> Pick:
    """Return which of several outputs it is: the named classifier's, else the last layer's, else
    `logits`, else the first.
    """
    makers = [call for call in reversed(calls) if call.weight is not None]
    if asked.classifier is not None and asked.classifier is not False:
        name = name_of(network, asked.classifier, "classifier")
        makers = [call for call in makers if call.name == name]
    for pick, one in outputs.items():
        if makers and near(one, makers[0].outputs):
            return pick
    return "logits" if "logits" in outputs else next(iter(outputs))


def width_of(found: Found, calls: Sequence[Call], outputs: np.ndarray) -> int:
    """Return how many numbers an embedding is."""
    if found.source is None:
        return outputs.shape[1]
    call = next(one for one in calls if one.name == found.source)
    is_behind = found.is_output or found.folds.head is not None
    return (call.outputs if is_behind else call.inputs).shape[1]


def _ends_in_embedding(outputs: np.ndarray, rows: int | None) -> bool:
    """Whether outputs are of length 1, or not one a class."""
    if outputs.shape[1] == 1 or squash_of(outputs):
        return False
    of_unit_length = near(np.linalg.norm(outputs, axis=1), np.ones(len(outputs)))
    return of_unit_length or (rows is not None and outputs.shape[1] != rows)


def _last(
    network: nn.Module, calls: Sequence[Call], outputs: np.ndarray
) -> tuple[str, Call | None]:
    """Return the last layer with a row a logit, else the last parameter of that shape."""
    columns = outputs.shape[1]
    for call in reversed(calls):
        if call.is_computed and call.outputs.shape[-1] == columns:
            raise ValueError(
                f"{call.name} computes its weight anew each time (weight_norm, spectral_norm), so "
                "nothing in it can be edited; make it plain first, with torch.nn.utils."
                f'parametrize.remove_parametrizations(layer, "weight") or remove_weight_norm'
            )
        if call.weight is not None and len(call.weight) == columns:
            return call.name, call
    named = [
        name
        for name, one in network.named_parameters()
        if one.ndim == 2 and len(one) == columns and one.shape[1] > 1
        if "parametrizations" not in name
    ]
    if not named:
        last = f"{type(calls[-1].module).__name__} ({calls[-1].name})" if calls else "nothing known"
        raise ValueError(
            f"no layer or parameter has one row for each of the {columns} logits; the network "
            f"ends in {last}. Name the one that classifies with classifier=, or give "
            "classifier=False where it ends in its embedding"
        )
    return named[-1], None


def _classifier(
    network: nn.Module,
    calls: Sequence[Call],
    outputs: np.ndarray,
    asked: Asked,
    name: str,
    call: Call | None,
) -> Found:
    """Return where the edit goes in front of a classifier, a layer or a bare parameter."""
    is_bare = call is None or call.weight is None
    if call is not None and call.weight is not None:
        weight, offset, read = call.weight, call.bias, call.inputs
        before, source, is_output = list(calls[: calls.index(call)]), call.name, False
    else:
        weight = _parameter(network, name)
        offset = np.zeros(len(weight))
        last = _last_of_width(calls, weight.shape[1], name)
        read, source, is_output = last.outputs, last.name, True
        before = list(calls[: calls.index(last) + 1])
    _check_rows(outputs, weight, name)
    reading = reading_of(outputs, read, weight, offset, asked.normalise, asked.scale)
    if reading is None and asked.normalise:
        # It may have been normalised before it came here.
        reading = reading_of(outputs, read, weight, offset, False, asked.scale)
    if reading is None:
        raise ValueError(
            f"the network's output is not what {name} makes of its embedding, neither by scalar "
            "products nor by cosines, with one scale; name another layer with classifier=, or "
            "say normalise= and scale="
        )
    head, behind = head_of(network, before, read, asked)
    folds = Folds(
        head=head,
        classifier=name,
        batch_norm=behind.batch_norm,
        eps=behind.eps,
        is_parameter=is_bare,
        is_cosine=reading.is_cosine,
        is_one_row=outputs.shape[1] == 1,
        is_shared=is_shared(network, name if is_bare else f"{name}.weight".lstrip(".")),
        inside=1.0 if reading.normalise else behind.factor,
        outside=reading.scale,
    )
    normalise = reading.normalise or behind.normalise
    if asked.normalise and not normalise:
        raise ValueError(
            f"nothing brings the embedding to length 1 before {name} reads it; leave normalise out"
        )
    if head is not None:
        source, is_output = head, False
    return Found(folds, normalise, source, is_output, reading.squash)


def _verifier(
    network: nn.Module, calls: Sequence[Call], outputs: np.ndarray, asked: Asked
) -> Found:
    """Return where the edit goes in a network that ends in its embedding."""
    if asked.normalise is False:
        raise ValueError(
            "a network that ends in its embedding is classified by the cosine to each class's "
            "prototype; leave normalise out, or give its embeddings to from_embeddings"
        )
    head, behind = head_of(network, list(calls), outputs, asked)
    folds = Folds(head=head, classifier=None, batch_norm=behind.batch_norm, eps=behind.eps)
    return Found(folds, True, head, False)


def _last_of_width(calls: Sequence[Call], width: int, name: str) -> Call:
    for call in reversed(calls):
        if call.outputs.ndim == 2 and call.outputs.shape[1] == width:
            return call
    raise ValueError(f"no part of the network gives the {width} numbers that {name} reads")


def _parameter(network: nn.Module, name: str) -> np.ndarray:
    found = dict(network.named_parameters()).get(name)
    if found is None or found.ndim != 2:
        raise ValueError(
            f"{name} is neither a linear layer that was called on the batch nor a parameter with "
            "one row a class; give another as classifier="
        )
    return array_of(found)


def _check_rows(outputs: np.ndarray, weight: np.ndarray, name: str) -> None:
    if len(weight) != outputs.shape[1]:
        raise ValueError(
            f"{name} has {len(weight)} rows, and the network gives {outputs.shape[1]} logits; "
            "the classifier must have one row a logit"
        )
