"""What a workbench may use of the machine that it is on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from weight_surgery.core.workbench.computing import Computing
from weight_surgery.core.workbench.store import MOST_BYTES


@dataclass(frozen=True)
class Resources:
    """Bound what a workbench keeps, who waits in it, and who works for it.

    most_bytes: so much is kept of answers and of people's own models; most_waiting: so many may
    wait at a time for what somebody else computes, any number without it; workers: so many
    processes of their own compute what is dear, of models that they find in the same folders;
    queue: the address of the Redis whose workers do jobs, without it this machine does; atlases: a
    folder that `weight-surgery atlas --folder` keeps blocks in, of which no pair is measured again;
    visitor: tells who asks just now, so that those who ask for what is dear take turns; computing:
    the places of threads that compute, which one that waits for an answer leaves to others.
    """

    most_bytes: int = MOST_BYTES
    most_waiting: int | None = None
    workers: int = 0
    queue: str | None = None
    atlases: Path | None = None
    visitor: Callable[[], str] | None = None
    computing: Computing | None = None


# What a person alone needs no more than.
USUAL = Resources()
