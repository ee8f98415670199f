"""The address that starts a job or attaches to it, says how far it is, and ends it."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from dash import Dash
from flask import Request, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from weight_surgery.components import dear, payload
from weight_surgery.components.jobs.words import takes_words, words_of
from weight_surgery.components.own.route import refused, sentence_of, turned_away
from weight_surgery.core.workbench import Workbench, check_checkpoint, jobs

PLACE = "jobs"
# What a form has beside a checkpoint.
AROUND_BYTES = 16 * 1024
LONGEST = 4_000
NO_ROOM = (
    "jobs cannot be kept here, because the server cannot write to its folder; its log says why"
)


def answer(workbench: Workbench) -> tuple[Response, int]:
    """Answer what a page asks of a job; what cannot be done is answered with a sentence."""
    if no := turned_away(workbench.jobs, AROUND_BYTES):
        return no
    assert workbench.jobs is not None
    try:
        asked, content = asked_of(request)
        return jsonify(answered(workbench.jobs, asked, content)), 200
    except dear.TooOftenError as error:
        return refused(str(error), 429)
    except (ValueError, HTTPException, MemoryError, OSError) as error:
        return refused(sentence_of(error, NO_ROOM))


def asked_of(asked: Request) -> tuple[dict[str, Any], bytes | None]:
    """Return what a form asks, and the checkpoint that came with it. Raises ValueError for none."""
    text = payload.text_of("the request", asked.form.get("asked"), LONGEST)
    try:
        given = payload.object_of("the request", json.loads(text))
    except (json.JSONDecodeError, RecursionError):
        raise ValueError("the request cannot be read; reload the page") from None
    file = asked.files.get("file")
    return given, None if file is None else file.stream.read()


def answered(desk: jobs.Jobs, asked: dict[str, Any], content: bytes | None) -> dict[str, Any]:
    """Do what is asked: {"do": "start", "token", "kind", "asked"}, {"do": "takes", "asked"}, or
    {"do": "look" or "cancel", "job"}.
    """
    match asked.get("do"):
        case "start":
            token, kind, given = payload.entries("the request", asked, "token", "kind", "asked")
            if kind == "capture":
                if content is None:
                    raise ValueError("there is no checkpoint in the request; choose a file")
                check_checkpoint(content)
            dear.ask("jobs")
            return words_of(desk.start(token, kind, given, content))
        case "takes":
            given = payload.object_of("what is asked", asked.get("asked"))
            return {"takes": takes_words(jobs.takes(jobs.TrainAsked.read(given)))}
        case "look":
            return words_of(desk.look(asked.get("job")))
        case "cancel":
            return words_of(desk.cancel(asked.get("job")))
    raise ValueError("a job is started, looked at or ended; nothing else can be asked of it")


def register(app: Dash, workbench: Workbench) -> None:
    """Answer at an address of its own."""
    rule = f"{app.config.routes_pathname_prefix}lab/{PLACE}"
    app.server.add_url_rule(rule, PLACE, partial(answer, workbench), methods=["POST"])
