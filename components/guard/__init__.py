"""What stands in front of every address: what comes in is read as an attacker's before anybody
computes with it, and what cannot be answered is refused in a sentence.
"""

from __future__ import annotations

from dash import Dash

from weight_surgery.components.guard import callbacks, refusals

__all__ = ["register"]


def register(app: Dash) -> None:
    """Guard an app: its callbacks' address, and the words of every refusal.

    Called once, before any address of the app's own is asked for.
    """
    refusals.register(app)
    callbacks.register(app)
