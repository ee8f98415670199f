"""How often one visitor may ask for what is dear: by the name that signed in, else by address."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Mapping

from flask import Flask, g, has_request_context, request
from limits import RateLimitItem, parse_many
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter, RateLimiter

from weight_surgery.components.dear import TooOftenError, bound

logger = logging.getLogger(__name__)

SIGN_IN = "10 per minute"
WORDS = {
    "uploads": "files were opened",
    "jobs": "jobs were started",
    "exports": "files were taken home",
    "planner": "steps were planned",
    "sign-in": "passwords were tried",
}
# A Redis that is gone is not waited for at every click.
REDIS = {"socket_connect_timeout": 1, "socket_timeout": 1}


class Rates:
    """Count what visitors ask for, in Redis for all processes, else in each of them."""

    def __init__(self, server: Flask, rates: Mapping[str, str], redis: str) -> None:
        """rates: how much of each kind, such as "60 per hour"; redis: an address, or none."""
        rates = {**rates, "sign-in": SIGN_IN}
        self._rates = {kind: (words, parse_many(words)) for kind, words in rates.items()}
        self._own = _counting("memory://")
        self._shared = _counting(redis) if redis else None
        if self._shared is None:
            logger.warning("rates are counted by each process alone: no Redis address is set")
        bound(server, self.ask)

    def ask(self, kind: str) -> None:
        """Count one more. Raises TooOftenError where that is too much."""
        words, items = self._rates[kind]
        who = visitor()
        for item in items:
            if self._hit(item, kind, who):
                continue
            until = self._own.get_window_stats(item, kind, who).reset_time
            seconds = min(max(until - time.time(), 1), item.get_expiry())
            raise TooOftenError(
                f"more {WORDS[kind]} from where you are than this server allows ({words}); try "
                f"again in {_duration(seconds)}"
            )

    def ask_password(self) -> None:
        """Count a password that is tried. Raises TooOftenError where that is too much."""
        self.ask("sign-in")

    def _hit(self, item: RateLimitItem, kind: str, who: str) -> bool:
        # Each process counts in any case: while Redis is away that bounds it all the same.
        own = self._own.hit(item, kind, who)
        if self._shared is None:
            return own
        try:
            return self._shared.hit(item, kind, who)
        except StorageError as error:
            logger.warning("Redis does not answer, each process counts alone: %s", error)
            return own


def visitor() -> str:
    """Return who asks: a name that signed in, else an address; nobody between requests."""
    if not has_request_context():
        return ""
    name = g.get("user")
    return f"user {name}" if name else f"address {request.remote_addr}"


def _counting(address: str) -> RateLimiter:
    if address == "memory://":
        return MovingWindowRateLimiter(storage_from_string(address))
    storage = storage_from_string(address, wrap_exceptions=True, **REDIS)
    return MovingWindowRateLimiter(storage)


def _duration(seconds: float) -> str:
    if seconds <= 90:
        return f"{math.ceil(seconds)} seconds"
    return f"{math.ceil(seconds / 60):,} minutes"
