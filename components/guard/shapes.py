"""What a page posts to a callback, by what was registered: which places, and nothing else.

A value itself may be anything; whoever computes with it reads it (`components.payload`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from weight_surgery.components import payload

# An output's name holds that of all its places.
LONGEST_NAME = 20_000
LONGEST_PLACE = 300
KEYS = {"output", "outputs", "inputs", "state", "changedPropIds", "parsedChangedPropsIds"}
ENTRY = {"id", "property", "value"}


@dataclass(frozen=True)
class Place:
    """A property of a component, of which a callback reads or sets the value."""

    id: str
    property: str

    def check(self, name: str, given: Any) -> None:
        """Raise ValueError unless an entry of a body names this place."""
        entry = payload.object_of(name, given)
        known = entry.get("property")
        # What several callbacks set is told apart by a hash behind it.
        of = known.partition("@")[0] if isinstance(known, str) else None
        if not entry.keys() <= ENTRY or (entry.get("id"), of) != (self.id, self.property):
            raise ValueError(f"{name} must be of {self.id}.{self.property}")


@dataclass(frozen=True)
class Shape:
    """What a body for one callback has.

    outputs: the places it sets; several: whether they are sent as a list, even of one.
    """

    outputs: tuple[Place, ...]
    several: bool
    inputs: tuple[Place, ...]
    state: tuple[Place, ...]

    def check(self, body: Mapping[str, Any]) -> None:
        """Raise ValueError where a body is not one that the page would make of this callback."""
        given = body.get("outputs", [] if self.several else None)
        _check_places("outputs", self.outputs, given if self.several else [given])
        _check_places("inputs", self.inputs, body.get("inputs"))
        _check_places("state", self.state, body.get("state", []))
        known = {f"{place.id}.{place.property}" for place in self.inputs}
        for key in ("changedPropIds", "parsedChangedPropsIds"):
            for one in payload.list_of(key, body.get(key, []), len(self.inputs)):
                if payload.text_of(f"an entry of {key}", one, LONGEST_PLACE) not in known:
                    raise ValueError(f"{key} must name inputs of this callback")


def check(callbacks: Mapping[str, Mapping[str, Any]], given: Any) -> None:
    """Raise ValueError unless a body is one that a page posts to one of an app's callbacks.

    callbacks: as Dash keeps them, by the name of their output.
    """
    body = payload.object_of("the request", given)
    name = payload.text_of("the output", body.get("output"), LONGEST_NAME)
    callback = callbacks.get(name)
    if callback is None or "callback" not in callback:
        raise ValueError("the server has nothing that sets this output")
    if not body.keys() <= KEYS:
        raise ValueError(f"the request must have no more than {', '.join(sorted(KEYS))}")
    shape_of(callback).check(body)


def shape_of(callback: Mapping[str, Any]) -> Shape:
    """Return what a body for a callback has, by what Dash keeps of it."""
    output = callback["output"]
    several = isinstance(output, (list, tuple))
    return Shape(
        tuple(_set(one) for one in (output if several else [output])),
        several,
        _read(callback["inputs"]),
        _read(callback["state"]),
    )


def _set(output: Any) -> Place:
    return Place(output.component_id, output.component_property)


def _read(places: Sequence[Mapping[str, str]]) -> tuple[Place, ...]:
    return tuple(Place(one["id"], one["property"]) for one in places)


def _check_places(name: str, places: Sequence[Place], given: Any) -> None:
    entries = payload.list_of(name, given, len(places))
    if len(entries) < len(places):
        raise ValueError(f"{name} must have {len(places):,} entries, got {len(entries):,}")
    for place, entry in zip(places, entries, strict=True):
        place.check(f"an entry of {name}", entry)
