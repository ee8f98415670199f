"""An edit as a file to take home: the network whole, or what the edit does to any."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.change import Change
from weight_surgery.core.comparison import Comparison
from weight_surgery.core.folded import folded, reach_of
from weight_surgery.core.folds import Folds, State
from weight_surgery.core.network_identity import check_network
from weight_surgery.core.state_dict import pth_bytes

NETWORK_FORMATS = ("pth", "safetensors")


def edited_state(checkpoint: Path, bundle: Bundle, change: Change) -> dict[str, np.ndarray]:
    """Return the network's parameters with what a change edits of it edited.

    checkpoint: safetensors of the network that the bundle was made of.
    Raises ValueError when it is of another one, and where its parameters cannot hold the edit.
    """
    with _opened(checkpoint) as lying:
        state = dict(lying)
    edited = _edited_entries(state, bundle, change)
    check_network(state, bundle)
    # safetensors writes the memory as it lies, so the order of axes has to be C.
    return state | {
        name: np.ascontiguousarray(array, dtype=state[name].dtype) for name, array in edited.items()
    }


def holds_edit(checkpoint: Path, bundle: Bundle, change: Change) -> bool:
    """Tell whether a network's own parameters can hold a change; reads those it edits alone."""
    try:
        with _opened(checkpoint) as lying:
            _edited_entries(lying, bundle, change)
    except ValueError:
        return False
    return True


def _edited_entries(state: State, bundle: Bundle, change: Change) -> dict[str, np.ndarray]:
    """Return the entries that a change edits. Raises ValueError for one that is not there."""
    edited = Folds.of(bundle).edited(state, bundle, change)
    if lacking := [name for name in edited if name not in state]:
        raise ValueError(
            f"the edit needs {lacking[0]}, which the network of {bundle.name} does not have, so a "
            "state dict of its class cannot hold it; edit the network itself with "
            "weight_surgery.edit, which adds it, or choose another method"
        )
    return edited


class _Lying(Mapping[str, np.ndarray]):
    """The tensors of an open safetensors file by name, each read when it is asked for."""

    def __init__(self, archive: Any) -> None:
        self._archive = archive
        self._names = frozenset(archive.keys())

    def __getitem__(self, name: str) -> np.ndarray:
        if name not in self._names:
            raise KeyError(name)
        return self._archive.get_tensor(name)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._names))

    def __len__(self) -> int:
        return len(self._names)


@contextmanager
def _opened(checkpoint: Path) -> Iterator[State]:
    """Open a checkpoint. Raises ValueError when it cannot be read."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(str(checkpoint), framework="numpy") as archive:
            yield _Lying(archive)
    except (SafetensorError, OSError) as error:
        raise ValueError(f"checkpoint {checkpoint} cannot be read: {error}") from error


def network_bytes(
    checkpoint: Path,
    comparison: Comparison,
    format: str,
    pth: Callable[[Mapping[str, np.ndarray]], bytes] = pth_bytes,
) -> bytes:
    """Return the edited network as a file: a "pth" state dict or "safetensors".

    pth: writes the first, here or elsewhere; the second needs no torch.
    Raises ValueError for another format, and as `edited_state` does.
    """
    if format not in NETWORK_FORMATS:
        raise ValueError(f"format must be one of {', '.join(NETWORK_FORMATS)}, got {format!r}")
    state = edited_state(checkpoint, comparison.bundle, comparison.change)
    if format == "safetensors":
        from safetensors import safe_open
        from safetensors.numpy import save

        with safe_open(str(checkpoint), framework="numpy") as archive:
            return save(state, archive.metadata())
    return pth(state)


def edit_arrays(comparison: Comparison) -> dict[str, np.ndarray]:
    """Return what an edit is, float64, by the names that a file has for it.

    matrix M (d, d) and offset t (d,): an embedding e becomes M e + t; embeddings_test (Nt, d): the
    moved ones; weight, bias: of the edited head, where there is one; coef_, intercept_: of the
    classifier as scikit-learn has them, with the edit in it where there is no head before it.
    """
    bundle, change = comparison.bundle, comparison.change
    moved = change.head.map
    found = {
        "matrix": moved.matrix,
        "offset": moved.offset,
        "embeddings_test": change.embeddings(bundle.embeddings_test),
        "labels_test": bundle.labels_test,
        "class_names": np.array(bundle.class_names),
    }
    rows, offset = bundle.classifier_weight.astype(float), bundle.classifier_bias.astype(float)
    if not bundle.has_identity_head:
        found["weight"], found["bias"] = change.head.edit(bundle.weight, bundle.bias)
        rows, offset = change.classifier(rows, offset)
    elif bundle.normalise:
        rows, offset = change.classifier(rows, offset)
    else:
        rows, offset = folded(change, rows, offset, reach_of(bundle))
    if len(rows) == 2 and not bundle.classifier_weight[0].any():
        rows, offset = rows[1:] - rows[:1], offset[1:] - offset[:1]
    return found | {"coef_": rows, "intercept_": offset}


def edit_bytes(comparison: Comparison) -> bytes:
    """Return `edit_arrays` as the content of an .npz file."""
    stream = io.BytesIO()
    np.savez_compressed(stream, allow_pickle=False, **edit_arrays(comparison))
    return stream.getvalue()
