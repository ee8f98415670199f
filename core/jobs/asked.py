"""What can be asked of a job, checked before anything is done."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from weight_surgery.core.checks import integer, one_of, shown, text_of
from weight_surgery.core.datasets import DATASETS
from weight_surgery.core.jobs.record import Record
from weight_surgery.core.limits import LONGEST_TITLE

# As core.model has them, which imports torch.
NETWORKS = ("compact", "seed")
WORDS = {"dims": "dimensions", "epochs": "epochs", "seed": "the seed"}
FIGURE = re.compile(r"[+-]?[0-9][0-9.,]{0,20}")
LIMITS = {"dims": (2, 128), "epochs": (1, 500), "seed": (0, 2**31 - 1)}


@dataclass(frozen=True)
class TrainAsked:
    """A network to train: which images, which network, how many dimensions and epochs."""

    dataset: str = "digits"
    network: str = "compact"
    dims: int = 8
    epochs: int = 30
    seed: int = 0

    def __post_init__(self) -> None:
        one_of("data set", self.dataset, DATASETS)
        one_of("network", self.network, NETWORKS)
        for name in LIMITS:
            object.__setattr__(self, name, _whole(name, getattr(self, name)))

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Self:
        """Read what a page asks. Raises ValueError for what cannot be trained."""
        return _read(cls, given)

    @property
    def title(self) -> str:
        """What its model is called."""
        return f"{self.dataset} {self.dims}d, {self.network}"


@dataclass(frozen=True)
class CaptureAsked:
    """A checkpoint to capture: of which images, and what it is called."""

    dataset: str
    name: str

    def __post_init__(self) -> None:
        one_of("data set", self.dataset, DATASETS)
        text_of("the checkpoint's name", self.name, 4 * LONGEST_TITLE)

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Self:
        """Read what a page asks. Raises ValueError for what cannot be captured."""
        return _read(cls, given)

    @property
    def title(self) -> str:
        """What its model is called."""
        return self.name


Asked = TrainAsked | CaptureAsked
KINDS: Mapping[str, type[TrainAsked] | type[CaptureAsked]] = {
    "train": TrainAsked,
    "capture": CaptureAsked,
}


def asked_of(kind: Any, given: Any) -> Asked:
    """Read what is asked of a kind of job. Raises ValueError for anything else."""
    one_of("the kind of job", kind, tuple(KINDS))
    if not isinstance(given, Mapping):
        raise ValueError("what is asked of a job must be an object")
    return KINDS[kind].read(given)


def title_of(record: Record) -> str:
    """Return what the model of a job is called."""
    return asked_of(record.kind, record.asked).title


def as_json(asked: Asked) -> dict[str, Any]:
    """Return what is asked as a record keeps it."""
    return asdict(asked)


def _whole(name: str, value: Any) -> int:
    least, most = LIMITS[name]
    try:
        return integer(name, value, least, most)
    except ValueError:
        # What looks like a number is quoted as it was typed, without marks.
        got = value if isinstance(value, str) and FIGURE.fullmatch(value) else shown(value)
        raise ValueError(
            f"{WORDS[name]} must be a whole number from {least:,} to {most:,}, got {got}"
        ) from None


def _read(kind: Any, given: Mapping[str, Any]) -> Any:
    names = kind.__dataclass_fields__
    unknown = [name for name in given if name not in names]
    if unknown:
        raise ValueError(f"a job has {', '.join(names)}; there is no {shown(unknown[0])}")
    try:
        return kind(**given)
    except TypeError:
        raise ValueError(f"a job must have {', '.join(names)}") from None
