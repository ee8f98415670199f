"""A job in words: a line for the page, and what its card says."""

from __future__ import annotations

from typing import Any

from weight_surgery.components.text import in_percent
from weight_surgery.core.workbench import jobs

MINUTE, HOUR = 60, 3600
# What a guess of seconds is rounded up to.
STEP = 5


def words_of(record: jobs.Record) -> dict[str, Any]:
    """Return what the page shows of a job, as JSON.

    share: how far its present part is, from 0 to 1, None where that cannot be told.
    """
    return {
        "id": record.id,
        "state": record.state,
        "live": record.is_live,
        "title": jobs.title_of(record),
        "line": line_of(record),
        "share": record.step / record.steps if record.steps else None,
        "facts": facts_of(record),
        "sentence": sentence_of(record),
        "model": record.result,
    }


def line_of(record: jobs.Record) -> str:
    """Say in a line how far a job is, or what came of it."""
    right = _right(record)
    match record.state:
        case "done":
            return f"{right} of the test images read right"
        case "failed":
            return "failed"
        case "cancelled":
            return "cancelled"
    if record.state == "waiting":
        return _small(record.stage) or "starting"
    if not record.epochs or record.stage != jobs.TRAINING:
        return _small(record.stage)
    parts = [f"epoch {record.epoch} of {record.epochs}", right and f"{right} read right"]
    return " · ".join(filter(None, (*parts, _left(record))))


def facts_of(record: jobs.Record) -> list[tuple[str, str]]:
    """Return what is known of a job: names and values."""
    facts = [
        ("Epoch", f"{record.epoch} of {record.epochs}" if record.epochs else ""),
        ("Loss", "" if record.loss is None else f"{record.loss:.4f}"),
        (
            "Test images read right" if record.state == "done" else "Held-out images read right",
            _right(record),
        ),
        ("Time left", "" if record.left is None else _about(record.left)),
    ]
    return [(name, value) for name, value in facts if value]


def sentence_of(record: jobs.Record) -> str:
    """Say what a job does just now, or what is to be said of its end."""
    if record.is_live:
        return f"{record.stage or 'Starting'}…"
    if record.state == "cancelled":
        return "It was cancelled; no model was made."
    words = record.sentence.removesuffix(".")
    # A file's name stays as it is.
    if not words.startswith(jobs.title_of(record)):
        words = words[:1].upper() + words[1:]
    return words and f"{words}."


def takes_words(seconds: float) -> str:
    """Say about how long a run takes; a guess, for one processor core."""
    return f"Takes {_about(seconds)} on one processor core."


def _right(record: jobs.Record) -> str:
    return "" if record.accuracy is None else in_percent(record.accuracy, 1)


def _left(record: jobs.Record) -> str:
    return "" if record.left is None else f"{_about(record.left)} left"


def _about(seconds: float) -> str:
    if seconds < MINUTE:
        return f"about {STEP * max(1, -(-seconds // STEP)):.0f} seconds"
    if seconds < 2 * HOUR:
        minutes = round(seconds / MINUTE)
        return f"about {minutes} minute{'s' * (minutes > 1)}"
    return f"about {round(seconds / HOUR)} hours"


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
