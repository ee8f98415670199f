"""What the page shows: frozen, hashable, validated; to and from JSON and the URL query."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from typing import Any
from urllib.parse import parse_qs, urlencode

from weight_surgery.core.checks import boolean, flag, integer, number, one_of, real, text_of
from weight_surgery.core.specs import (
    LEAST_POINTS,
    MOST_POINTS,
    Operation,
    SceneSpec,
    SurgerySpec,
)

VIEWS = ("pair", "atlas", "models")
COLORS = ("class", "group", "correct", "changed", "confidence")
SHOWN = ("all", "pair", "changed", "misread")
SCENES = ("twins", "overlay")
SIDES = ("before", "after")
TABS = (
    *("classes", "curve", "samples", "confusion", "method", "plan"),
    *("verification", "collateral", "evidence"),
)
FIGURES = (
    *("merge_cost", "merged_recall", "told_apart", "bystander_change", "worst_bystander_change"),
    *("merged_accuracy", "strict_accuracy", "prototype_accuracy"),
    *("attack_success", "genuine_accept", "flip_rate", "cosine"),
)
STORY_STEPS = 8
# One character of a model's name may be twelve of a link or of JSON.
LONGEST_QUERY, LONGEST_JSON = 4000, 8000


def names_in(query: str) -> set[str]:
    """Return the names of all that a query gives."""
    return set(parse_qs(query.lstrip("?"), keep_blank_values=True))


@dataclass(frozen=True)
class View:
    """What the page shows: an edit, and how it is looked at.

    points, axes, plane: what is drawn, as a SceneSpec has it; view: "pair", "atlas" or "models";
    color: what the samples' color says; shown: which of them are drawn; scenes: side by side
    ("twins") or one over the other ("overlay"); sample: index of the pinned test sample; story: the
    step of the story that is told, 0 for none; present: without controls, in large type; embed: for
    a slide; figure: what the atlas shows; at: its own damping, where that is not the edit's; tab:
    what is below the stage, and full: whether it is open to its full height; side: which scene is
    shown where there is room for one; best: whether the atlas shows each pair at its own best
    damping; methods: and by the method that is best for it.
    """

    surgery: SurgerySpec = field(default_factory=SurgerySpec)
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
    best: bool = False
    methods: bool = False

    def __post_init__(self) -> None:
        self._hold("points", self.scene.points)
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
        boolean("best", self.best)
        boolean("methods", self.methods)
        if self.at is not None:
            self._hold("at", real("at", self.at, 0, 1))

    def _hold(self, name: str, value: float) -> None:
        object.__setattr__(self, name, value)

    def to_json(self) -> str:
        """Return the view as a JSON object."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> View:
        """Read what `to_json` wrote. Raises ValueError for anything else."""
        text = text_of("a view", text, LONGEST_JSON)
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            raise ValueError("this is not a view written by this program: it is no JSON") from None
        try:
            surgery = {**data.pop("surgery")}
            operations = tuple(
                Operation(**{**entry, "classes": tuple(entry["classes"])})
                for entry in surgery.pop("operations")
            )
            return cls(SurgerySpec(operations=operations, **surgery), **data)
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"this is not a view written by this program: {error}") from error

    @property
    def scene(self) -> SceneSpec:
        """What is drawn of the edit."""
        return SceneSpec(self.points, self.axes, self.plane)

    @property
    def measured(self) -> View:
        """The part of the view that samples, figures and captions follow from."""
        return View(self.surgery, self.points, self.axes, self.plane)

    def to_query(self) -> str:
        """Return the view as a URL query, without the question mark.

        What later views add is left out while it has its default, so old links stay the same.
        """
        spec = self.surgery
        query: dict[str, Any] = {
            "model": spec.model,
            "op": [operation.to_text() for operation in spec.operations],
            **({} if spec.is_last else {"hand": spec.hand}),
            "bias": int(spec.edit_bias),
            "trim": int(spec.trim_outliers),
            "fit": spec.fit_split,
            **({"repair": 1} if spec.repair else {}),
            "points": self.points,
            "axes": self.axes,
        }
        for known in fields(self):
            value = getattr(self, known.name)
            if known.name not in ("surgery", *query) and value != known.default:
                query[known.name] = int(value) if isinstance(value, bool) else value
        return urlencode(query, doseq=True, safe=":-")

    @classmethod
    def from_query(cls, query: str) -> View:
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
            hand=integer("hand", last["hand"]) if "hand" in last else None,
            repair=flag("repair", last.get("repair", "0")),
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
            flag("best", last.get("best", "0")),
            flag("methods", last.get("methods", "0")),
        )
