"""Every callback of the server, given anything: an answer or a sentence, at once, and no fault.

By themselves, without the check in front of them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest
from dash import Dash

from tests.hostile import (
    HOSTILE,
    LONGEST,
    MANY,
    MODEL,
    is_no_sentence,
    questions,
    small_workbench,
    variants,
)
from tests.limits import limit
from weight_surgery.app import create_app
from weight_surgery.components import guard, ids, models
from weight_surgery.components.names import TABS
from weight_surgery.components.view import View
from weight_surgery.core.workbench import Workbench


@pytest.fixture(scope="module")
def workbench() -> Workbench:
    return small_workbench()


@pytest.fixture(scope="module")
def app(workbench: Workbench) -> Dash:
    # What stands in front (tests/components/test_guard.py) would keep most of it from them.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guard, "register", lambda _: None)
        app = create_app(workbench)
    app._setup_server()
    return app


@pytest.fixture(scope="module")
def sound(workbench: Workbench) -> dict[str, Any]:
    return sound_values(workbench, MODEL)


def sound_values(workbench: Workbench, model: str) -> dict[str, Any]:
    """Return what a page sends, by id and property."""
    query = View(workbench.default_spec(model)).to_query()
    request = {"query": query, "key": "k"}
    rows = [models.measure(workbench, {**request, "index": index}) for index in range(2)]
    tab = {"edit": query, "sample": 3, "data": workbench.test_samples(model), "marked": [0, 1]}
    many = {**request, "query": View(workbench.default_spec(MANY)).to_query()}
    page = {"startRow": 0, "endRow": 100, "sortModel": [{"colId": "cost", "sort": "asc"}]}
    edits = [ids.EDIT_STORE, *TABS.values()]
    return {
        **{f"{id}.data": query for id in edits},
        f"{ids.ASK_STORE}.data": questions(workbench, model)[0],
        f"{ids.SAMPLES_ASK}.data": tab,
        f"{ids.RANKING_ASK}.data": {"edit": query, "rank": True},
        f"{ids.WANTED_STORE}.data": True,
        f"{ids.SCHEME_STORE}.data": "dark",
        f"{ids.CURVE_TARGET_INPUT}.value": "0.99",
        f"{ids.ATLAS_REQUEST}.data": {**request, "part": 0, "measure": True, "methods": False},
        f"{ids.VERIFICATION_THRESHOLD}.value": "anew",
        f"{ids.COLLATERAL_KIND}.value": "lost",
        f"{ids.COLLATERAL_TRUE}.value": "2",
        f"{ids.COLLATERAL_BECAME}.value": "any",
        f"{ids.ATLAS_COMPLETE}.data": query,
        f"{ids.MODELS_REQUEST}.data": {**request, "index": 0},
        f"{ids.MODELS_ROWS}.data": {"rows": rows, "models": 2, "key": "k"},
        f"{ids.PLANNER_REQUEST}.data": {**request, "step": 1, "groups": "2", "most": "50"},
        f"{ids.PLANNER_STEPS}.data": {**request, "steps": 1, "stopped": "", "running": True},
        f"{ids.MANY_WANTED}.data": "dark",
        f"{ids.MANY_SCHEME}.data": "light",
        f"{ids.MANY_WINDOW_ASK}.data": {**many, "rows": [0, 9], "columns": None},
        f"{ids.MANY_MEASURE_ASK}.data": {**many, "count": 20, "measure": True},
        f"{ids.MANY_LIST_ASK}.data": {**many, "find": "c7"},
        f"{ids.MANY_TABLE}.getRowsRequest": page,
        f"{ids.STORY_REQUEST}.data": {"model": model, "part": 0},
    }


@pytest.fixture(scope="module")
def also(workbench: Workbench) -> dict[str, list[Any]]:
    """What else it sends in a place: a link instead of controls."""
    return {f"{ids.ASK_STORE}.data": [questions(workbench)[1]]}


def on_server(app: Dash) -> dict[str, dict[str, Any]]:
    """Return the callbacks that do not run in the browser, by their outputs."""
    return {name: one for name, one in app.callback_map.items() if "callback" in one}


def names_of(callback: dict[str, Any], kind: str) -> list[str]:
    """Return a callback's "inputs" or "state", each by id and property."""
    return [f"{one['id']}.{one['property']}" for one in callback[kind]]


def body_of(
    name: str, callback: dict[str, Any], trigger: str, values: dict[str, Any]
) -> dict[str, Any]:
    """Return what a page posts; a button has been clicked once."""
    given = {
        kind: [
            {**one, "value": values.get(place, 1)}
            for one, place in zip(callback[kind], names_of(callback, kind), strict=True)
        ]
        for kind in ("inputs", "state")
    }
    outputs = outputs_of(callback["output"])
    return {"output": name, "outputs": outputs, "changedPropIds": [trigger], **given}


def outputs_of(output: Any) -> Any:
    if isinstance(output, (list, tuple)):
        return [outputs_of(one) for one in output]
    return {"id": output.component_id, "property": output.component_property}


def hostile_requests(
    app: Dash, sound: dict[str, Any], also: dict[str, list[Any]], hostile: Any
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Return every request that a page makes, with one value after the other made hostile."""
    for name, callback in on_server(app).items():
        inputs = names_of(callback, "inputs")
        for place in (*inputs, *names_of(callback, "state")):
            # What a page has not sent yet must be named above, so that nothing is left out.
            usual = 1 if place.endswith(".n_clicks") else sound[place]
            known = (usual, *also.get(place, ()))
            for value in chain.from_iterable(variants(one, hostile) for one in known):
                for trigger in {inputs[0], place} & set(inputs):
                    body = body_of(name, callback, trigger, {**sound, place: value})
                    yield f"{name[:60]}, {place}", body


def said(answer: Any) -> str:
    """Return the sentence of a toast, nothing without one."""
    updates = answer.json.get("sideUpdate", {}) if answer.status_code == 200 else {}
    if ids.TOASTS not in updates:
        return ""
    return updates[ids.TOASTS]["sendNotifications"][0]["message"]


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_no_value_is_a_fault(
    app: Dash,
    sound: dict[str, Any],
    also: dict[str, list[Any]],
    hostile: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    client, faults = app.server.test_client(), []
    for where, body in hostile_requests(app, sound, also, hostile):
        with limit():
            answer = client.post("/_dash-update-component", json=body)
        assert answer.status_code in (200, 204), where
        sentence = said(answer)
        if is_no_sentence(sentence):
            faults.append(f"{where}: {sentence[:LONGEST]}")
    assert not faults, "\n".join(faults)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_what_a_page_sends_is_sound(
    app: Dash, sound: dict[str, Any], also: dict[str, list[Any]]
) -> None:
    client, sentences = app.server.test_client(), []
    for name, callback in on_server(app).items():
        first = names_of(callback, "inputs")[0]
        for value in (sound.get(first, 1), *also.get(first, ())):
            body = body_of(name, callback, first, {**sound, first: value})
            sentences.append(said(client.post("/_dash-update-component", json=body)))
    # These two are of the models made here.
    known = ("No edit strength of this pair is clean", "The whole network of small is not here")
    assert [one for one in sentences if one and not one.startswith(known)] == []
