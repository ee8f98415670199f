"""Every address that is read without a callback, given anything: bytes or a sentence, no fault."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.bodies import unpacked
from tests.hostile import (
    HOSTILE,
    MODEL,
    is_no_sentence,
    questions,
    small_workbench,
    variants,
)
from tests.limits import limit
from weight_surgery.app import create_app
from weight_surgery.components.samples import BINARY
from weight_surgery.core.workbench import Workbench

# Servers take no address that is much longer.
LONGEST_PART = 20_000


@pytest.fixture(scope="module")
def workbench() -> Workbench:
    return small_workbench()


@pytest.fixture(scope="module")
def client(workbench: Workbench) -> FlaskClient:
    return create_app(workbench).server.test_client()


def escaped(value: Any) -> str:
    return quote(str(value)[:LONGEST_PART].encode(errors="surrogatepass"), safe="")


def samples_at(**parts: Any) -> str:
    return "/lab/samples?" + "&".join(f"{name}={escaped(one)}" for name, one in parts.items())


def hostile_addresses(workbench: Workbench, hostile: Any) -> Iterator[str]:
    """Return addresses of samples with one part after the other made hostile."""
    for question in questions(workbench):
        for value in variants(question, hostile):
            yield samples_at(asked=json.dumps(value), held="")
        sound = {"asked": json.dumps(question), "held": "", "only": "3"}
        for name in sound:
            yield samples_at(**{**sound, name: hostile})
            yield samples_at(**{**sound, name: json.dumps(hostile)})


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_any_question_for_samples_is_answered(
    workbench: Workbench, client: FlaskClient, hostile: Any, caplog: pytest.LogCaptureFixture
) -> None:
    for address in hostile_addresses(workbench, hostile):
        with limit():
            reply = client.get(address)
        assert (reply.status_code, reply.mimetype) == (200, BINARY), address[:200]
        words, columns = unpacked(reply.data)
        assert ("refused" in words) == (not columns), address[:200]
        assert not is_no_sentence(words.get("refused", "")), (address[:200], words["refused"])
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_any_sprite_is_there_or_not(
    client: FlaskClient, hostile: Any, caplog: pytest.LogCaptureFixture
) -> None:
    for address in (
        f"/thumbnails/{escaped(hostile)}/0.png",
        f"/thumbnails/{MODEL}/{escaped(hostile)}.png",
        f"/thumbnails/{MODEL}/0.png?v={escaped(hostile)}",
    ):
        with limit():
            reply = client.get(address)
        assert reply.status_code < 500, address[:200]
        if reply.mimetype == "text/plain":
            assert len(reply.text) < 300
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_a_sound_question_is_answered_with_samples(
    workbench: Workbench, client: FlaskClient
) -> None:
    for question in questions(workbench):
        asked = json.dumps(question)
        words, columns = unpacked(client.get(samples_at(asked=asked, held="")).data)
        assert "refused" not in words
        assert len(columns["labels"]) == len(columns["indices"]) > 1
        one = unpacked(client.get(samples_at(asked=asked, held="", only=3)).data)[1]
        assert one["indices"].tolist() == [3]
