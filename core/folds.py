"""Where a bundle's layers lie in its network's own state, and what an edit changes there.

A bundle's head is what the classifier (or the normalisation) reads as one linear layer, and its
classifier what reads that. A network may hold them in other parts: a BatchNorm behind the layer, a
scale before or behind the classifier, rows that it brings to length 1 itself, one row for two
classes, or no head at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.change import Change
from weight_surgery.core.folded import TIE_FLOAT32, folded, reach_of, set_apart
from weight_surgery.core.geometry import unit

State = Mapping[str, np.ndarray]
# Of the largest offset: what rounding leaves of one that is nothing.
NOTHING = 1e-12


@dataclass(frozen=True)
class Folds:
    """Name the parts of a network that make a bundle's head and its classifier.

    head: a linear layer, or None where nothing is in front of the classifier; batch_norm: a
    BatchNorm behind it, with its `eps`; classifier: a layer, a bare parameter (is_parameter), or
    None where prototypes outside of the network classify. Its logits are
    outside * (rows . (inside * embedding) + offset), rows brought to length 1 where is_cosine;
    is_one_row: one row, of the second class less the first; is_shared: the classifier's rows are
    another part's, too; is_one_of: the network gives more than one output.
    """

    head: str | None
    classifier: str | None
    batch_norm: str | None = None
    eps: float = 0.0
    is_parameter: bool = False
    is_cosine: bool = False
    is_one_row: bool = False
    is_shared: bool = False
    is_one_of: bool = False
    inside: float = 1.0
    outside: float = 1.0

    @classmethod
    def of(cls, bundle: Bundle) -> Folds:
        """Read them off a bundle. Raises ValueError for one that names no layers."""
        kept = bundle.metadata.get("folds")
        known = {field.name for field in fields(cls)}
        if isinstance(kept, Mapping) and {"head", "classifier"} <= set(kept) <= known:
            return cls(**kept)
        head, classifier = bundle.metadata.get("head"), bundle.metadata.get("classifier")
        if kept is None and isinstance(head, str) and isinstance(classifier, str):
            return cls(head, classifier)
        raise ValueError(
            f"the model {bundle.name} does not say which layers of a network it was made of; make "
            "it anew with from_torch"
        )

    @property
    def entries(self) -> dict[str, Any]:
        """As metadata keep it."""
        return asdict(self)

    def layers(self, state: State) -> dict[str, np.ndarray]:
        """Return weight, bias and, of a classifier, classifier_weight and classifier_bias, float64.

        Of no head there is none. Raises ValueError where the state does not hold them.
        """
        found: dict[str, np.ndarray] = {}
        if self.head is not None:
            weight, bias = _layer(state, self.head)
            scale, shift = self._batch_norm(state, len(weight))
            found |= {"weight": scale[:, None] * weight, "bias": scale * bias + shift}
        if self.classifier is not None:
            rows, offset = self._classifier(state)
            rows = self.inside * self.outside * (unit(rows) if self.is_cosine else rows)
            offset = self.outside * offset
            if self.is_one_row:
                rows, offset = np.vstack([0 * rows, rows]), np.append(0.0, offset)
            found |= {"classifier_weight": rows, "classifier_bias": offset}
        return found

    def check(self, state: State, bundle: Bundle) -> None:
        """Raise ValueError unless a state is of the network that a bundle was made of."""
        for name, array in self.layers(state).items():
            kept = getattr(bundle, name)
            if array.shape != kept.shape or not np.array_equal(array.astype(np.float32), kept):
                raise ValueError(
                    f"this network is not the one that {bundle.name} was made of, or was trained "
                    "again since; make the bundle anew"
                )

    def edited(self, state: State, bundle: Bundle, change: Change) -> dict[str, np.ndarray]:
        """Return the entries of a state that a change edits, float64, by name.

        One that the state lacks is a bias that the layer has to be given.
        Raises ValueError for another network's state, and for a change that no entry can hold.
        """
        if self.needs_layer(bundle):
            raise ValueError(
                f"the model {bundle.name} has no linear layer that makes its embedding, so the "
                "edit needs one of its own, which the network's own parameters cannot hold; edit "
                "the network itself with weight_surgery.edit"
            )
        self.check(state, bundle)
        layers = self.layers(state)
        if self.head is None:
            return self._edited_classifier(state, layers, bundle, change, into_classifier=True)
        found = self._edited_head(state, layers, change)
        if change.rows or change.repair:
            found |= self._edited_classifier(state, layers, bundle, change, into_classifier=False)
        return found

    def needs_layer(self, bundle: Bundle) -> bool:
        """Whether nothing holds an edit of embeddings but a layer added for it."""
        if self.head is not None or self.is_parameter:
            return False
        return self.classifier is None or bundle.normalise or self.is_cosine or self.is_shared

    def around_layer(self, state: State, bundle: Bundle, change: Change) -> dict[str, np.ndarray]:
        """Return the entries that a change edits beside what a layer of its own holds."""
        self.check(state, bundle)
        if not (change.rows or change.repair):
            return {}
        layers = self.layers(state)
        return self._edited_classifier(state, layers, bundle, change, into_classifier=False)

    def _edited_head(self, state: State, layers: State, change: Change) -> dict[str, np.ndarray]:
        """Undo the BatchNorm behind an edited layer.

        With BN(z) = S z + t and an edit (M, o) of what it gives: W' = S^-1 M S W, b' = S^-1 M S b,
        and its own bias is M t + o + S mean.
        """
        assert self.head is not None
        weight, bias = change.head.edit(layers["weight"], layers["bias"])
        scale, _ = self._batch_norm(state, len(weight))
        own = f"{_prefix(self.head)}bias"
        found = {f"{_prefix(self.head)}weight": weight / scale[:, None]}
        if self.batch_norm is None:
            return found | _where_held(state, own, bias)
        mean = _array(state, f"{_prefix(self.batch_norm)}running_mean")
        if f"{_prefix(self.batch_norm)}bias" not in state:
            return found | _where_held(state, own, bias / scale + mean)
        inner = np.zeros(len(scale))
        if own in state:
            inner = change.head.map.matrix @ (scale * _array(state, own))
            found[own] = inner / scale
        return found | {f"{_prefix(self.batch_norm)}bias": bias - inner + scale * mean}

    def _edited_classifier(
        self,
        state: State,
        layers: State,
        bundle: Bundle,
        change: Change,
        into_classifier: bool,
    ) -> dict[str, np.ndarray]:
        if self.classifier is None:
            raise ValueError(
                f"the model {bundle.name} is classified by prototypes outside of the network, so "
                "nothing in it holds this edit; move the prototypes or the embeddings by the "
                "comparison's change instead"
            )
        if self.is_cosine or (into_classifier and bundle.normalise):
            way = "name the layer that makes the embedding with edit=, or " * into_classifier
            raise ValueError(
                f"the model {bundle.name} compares by cosine in {self.classifier}, which cannot "
                f"hold this edit; {way}take a method that moves the embeddings"
            )
        if self.is_shared:
            raise ValueError(
                f"the rows of {self.classifier} are another part's of {bundle.name}, too, so they "
                "cannot be edited alone; take a method that leaves the classifier as it is"
            )
        rows, offset = layers["classifier_weight"], layers["classifier_bias"]
        if into_classifier:
            rows, offset = folded(change, rows, offset, reach_of(bundle), TIE_FLOAT32)
        else:
            rows, offset = change.classifier(rows, offset)
            if self._has_bias(state):
                offset = set_apart(rows, offset, reach_of(bundle), TIE_FLOAT32)
        if self.is_one_row:
            rows, offset = rows[1:] - rows[:1], offset[1:] - offset[:1]
        rows, offset = rows / (self.inside * self.outside), offset / self.outside
        if not self.is_parameter:
            own = _prefix(self.classifier)
            return {f"{own}weight": rows} | _where_held(state, f"{own}bias", offset)
        if not _is_nothing(offset, rows):
            raise ValueError(
                f"{self.classifier} is a parameter with no bias beside it, which this edit needs; "
                "choose another method"
            )
        return {self.classifier: rows}

    def _batch_norm(self, state: State, dims: int) -> tuple[np.ndarray, np.ndarray]:
        """Return scale S (d,) and shift t (d,) of what is behind the head, 1 and 0 of nothing."""
        if self.batch_norm is None:
            return np.ones(dims), np.zeros(dims)
        own = _prefix(self.batch_norm)
        scale = 1 / np.sqrt(_array(state, f"{own}running_var") + self.eps)
        if f"{own}weight" in state:
            scale = scale * _array(state, f"{own}weight")
        shift = -scale * _array(state, f"{own}running_mean")
        if f"{own}bias" in state:
            shift = shift + _array(state, f"{own}bias")
        return scale, shift

    def _has_bias(self, state: State) -> bool:
        return f"{_prefix(self.classifier or '')}bias" in state and not self.is_parameter

    def _classifier(self, state: State) -> tuple[np.ndarray, np.ndarray]:
        assert self.classifier is not None
        if self.is_parameter:
            rows = _array(state, self.classifier)
            return rows, np.zeros(len(rows))
        rows, offset = _layer(state, self.classifier)
        return rows, 0 * offset if self.is_cosine else offset


def _prefix(name: str) -> str:
    """Return what the entries of a part begin with; a network that is one layer has no name."""
    return f"{name}." if name else ""


def _array(state: State, name: str) -> np.ndarray:
    if name not in state:
        raise ValueError(f"the network's state has no {name}; make the bundle anew")
    return np.asarray(state[name], float)


def _layer(state: State, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return a linear layer's weight and its bias, 0 of none."""
    weight, bias = _array(state, f"{_prefix(name)}weight"), f"{_prefix(name)}bias"
    return weight, _array(state, bias) if bias in state else np.zeros(len(weight))


def _where_held(state: State, name: str, bias: np.ndarray) -> dict[str, np.ndarray]:
    """Return a bias by its name, but for one that is nothing and that the state does not have."""
    return {} if name not in state and _is_nothing(bias, bias) else {name: bias}


def _is_nothing(offset: np.ndarray, beside: np.ndarray) -> bool:
    return bool(np.abs(offset).max() <= NOTHING * max(1.0, float(np.abs(beside).max())))
