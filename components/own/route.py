"""The address that takes a file: looked at, or opened and kept; one file a request."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from dash import Dash
from flask import Request, Response, jsonify, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from weight_surgery.components import dear, payload
from weight_surgery.components.own.words import recipe_words, words_of
from weight_surgery.core.workbench import (
    NOT_HERE,
    Choices,
    Workbench,
    check_checkpoint,
    limits,
    open_file,
)

logger = logging.getLogger(__name__)

PLACE = "own"
# What a form has beside the file.
AROUND_BYTES = 64 * 1024
LONGEST_NAME, LONGEST_CHOICES, LONGEST_COLUMN = 255, 4000, 1000
RECIPE, MOST_OWN = ".json", 50
CHECKPOINTS = (".pth", ".pt", ".ckpt", ".bin", ".safetensors")
TOO_LARGE = f"it is larger than {limits.FILE_BYTES / 2**20:,.0f} MB, which is as much as is read"
ELSEWHERE = "a file is only taken from this very page; open it again and try once more"
NO_ROOM = "it cannot be kept here, because the server cannot write to its folder; its log says why"
UNREADABLE = "the request cannot be read; reload the page"
TOO_MUCH = "there is not enough memory to read it; take a smaller part of it"


def answer(workbench: Workbench) -> tuple[Response, int]:
    """Answer a file: what it is, or with open=1 the address under which it is kept from now on.

    One that cannot be opened is answered with a sentence, as others may be beside it.
    """
    if no := turned_away(workbench.uploads, AROUND_BYTES):
        return no
    try:
        dear.ask("uploads")
        return jsonify(answered(workbench, *asked_of(request))), 200
    except dear.TooOftenError as error:
        return refused(str(error), 429)
    except (ValueError, HTTPException, MemoryError, OSError) as error:
        return refused(sentence_of(error))


def turned_away(keeps: object, around: int) -> tuple[Response, int] | None:
    """Return the refusal of a request that is not read at all, else bound how much is read of it.

    keeps: what the server keeps things with, None where it keeps nothing; around: bytes of a form
    beside its file.
    """
    if keeps is None:
        return refused(NOT_HERE, 403)
    if not is_own_page(request):
        return refused(ELSEWHERE, 403)
    request.max_content_length = limits.FILE_BYTES + around
    return None


def sentence_of(error: Exception, no_room: str = NO_ROOM) -> str:
    """Say why a request could not be answered; what is the server's own trouble is logged whole."""
    if isinstance(error, RequestEntityTooLarge):
        return TOO_LARGE
    if isinstance(error, HTTPException):
        return UNREADABLE
    if isinstance(error, MemoryError):
        return TOO_MUCH
    if isinstance(error, OSError):
        logger.error("something could not be kept", exc_info=error)
        return no_room
    return str(error)


def answered(
    workbench: Workbench,
    name: str,
    content: bytes,
    choices: Choices | None,
    keeps: bool,
    own: Sequence[str],
) -> dict[str, Any]:
    """Return what is said of a file, or of the model that it has become.

    own: the models of their own that whoever sends it knows, one of which a recipe may be of.
    """
    if name.lower().endswith(RECIPE):
        return recipe_words(workbench, content, own)
    if name.lower().endswith(CHECKPOINTS):
        if keeps:
            raise ValueError("a checkpoint is captured on a data set, not opened")
        check_checkpoint(content)
        return {"checkpoint": True}
    opened = open_file(name, content, choices)
    if not keeps:
        return words_of(opened)
    return {"model": workbench.keep(opened), "title": opened.title}


def asked_of(asked: Request) -> tuple[str, bytes, Choices | None, bool, list[str]]:
    """Return a file's name and content, its columns, whether to keep it, and which models are own.

    Raises ValueError for a form that holds anything else.
    """
    file = asked.files.get("file")
    if file is None:
        raise ValueError("no file came with the request; choose one")
    name = payload.text_of("the file's name", file.filename or "", LONGEST_NAME)
    choices = choices_of(asked.form.get("choices", "null"))
    own = asked.form.getlist("own")[:MOST_OWN]
    return name, file.stream.read(), choices, asked.form.get("open") == "1", own


def choices_of(text: str) -> Choices | None:
    """Read what a person chose of a table's columns. Raises ValueError for anything else."""
    try:
        given = json.loads(payload.text_of("the choices", text, LONGEST_CHOICES))
    except (json.JSONDecodeError, RecursionError):
        raise ValueError("the choices cannot be read; reload the page") from None
    if given is None:
        return None
    label, split, normalise = payload.entries("the choices", given, "label", "split", "normalise")
    if normalise is not None:
        payload.boolean("normalise", normalise)
    return Choices(
        payload.text_of("the column of labels", label, LONGEST_COLUMN) or None,
        payload.text_of("the column of the split", split, LONGEST_COLUMN) or None,
        normalise,
    )


def is_own_page(asked: Request) -> bool:
    """Tell whether a page of this server asks: another one's form could send files, too."""
    site = asked.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = asked.headers.get("Origin", "")
    return urlsplit(origin).netloc == asked.host


def refused(sentence: str, status: int = 200) -> tuple[Response, int]:
    """Return a refusal as the page reads it."""
    end = "" if sentence.endswith("?") else "."
    return jsonify({"refused": f"{sentence[:1].upper()}{sentence[1:]}{end}"}), status


def register(app: Dash, workbench: Workbench) -> None:
    """Take files, where the workbench keeps any."""
    rule = f"{app.config.routes_pathname_prefix}lab/{PLACE}"
    app.server.add_url_rule(rule, PLACE, partial(answer, workbench), methods=["POST"])
