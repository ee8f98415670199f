"""What the user asked for: frozen, hashable, validated; to and from JSON and the URL query."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from typing import Any
from urllib.parse import parse_qs, urlencode

from weight_surgery.core.checks import boolean, flag, integer, number, one_of, shown, text_of
from weight_surgery.core.surgery import check_damping

KINDS = ("merge",)
FIT_SPLITS = ("fit", "test")
AXES = ("surgery", "pca")
PLANES = ("surgery", "seed")
VIEWS = ("pair", "atlas", "models")
COLORS = ("class", "correct", "changed", "confidence")
SHOWN = ("all", "pair", "changed", "misread")
SCENES = ("twins", "overlay")
SIDES = ("before", "after")
TABS = ("classes", "curve", "samples", "confusion", "method")
FIGURES = (
    *("merge_cost", "merged_recall", "told_apart", "bystander_change", "worst_bystander_change"),
    *("merged_accuracy", "strict_accuracy", "prototype_accuracy"),
    *("attack_success", "genuine_accept", "flip_rate", "cosine"),
)
STORY_STEPS = 7
LEAST_POINTS, MOST_POINTS = 10, 100_000
# A model is named by a file. One character may be twelve of a link or of JSON.
LONGEST_NAME, LONGEST_QUERY, LONGEST_JSON = 255, 4000, 8000


@dataclass(frozen=True)
class Operation:
    """One step of surgery: merge two classes, leaving `damping` of their direction.

    classes: two different class indices; damping in [0, 1].
    """

    kind: str = "merge"
    classes: tuple[int, ...] = (3, 6)
    damping: float = 1e-5

    def __post_init__(self) -> None:
        one_of("operation", self.kind, KINDS)
        if not isinstance(self.classes, (tuple, list)) or len(self.classes) != 2:
            raise ValueError(f"a merge takes two classes, got {shown(self.classes)}; name two")
        classes = tuple(integer("a class", value) for value in self.classes)
        if classes[0] == classes[1]:
            raise ValueError("the two classes are the same; choose two different ones")
        object.__setattr__(self, "classes", classes)
        object.__setattr__(self, "damping", check_damping(self.damping))

    def to_text(self) -> str:
        """Return the operation as in a link: merge:3-6:1e-05."""
        return f"{self.kind}:{'-'.join(map(str, self.classes))}:{self.damping!r}"

    @classmethod
    def from_text(cls, text: str) -> Operation:
        """Read what `to_text` wrote. Raises ValueError for anything else."""
        try:
            kind, classes, damping = text.split(":")
            pair = tuple(int(value) for value in classes.split("-"))
            share = float(damping)
        except ValueError:
            raise ValueError(
                f"operation {shown(text)} is not of the form merge:3-6:1e-05 (classes, damping)"
            ) from None
        return cls(kind, pair, share)


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
class ViewSpec:
    """What the page shows: an edit, and how it is looked at.

    points: samples drawn in each scene; axes: "surgery" or "pca", for more than 3 dimensions;
    plane: of the unit circles, "surgery" or "seed"; view: "pair", "atlas" or "models"; color: what
    the samples' color says; shown: which of them are drawn; scenes: side by side ("twins") or one
    over the other ("overlay"); sample: index of the pinned test sample; story: the step of the
    story that is told, 0 for none; present: without controls, in large type; embed: for a slide;
    figure: what the atlas shows; at: its own damping, where that is not the edit's; tab: what is
    below the stage, and full: whether it is open to its full height; side: which scene is shown
    where there is room for one.
    """

    surgery: SurgerySpec = SurgerySpec()
    points: int = 2000
    axes: str = "surgery"
    plane: str = "surgery"
    view: str = "pair"
    color: str = "class"
    shown: str = "all"
    scenes: str = "twins"
    sample: int | None = None
    story: int = 0
    present: bool = False
    embed: bool = False
    figure: str = "merge_cost"
    at: float | None = None
    tab: str = "classes"
    full: bool = False
    side: str = "after"

    def __post_init__(self) -> None:
        self._hold("points", integer("points", self.points, LEAST_POINTS, MOST_POINTS))
        one_of("axes", self.axes, AXES)
        one_of("plane", self.plane, PLANES)
        one_of("view", self.view, VIEWS)
        one_of("color", self.color, COLORS)
        one_of("shown", self.shown, SHOWN)
        one_of("scenes", self.scenes, SCENES)
        if self.sample is not None:
            self._hold("sample", integer("sample", self.sample))
        self._hold("story", integer("story", self.story, 0, STORY_STEPS))
        boolean("present", self.present)
        boolean("embed", self.embed)
        one_of("figure", self.figure, FIGURES)
        one_of("tab", self.tab, TABS)
        boolean("full", self.full)
        one_of("side", self.side, SIDES)
        if self.at is not None:
            self._hold("at", check_damping(self.at))

    def _hold(self, name: str, value: float) -> None:
        object.__setattr__(self, name, value)

    def to_json(self) -> str:
        """Return the view as a JSON object."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> ViewSpec:
        """Read what `to_json` wrote. Raises ValueError for anything else."""
        text = text_of("a view", text, LONGEST_JSON)
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            raise ValueError("this is not a view written by this program: it is no JSON") from None
        try:
            surgery = {**data.pop("surgery")}
            operations = tuple(
                Operation(entry["kind"], tuple(entry["classes"]), entry["damping"])
                for entry in surgery.pop("operations")
            )
            return cls(SurgerySpec(operations=operations, **surgery), **data)
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"this is not a view written by this program: {error}") from error

    @property
    def measured(self) -> ViewSpec:
        """The part of the view that samples, figures and captions follow from."""
        return ViewSpec(self.surgery, self.points, self.axes, self.plane)

    def to_query(self) -> str:
        """Return the view as a URL query, without the question mark.

        What later views add is left out while it has its default, so old links stay the same.
        """
        spec = self.surgery
        query: dict[str, Any] = {
            "model": spec.model,
            "op": [operation.to_text() for operation in spec.operations],
            "bias": int(spec.edit_bias),
            "trim": int(spec.trim_outliers),
            "fit": spec.fit_split,
            "points": self.points,
            "axes": self.axes,
        }
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name not in ("surgery", *query) and value != field.default:
                query[field.name] = int(value) if isinstance(value, bool) else value
        return urlencode(query, doseq=True, safe=":-")

    @classmethod
    def from_query(cls, query: str) -> ViewSpec:
        """Read a URL query; what it does not name has its default.

        Raises ValueError saying which part cannot be read.
        """
        query = text_of("a link", query, LONGEST_QUERY)
        given = parse_qs(query.lstrip("?"), keep_blank_values=True)
        last = {name: values[-1] for name, values in given.items()}
        default = cls()
        operations = tuple(Operation.from_text(text) for text in given.get("op", []))
        surgery = SurgerySpec(
            model=last.get("model", default.surgery.model),
            operations=operations or default.surgery.operations,
            edit_bias=flag("bias", last.get("bias", "1")),
            trim_outliers=flag("trim", last.get("trim", "0")),
            fit_split=last.get("fit", default.surgery.fit_split),
        )
        return cls(
            surgery,
            integer("points", last.get("points", default.points), LEAST_POINTS, MOST_POINTS),
            last.get("axes", default.axes),
            last.get("plane", default.plane),
            last.get("view", default.view),
            last.get("color", default.color),
            last.get("shown", default.shown),
            last.get("scenes", default.scenes),
            integer("sample", last["sample"]) if "sample" in last else None,
            integer("story", last.get("story", 0), 0, STORY_STEPS),
            flag("present", last.get("present", "0")),
            flag("embed", last.get("embed", "0")),
            last.get("figure", default.figure),
            number("at", last["at"]) if "at" in last else None,
            last.get("tab", default.tab),
            flag("full", last.get("full", "0")),
            last.get("side", default.side),
        )


def notebook_view(model: str, points: int = 2000) -> ViewSpec:
    """Return the view that does what the notebook does: 3 and 6, trimmed, fitted on test."""
    spec = SurgerySpec(model, edit_bias=False, trim_outliers=True, fit_split="test")
    return ViewSpec(spec, points, plane="seed")
