"""How long a training run will take, before it has begun: a guess in whole words."""

from __future__ import annotations

from weight_surgery.core.jobs.asked import TrainAsked

# Training images of a data set that has more than the digits, and of the digits.
IMAGES, DIGITS = 55_000, 1_100
# Images a second in training and in capture, measured on one core of 2026.
SPEED = {"digits": (30_000, 50_000), "compact": (4_000, 8_000), "seed": (95, 260)}
START = 5.0


def takes(asked: TrainAsked) -> float:
    """Return about how many seconds a run takes on one core, torch's own start with it."""
    digits = asked.dataset == "digits"
    kind = "digits" if digits and asked.network == "compact" else asked.network
    train, capture = SPEED[kind]
    images, kept = (DIGITS, 1_800) if digits else (IMAGES, 20_000)
    return START + asked.epochs * images / train + kept / capture
