"""What computes takes turns in its process; whatever is only sent does not wait for it."""

from __future__ import annotations

from flask import Flask

from weight_surgery.core.workbench.computing import Computing
from weight_surgery.server.endpoints import endpoint

COMPUTE = ("_dash-update-component", "samples", "thumbnails", "texts")


def take_turns(server: Flask, computing: Computing) -> None:
    """Have what computes take a place first. Called early: reading what is asked is Python too."""

    def before() -> None:
        if endpoint() in COMPUTE:
            computing.enter()

    server.before_request(before)
    server.teardown_request(lambda _: computing.leave())
