"""What is known of a job: what was asked, how far it is, and what came of it."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from weight_surgery.core.checks import shown

STATES = ("waiting", "running", "done", "failed", "cancelled")
TRAINING = "Training"
LIVE = ("waiting", "running")
# 16 random bytes as secrets.token_urlsafe writes them: no dot, no slash.
ID = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True)
class Record:
    """One job. Times are seconds since 1970.

    kind: "train" or "capture"; asked: what was asked of it, as JSON; claim: who asked that,
    hashed; stage: what it does just now, in words; step, steps: how far that is; left: seconds
    until its end, as far as can be told; accuracy: in training the share read right of images held
    out, in the end that of the test images; heartbeat: when its process was last heard of;
    attempts: how often a process took it up; result: the address of the model that it made;
    sentence: why it failed, or what is to be said of its model.
    """

    id: str
    kind: str
    asked: dict[str, Any] = field(hash=False)
    claim: str
    created: float
    heartbeat: float
    state: str = "waiting"
    stage: str = ""
    epoch: int = 0
    epochs: int = 0
    step: int = 0
    steps: int = 0
    loss: float | None = None
    accuracy: float | None = None
    started: float | None = None
    left: float | None = None
    attempts: int = 0
    result: str = ""
    sentence: str = ""

    @property
    def is_live(self) -> bool:
        """Whether it waits or runs."""
        return self.state in LIVE

    def to_json(self) -> str:
        """Return the record as a JSON object."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote."""
        return cls(**json.loads(text))


def check_id(id: Any) -> str:
    """Return an id as jobs have them. Raises ValueError for anything else."""
    if not isinstance(id, str) or not ID.fullmatch(id):
        raise ValueError(f"there is no job {shown(id)}")
    return id
