"""What a big atlas is cut into: blocks of pairs, each with a key that says all it depends on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from weight_surgery.core.atlas.build import Choices
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.methods import METHODS

FORMAT = 1
# Logits of a block of pairs, about a quarter of a second of one core; of quicker pairs so many.
BLOCK_WORK, MOST_PAIRS = 20_000_000, 25
Pairs = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Asked:
    """What a run measures of every pair alike: of which bundle, by its hash, and which choices.

    choices: as JSON has them, the method by its name.
    """

    bundle: str
    choices: tuple[tuple[str, Any], ...]

    @classmethod
    def of(cls, bundle: Bundle, choices: Choices) -> Self:
        """Return what is asked. Raises ValueError for a method of a person's own: it has no name
        that another process would know it by.
        """
        name = choices.method.name
        if METHODS.get(name) is not choices.method:
            raise ValueError(
                f"the method {name} is your own, and what is kept is known by the names of those "
                "that ship; measure it with pair_atlas"
            )
        told = choices._replace(method=name, dampings=tuple(choices.dampings))._asdict()  # type: ignore[arg-type]
        return cls(bundle.hash, tuple(told.items()))

    @classmethod
    def from_told(cls, told: dict[str, Any]) -> Self:
        """Return what was asked by what it told. Raises ValueError where that is something else."""
        try:
            choices = {name: told[name] for name in Choices._fields}
            choices["dampings"] = [float(damping) for damping in told["dampings"]]
            return cls(str(told["bundle"]), tuple(choices.items()))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError("it is not the folder of an atlas; name another") from error

    @property
    def told(self) -> dict[str, Any]:
        """What is asked as JSON has it."""
        return {"format": FORMAT, "bundle": self.bundle, **dict(self.choices)}

    @property
    def folder(self) -> str:
        """The name of the folder that all of it is kept in."""
        return f"{start_of(self.bundle)}-{_digest(self.told)[:16]}"

    def key(self, pairs: Pairs) -> str:
        """Return the key of a block: a SHA-256, in hex, of all that its figures depend on."""
        return _digest([self.told, [list(pair) for pair in pairs]])


@dataclass(frozen=True)
class Plan:
    """The pairs that a run measures, in order, and how many of them are a block."""

    asked: Asked
    pairs: tuple[tuple[int, int], ...]
    size: int

    @classmethod
    def of(cls, bundle: Bundle, choices: Choices, pairs: Pairs) -> Self:
        """Cut pairs into blocks, by the bundle and the choices alone, so that a run that goes on,
        with however many workers, has the same ones.
        """
        logits = len(bundle.labels_test) * len(bundle.class_names) * len(choices.dampings)
        size = min(MOST_PAIRS, max(1, BLOCK_WORK // logits))
        once = dict.fromkeys((int(one), int(other)) for one, other in pairs)
        return cls(Asked.of(bundle, choices), tuple(once), size)

    @cached_property
    def blocks(self) -> dict[str, tuple[tuple[int, int], ...]]:
        """The blocks' pairs by their keys, in order."""
        starts = range(0, len(self.pairs), self.size)
        blocks = (self.pairs[start : start + self.size] for start in starts)
        return {self.asked.key(pairs): pairs for pairs in blocks}

    @property
    def name(self) -> str:
        """What the plan is called among others of the same choices."""
        return _digest([self.pairs, self.size])[:16]

    def to_json(self) -> str:
        """Return the pairs and their blocks' size as a JSON object."""
        return json.dumps({"size": self.size, "pairs": self.pairs})

    @classmethod
    def from_json(cls, asked: Asked, text: str) -> Self:
        """Read what `to_json` wrote. Raises ValueError for anything else."""
        try:
            told = json.loads(text)
            pairs = tuple((int(one), int(other)) for one, other in told["pairs"])
            size = int(told["size"])
            if size < 1:
                raise ValueError(size)
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError("it is no plan of an atlas; start the same command again") from error
        return cls(asked, pairs, size)


def start_of(bundle_hash: str) -> str:
    """Return what the folders of a bundle begin with."""
    return bundle_hash[:16]


def _digest(told: Any) -> str:
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
