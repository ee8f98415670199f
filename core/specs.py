"""What is asked for: an edit, and what of it is drawn; frozen, hashable, validated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from weight_surgery.core.checks import boolean, integer, one_of, shown, text_of
from weight_surgery.core.methods import METHODS
from weight_surgery.core.surgery import check_damping

KINDS = ("merge",)
DEFAULT_METHOD = "paper"
FIT_SPLITS = ("fit", "test")
AXES = ("surgery", "pca")
PLANES = ("surgery", "seed")
LEAST_POINTS, MOST_POINTS = 10, 100_000
# A model is named by a file.
LONGEST_NAME = 255


@dataclass(frozen=True)
class Operation:
    """One step of surgery: merge two classes, leaving `damping` of what sets them apart.

    classes: two different class indices; damping in [0, 1]; method: one of `core.methods`.
    """

    kind: str = "merge"
    classes: tuple[int, ...] = (3, 6)
    damping: float = 1e-5
    method: str = DEFAULT_METHOD

    def __post_init__(self) -> None:
        one_of("operation", self.kind, KINDS)
        if not isinstance(self.classes, (tuple, list)) or len(self.classes) != 2:
            raise ValueError(f"a merge takes two classes, got {shown(self.classes)}; name two")
        classes = tuple(integer("a class", value) for value in self.classes)
        if classes[0] == classes[1]:
            raise ValueError("the two classes are the same; choose two different ones")
        object.__setattr__(self, "classes", classes)
        object.__setattr__(self, "damping", check_damping(self.damping))
        one_of("method", self.method, tuple(METHODS))

    def to_text(self) -> str:
        """Return the operation as in a link: merge:3-6:1e-05, and its method unless the paper's."""
        text = f"{self.kind}:{'-'.join(map(str, self.classes))}:{self.damping!r}"
        return text if self.method == DEFAULT_METHOD else f"{text}:{self.method}"

    @classmethod
    def from_text(cls, text: str) -> Operation:
        """Read what `to_text` wrote. Raises ValueError for anything else."""
        try:
            kind, classes, damping, *rest = text.split(":")
            (method,) = rest or [DEFAULT_METHOD]
            pair = tuple(int(value) for value in classes.split("-"))
            share = float(damping)
        except ValueError:
            raise ValueError(
                f"operation {shown(text)} is not of the form merge:3-6:1e-05 (classes, damping), "
                "with a method after it or none"
            ) from None
        return cls(kind, pair, share, method)


@dataclass(frozen=True)
class SurgerySpec:
    """An edit of one model.

    edit_bias: edit the bias too; trim_outliers: fit centroids on inliers only; fit_split: where
    centroids are fitted, "fit" (training images) or "test" (as the notebook).
    """

    model: str = "mnist-3d"
    operations: tuple[Operation, ...] = (Operation(),)
    edit_bias: bool = True
    trim_outliers: bool = False
    fit_split: str = "fit"

    def __post_init__(self) -> None:
        if not text_of("model", self.model, LONGEST_NAME):
            raise ValueError("model must be the name of a model, got none")
        operations = tuple(self.operations)
        if len(operations) != 1 or not isinstance(operations[0], Operation):
            raise ValueError(f"operations must be one Operation, got {len(operations)}")
        object.__setattr__(self, "operations", operations)
        boolean("edit_bias", self.edit_bias)
        if not self.edit_bias and self.operation.method != DEFAULT_METHOD:
            raise ValueError(
                f"the method {self.operation.method} edits the bias too; edit it, or choose the "
                f"method {DEFAULT_METHOD}"
            )
        boolean("trim_outliers", self.trim_outliers)
        one_of("fit_split", self.fit_split, FIT_SPLITS)

    @property
    def operation(self) -> Operation:
        """The one operation of today's specs."""
        return self.operations[0]

    def with_operation(self, **changes: Any) -> SurgerySpec:
        """Return the same spec with fields of its operation replaced."""
        return replace(self, operations=(replace(self.operation, **changes),))


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
