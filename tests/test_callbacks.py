"""Every callback of the server, given anything: an answer or a sentence, at once, and no fault."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from math import inf, nan
from typing import Any

import pytest
from dash import Dash

from tests.conftest import make_bundle
from tests.limits import limit
from weight_surgery.app import create_app
from weight_surgery.components import ids, models
from weight_surgery.components.state import control_values
from weight_surgery.core.workbench import Workbench

MODEL = "small"
NESTED: list[Any] = []
for _ in range(50):
    NESTED = [NESTED]

HOSTILE: dict[str, Any] = {
    "nothing": None,
    "true": True,
    "false": False,
    "a whole number": 1_000_000_000,
    "a negative one": -1,
    "one of 400 digits": 10**400,
    "a negative one of 4,000 digits": -(10**4000),
    "a fraction": 0.5,
    "the largest fraction": 1e308,
    "infinity": inf,
    "not a number": nan,
    "an empty text": "",
    "a word": "much",
    "a number's text": "7",
    "an infinite text": "1e999",
    "not a number's text": "nan",
    "digits": "9" * 5000,
    "a long text": "x" * 10**6,
    "half a character": "\ud800\x00",
    "an empty list": [],
    "a list of texts": ["a"],
    "a nested list": NESTED,
    "a long list": [1] * 10**5,
    "a list of huge numbers": [10**400, -1, inf],
    "an empty object": {},
    "another object": {"query": {}, "indices": 5, "rows": [{}], "part": [], "key": 1, "model": []},
    "no such model": "model=none",
    "no such sample": f"model={MODEL}&op=merge:0-1:0.5&sample=60000",
    "no such class": f"model={MODEL}&op=merge:0-99999999:0.5",
    "a class of many digits": f"model={MODEL}&op=merge:0-{'9' * 3000}:0.5",
    "many edits": "op=merge:0-1:0.5&" * 100_000,
}
LONGEST = 300
# What is Python's own, and says nothing to a person.
PYTHONS = (
    *("fault in the program", "invalid literal", "convert", "digits", "codec", "Traceback"),
    *("unhashable", "subscriptable", "attribute", "argument", "operand", "operator", "sequence"),
)


@pytest.fixture(scope="module")
def workbench() -> Workbench:
    return Workbench({MODEL: make_bundle(samples=12), "other": make_bundle(classes=3, samples=8)})


@pytest.fixture(scope="module")
def app(workbench: Workbench) -> Dash:
    app = create_app(workbench)
    app._setup_server()
    return app


@pytest.fixture(scope="module")
def sound(workbench: Workbench) -> dict[str, Any]:
    """What a page sends, by id and property."""
    view = workbench.default_view(MODEL)
    query, request = view.to_query(), {"query": view.to_query(), "key": "k"}
    rows = [models.measure(workbench, {**request, "index": index}) for index in range(2)]
    values = control_values(view)
    return {
        f"{ids.URL}.search": f"?{query}",
        f"{ids.GO_STORE}.data": {"query": query, "story": 1},
        f"{ids.MODEL_SELECT}.value": values["model"],
        f"{ids.CLASS_A_SELECT}.value": values["class_a"],
        f"{ids.CLASS_B_SELECT}.value": values["class_b"],
        f"{ids.DAMPING_SLIDER}.value": values["slider"],
        f"{ids.DAMPING_INPUT}.value": values["damping"],
        f"{ids.BIAS_SWITCH}.checked": values["bias"],
        f"{ids.TRIM_SWITCH}.checked": values["trim"],
        f"{ids.FIT_SELECT}.value": values["fit"],
        f"{ids.POINTS_INPUT}.value": values["points"],
        f"{ids.EMBEDDING_AXES}.value": values["axes"],
        f"{ids.CIRCLE_PLANE}.value": values["plane"],
        f"{ids.VIEW_TABS}.value": values["view"],
        f"{ids.EMBEDDING_COLOR}.value": values["color"],
        f"{ids.EMBEDDING_SHOWN}.value": values["shown"],
        f"{ids.EMBEDDING_SCENES}.value": values["scenes"],
        f"{ids.SAMPLES_INDEX}.value": values["sample"],
        **{f"{id}.data": query for id in (ids.VIEW_STORE, ids.EDIT_STORE, ids.LATER_STORE)},
        f"{ids.SAMPLES_KEY}.data": "k",
        f"{ids.SAMPLES_PIN}.data": {"key": "k"},
        f"{ids.SAMPLES_MARKED}.data": {"indices": [0, 1], "data": workbench.test_samples(MODEL)},
        f"{ids.SAMPLES_SPRITE}.data": {"model": MODEL, "url": "u"},
        f"{ids.WANTED_STORE}.data": True,
        f"{ids.SCHEME_STORE}.data": "dark",
        f"{ids.CURVE_TARGET_INPUT}.value": "0.99",
        f"{ids.METHOD_ACCORDION}.value": "steps",
        f"{ids.ATLAS_REQUEST}.data": {**request, "part": 0},
        f"{ids.ATLAS_COMPLETE}.data": query,
        f"{ids.MODELS_REQUEST}.data": {**request, "index": 0},
        f"{ids.MODELS_ROWS}.data": {"rows": rows, "models": 2, "key": "k"},
        f"{ids.STORY_REQUEST}.data": {"model": MODEL, "part": 0},
    }


def variants(value: Any, hostile: Any) -> Iterator[Any]:
    """Put something hostile in the place of a value, and of everything in it."""
    yield hostile
    if isinstance(value, dict):
        for key in value:
            yield {name: one for name, one in value.items() if name != key}
            yield from ({**value, key: one} for one in variants(value[key], hostile))
    elif isinstance(value, list):
        yield [hostile, *value]
        if value:
            yield from ([one, *value[1:]] for one in variants(value[0], hostile))


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
    app: Dash, sound: dict[str, Any], hostile: Any
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Return every request that a page makes, with one value after the other made hostile."""
    for name, callback in on_server(app).items():
        inputs = names_of(callback, "inputs")
        for place in (*inputs, *names_of(callback, "state")):
            # What a page has not sent yet must be named above, so that nothing is left out.
            usual = 1 if place.endswith(".n_clicks") else sound[place]
            for value in variants(usual, hostile):
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
    app: Dash, sound: dict[str, Any], hostile: Any, caplog: pytest.LogCaptureFixture
) -> None:
    client, faults = app.server.test_client(), []
    for where, body in hostile_requests(app, sound, hostile):
        with limit():
            answer = client.post("/_dash-update-component", json=body)
        assert answer.status_code in (200, 204), where
        sentence = said(answer)
        if len(sentence) > LONGEST or any(word in sentence for word in PYTHONS):
            faults.append(f"{where}: {sentence[:LONGEST]}")
    assert not faults, "\n".join(faults)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_what_a_page_sends_is_sound(app: Dash, sound: dict[str, Any]) -> None:
    client, sentences = app.server.test_client(), []
    for name, callback in on_server(app).items():
        body = body_of(name, callback, names_of(callback, "inputs")[0], sound)
        sentences.append(said(client.post("/_dash-update-component", json=body)))
    # These two are of the models made here.
    known = ("No damping of this pair is clean", "The whole network of small is not here")
    assert [one for one in sentences if one and not one.startswith(known)] == []
