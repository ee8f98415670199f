"""What stands in front of every address: bodies that fit no callback, and words for what fails."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from dash import Dash, Input, Output, State, html
from flask.testing import FlaskClient

from tests.limits import limit
from weight_surgery.components import guard
from weight_surgery.components.guard.callbacks import MOST_BYTES
from weight_surgery.components.guard.reading import DEEPEST, StrictJson, check_depth
from weight_surgery.components.guard.shapes import check

UPDATE = "_dash-update-component"
ONE = {"id": "in", "property": "value"}
OTHER = {"id": "kept", "property": "data"}
SOUND: dict[str, Any] = {
    "output": "out.children",
    "outputs": {"id": "out", "property": "children"},
    "inputs": [{**ONE, "value": 3}],
    "state": [{**OTHER, "value": [1]}],
    "changedPropIds": ["in.value"],
    "parsedChangedPropsIds": ["in.value"],
}
TWO: dict[str, Any] = {
    "output": "..out.title...out.className..",
    "outputs": [{"id": "out", "property": "title"}, {"id": "out", "property": "className"}],
    "inputs": [ONE],
    "changedPropIds": [],
}


def made(prefix: str = "/", guarded: bool = True) -> Dash:
    app = Dash(__name__, url_base_pathname=prefix, prevent_initial_callbacks=True)
    app.layout = html.Div()
    app.callback(Output("out", "children"), Input("in", "value"), State("kept", "data"))(
        lambda value, kept: f"{value} {kept}"
    )
    app.callback([Output("out", "title"), Output("out", "className")], Input("in", "value"))(
        lambda value: [str(value), "x"]
    )
    app.callback(Output("out", "children", allow_duplicate=True), Input("on", "n"))(lambda _: "on")
    app.clientside_callback("a => a", Output("out", "lang"), Input("in", "value"))
    if guarded:
        guard.register(app)
    return app


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return made().server.test_client()


def post(client: FlaskClient, body: Any, prefix: str = "/") -> Any:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    with limit():
        return client.post(f"{prefix}{UPDATE}", data=content, content_type="application/json")


def test_what_a_page_posts_is_answered(client: FlaskClient) -> None:
    answer = post(client, SOUND)
    assert answer.json["response"] == {"out": {"children": "3 [1]"}}
    # Before the page has a value, and where nothing has changed yet.
    assert post(client, TWO).json["response"] == {"out": {"title": "None", "className": "x"}}


def test_one_place_set_by_several_callbacks_is_known_by_its_hash() -> None:
    app = made()
    app._setup_server()
    (output,) = (name for name in app.callback_map if "@" in name)
    place = {"id": "out", "property": output.split(".")[1]}
    body = {"output": output, "outputs": place, "inputs": [{"id": "on", "property": "n"}]}
    answer = post(app.server.test_client(), body)
    assert answer.json["response"] == {"out": {"children": "on"}}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda _: [], "must be an object"),
        (lambda body: {**body, "output": "other.children"}, "nothing that sets this output"),
        (lambda body: {**body, "output": ["out.children"]}, "output must be a text"),
        (lambda body: {**body, "output": "x" * 10**6}, "at most 20,000 characters"),
        # It runs in the browser alone.
        (lambda body: {**body, "output": "out.lang"}, "nothing that sets this output"),
        (lambda body: {**body, "outputs": [body["outputs"]]}, "must be an object"),
        (lambda body: {**body, "outputs": {**ONE}}, "must be of out.children"),
        (lambda body: {**body, "outputs": None}, "must be an object"),
        (lambda body: {**body, "inputs": []}, "must have 1 entries, got 0"),
        (lambda body: {**body, "inputs": body["inputs"] * 2}, "at most 1 entries"),
        (lambda body: {**body, "inputs": {"0": ONE}}, "inputs must be a list"),
        (lambda body: {**body, "inputs": [[ONE]]}, "must be an object"),
        (lambda body: {**body, "inputs": [OTHER]}, "must be of in.value"),
        (lambda body: {**body, "inputs": [{"id": {}, "property": []}]}, "must be of in.value"),
        (lambda body: {**body, "inputs": [{**ONE, "more": 1}]}, "must be of in.value"),
        (lambda body: {**body, "state": []}, "must have 1 entries"),
        (lambda body: {**body, "changedPropIds": ["kept.data"]}, "must name inputs"),
        (lambda body: {**body, "changedPropIds": ["in.value"] * 9}, "at most 1 entries"),
        (lambda body: {**body, "changedPropIds": [{}]}, "must be a text"),
        (lambda body: {**body, "parsedChangedPropsIds": "in.value"}, "must be a list"),
        (lambda body: {**body, "cancelJob": 1}, "must have no more than"),
    ],
)
def test_another_body_is_refused_with_its_reason(
    client: FlaskClient, change: Callable[[Any], Any], words: str
) -> None:
    answer = post(client, change(SOUND))
    assert answer.status_code == 400
    assert words in answer.json["refused"]
    assert "reload the page" in answer.json["refused"]
    assert len(answer.json["refused"]) < 300


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"\xff", b"[" * 10**6, b'{"a":' * 10**5, b"nul", b"1" * 5000),
        *(b'{"a": NaN}', b'{"a": -Infinity}', b'{"a": 1e999}', b'"' + b'\\"' * 700_000),
        json.dumps(SOUND).encode("utf-16"),
        json.dumps({**SOUND, "state": [{**OTHER, "value": [[[]]] * 9}]}).encode("utf-32"),
    ],
    ids=lambda body: repr(body[:12]),
)
def test_what_is_no_json_of_a_page_is_refused(client: FlaskClient, body: bytes) -> None:
    answer = post(client, body)
    assert answer.status_code == 400
    assert answer.json == {"refused": "The request cannot be read; reload the page."}


def test_a_million_marks_are_not_even_read(client: FlaskClient) -> None:
    marks = json.dumps(SOUND).replace("[1]", f"[{'1,' * 10**6}1]").encode()
    answer = post(client, marks)
    assert answer.status_code == 413
    assert answer.json == {"refused": "The request is larger than what is read of one."}
    fewer = json.dumps(SOUND).replace("[1]", f"[{'1,' * 200_000}1]").encode()
    assert len(fewer) < MOST_BYTES
    assert post(client, fewer).status_code == 200


def test_depth_is_counted_outside_of_texts() -> None:
    check_depth("[" * DEEPEST + "]" * DEEPEST)
    check_depth("[]{}" * 10**5)
    check_depth(json.dumps(["[" * 100, '"' + "{" * 100, "\\[[" * 100]))
    for text in ("[" * (DEEPEST + 1), '["]",' * (DEEPEST + 1), '{"a\\"]":' * (DEEPEST + 1)):
        with pytest.raises(ValueError, match="nested deeper"):
            check_depth(text)
    # A text without an end is looked at once.
    with limit():
        check_depth('"\\' * 10**6)
    assert StrictJson.loads(b'{"a": [1, 0.5, "\xc3\xa9"]}') == {"a": [1, 0.5, "é"]}


@pytest.mark.parametrize("prefix", ["/", "/lab/", "/a/b/"])
def test_it_stands_behind_any_prefix(prefix: str) -> None:
    client = made(prefix).server.test_client()
    assert post(client, SOUND, prefix).status_code == 200
    assert post(client, {**SOUND, "inputs": []}, prefix).status_code == 400
    assert client.get(f"{prefix}nothing").status_code == 404
    assert client.get(prefix).status_code == 200
    # Without it Dash fails at the same body.
    assert post(made(prefix, False).server.test_client(), [], prefix).status_code == 500


def test_an_address_that_dash_has_elsewhere_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weight_surgery.components.guard.callbacks.ADDRESS", "_dash-elsewhere")
    with pytest.raises(ValueError, match="elsewhere than at /_dash-elsewhere"):
        made()


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("GET", "/nothing", 404, "There is nothing at this address."),
        ("GET", "/etc/passwd", 404, "There is nothing"),
        ("GET", "/assets/%00", 404, "There is nothing"),
        ("GET", "/assets/..%2f..%2fetc%2fpasswd", 404, "There is nothing"),
        ("GET", "/_dash-component-suites/os/path", 404, "There is nothing"),
        ("GET", "/_dash-component-suites/dash/no.js", 404, "There is nothing"),
        ("PUT", "/", 405, "not asked in this way"),
        ("POST", "/_dash-layout", 405, "not asked in this way"),
        ("POST", f"/{UPDATE}", 415, "reads JSON"),
    ],
)
def test_an_address_that_has_no_answer_has_a_sentence(
    client: FlaskClient, method: str, path: str, status: int, words: str
) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == status
    assert words in answer.text
    assert len(answer.text) < 100
    assert "passwd" not in answer.text
    assert ("Allow" in answer.headers) == (status == 405)


def test_a_fault_of_the_server_shows_nothing_of_it() -> None:
    app = made()
    app.server.add_url_rule("/fault", "fault", lambda: {}["/srv/secret"])
    answer = app.server.test_client().get("/fault")
    assert answer.status_code == 500
    assert answer.text == "The server failed at this; its log has the details."


def test_a_callback_without_outputs_is_read_too() -> None:
    callback = {"output": [], "inputs": [ONE], "state": [], "callback": 1}
    check({"hash": callback}, {"output": "hash", "inputs": [ONE]})
    with pytest.raises(ValueError, match="at most 0 entries"):
        check({"hash": callback}, {"output": "hash", "inputs": [ONE], "outputs": [ONE]})
