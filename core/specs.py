"""What is asked for: an edit, and what of it is drawn; frozen, hashable, validated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from weight_surgery.core.checks import boolean, integer, one_of, shown, text_of
from weight_surgery.core.methods import METHODS
from weight_surgery.core.surgery import check_damping

# How many classes each kind of operation takes.
KINDS = {"merge": 2, "shatter": 1}
DEFAULT_METHOD = "paper"
FIT_SPLITS = ("fit", "test")
AXES = ("surgery", "pca")
PLANES = ("surgery", "seed")
LEAST_POINTS, MOST_POINTS = 10, 100_000
MOST_OPERATIONS = 60
# A model is named by a file.
LONGEST_NAME = 255
OFF = "off"


@dataclass(frozen=True)
class Operation:
    """One step of surgery: merge two classes or shatter one, leaving `damping` of what is taken.

    classes: two different class indices, each standing for its group where it is in one, or the one
    to shatter; damping in [0, 1]; method: of a merge, one of `core.methods`; on: whether it is done
    at all, or only kept.
    """

    kind: str = "merge"
    classes: tuple[int, ...] = (3, 6)
    damping: float = 1e-5
    method: str = DEFAULT_METHOD
    on: bool = True

    def __post_init__(self) -> None:
        one_of("operation", self.kind, tuple(KINDS))
        wanted = KINDS[self.kind]
        if not isinstance(self.classes, (tuple, list)) or len(self.classes) != wanted:
            words = "two classes" if wanted == 2 else "one class"
            raise ValueError(
                f"a {self.kind} takes {words}, got {shown(self.classes)}; name "
                f"{'two' if wanted == 2 else 'one'}"
            )
        classes = tuple(integer("a class", value) for value in self.classes)
        if len(set(classes)) < len(classes):
            raise ValueError("the two classes are the same; choose two different ones")
        object.__setattr__(self, "classes", classes)
        object.__setattr__(self, "damping", check_damping(self.damping))
        one_of("method", self.method, tuple(METHODS))
        if self.kind == "shatter" and self.method != DEFAULT_METHOD:
            raise ValueError(
                f"a class is shattered in one way, {DEFAULT_METHOD}; got the method {self.method}"
            )
        boolean("on", self.on)

    def to_text(self) -> str:
        """Return the operation as in a link: merge:3-6:1e-05, shatter:3:0.0.

        Its method follows unless it is the paper's, and "off" where it is not done.
        """
        text = f"{self.kind}:{'-'.join(map(str, self.classes))}:{self.damping!r}"
        more = [] if self.on and self.method == DEFAULT_METHOD else [self.method]
        return ":".join([text, *more, *([] if self.on else [OFF])])

    @classmethod
    def from_text(cls, text: str) -> Operation:
        """Read what `to_text` wrote. Raises ValueError for anything else."""
        try:
            kind, classes, damping, *rest = text.split(":")
            method, state = (*rest, *(DEFAULT_METHOD, "")[len(rest) :])
            if state not in ("", OFF):
                raise ValueError(state)
            chosen = tuple(int(value) for value in classes.split("-"))
            share = float(damping)
        except ValueError:
            raise ValueError(
                f"operation {shown(text)} is not of the form merge:3-6:1e-05 or shatter:3:0.0 "
                "(classes, damping), with a method after it or none, and off after that"
            ) from None
        return cls(kind, chosen, share, method, not state)


@dataclass(frozen=True)
class SurgerySpec:
    """An edit of one model: operations in order, each fitted where those before it left everything.

    edit_bias: edit the bias too; trim_outliers: fit centroids on inliers only; fit_split: where
    centroids are fitted, "fit" (training images) or "test" (as the notebook); hand: the place of
    the operation whose damping is played with and along which pictures look, the last that is on
    unless another is named; repair: re-estimate the classifier from prototypes of the fit split.
    """

    model: str = "mnist-3d"
    operations: tuple[Operation, ...] = (Operation(),)
    edit_bias: bool = True
    trim_outliers: bool = False
    fit_split: str = "fit"
    hand: int | None = None
    repair: bool = False

    def __post_init__(self) -> None:
        if not text_of("model", self.model, LONGEST_NAME):
            raise ValueError("model must be the name of a model, got none")
        object.__setattr__(self, "operations", _operations(self.operations))
        boolean("edit_bias", self.edit_bias)
        other = next((one for one in self.operations if one.method != DEFAULT_METHOD), None)
        if not self.edit_bias and other is not None:
            raise ValueError(
                f"the method {other.method} edits the bias too; edit it, or choose the "
                f"method {DEFAULT_METHOD}"
            )
        boolean("trim_outliers", self.trim_outliers)
        boolean("repair", self.repair)
        one_of("fit_split", self.fit_split, FIT_SPLITS)
        on = [place for place, one in enumerate(self.operations) if one.on]
        hand = on[-1] if self.hand is None else integer("hand", self.hand)
        if hand not in on:
            raise ValueError(
                f"the operation in the hand must be one that is on, of 0…{len(self.operations) - 1}"
                f"; got {hand}"
            )
        object.__setattr__(self, "hand", hand)

    @property
    def operation(self) -> Operation:
        """The operation in the hand."""
        return self.operations[self.hand or 0]

    @property
    def is_plan(self) -> bool:
        """Whether it is more than one merge."""
        return len(self.operations) > 1 or self.operation.kind != "merge"

    @property
    def is_pair(self) -> bool:
        """Whether it is one merge and no repair: what an atlas measures."""
        return not self.is_plan and not self.repair

    @property
    def alone(self) -> SurgerySpec:
        """The same spec with the operation in the hand alone, without repair."""
        return replace(self, operations=(self.operation,), hand=None, repair=False)

    @property
    def is_last(self) -> bool:
        """Whether no operation that is on follows the one in the hand."""
        return not any(one.on for one in self.operations[(self.hand or 0) + 1 :])

    def with_operation(self, **changes: Any) -> SurgerySpec:
        """Return the same spec with fields of the operation in the hand replaced."""
        changed = list(self.operations)
        changed[self.hand or 0] = replace(self.operation, **changes)
        return replace(self, operations=tuple(changed))


def _operations(given: Sequence[Operation]) -> tuple[Operation, ...]:
    operations = tuple(given)
    if not 1 <= len(operations) <= MOST_OPERATIONS:
        raise ValueError(f"an edit has 1 to {MOST_OPERATIONS} operations, got {len(operations)}")
    for one in operations:
        if not isinstance(one, Operation):
            raise ValueError(f"operations must be Operations, got {shown(one)}")
    if not any(one.on for one in operations):
        raise ValueError("no operation is on; switch one on, there is nothing to show otherwise")
    return operations


@dataclass(frozen=True)
class SceneSpec:
    """What is drawn of an edit.

    points: samples in each scene; axes: "surgery" or "pca", for more than 3 dimensions; plane: of
    the unit circles, "surgery" or "seed".
    """

    points: int = 2000
    axes: str = "surgery"
    plane: str = "surgery"

    def __post_init__(self) -> None:
        points = integer("points", self.points, LEAST_POINTS, MOST_POINTS)
        object.__setattr__(self, "points", points)
        one_of("axes", self.axes, AXES)
        one_of("plane", self.plane, PLANES)
