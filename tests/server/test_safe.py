"""Headers, who may come in, whose word counts, and how often one may ask for what is dear."""

from __future__ import annotations

import re
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash

from tests.conftest import make_bundle
from tests.server.conftest import Serve, answer_to
from weight_surgery.app import create_app
from weight_surgery.components import dear, ids
from weight_surgery.components.view import View
from weight_surgery.core.workbench import Workbench
from weight_surgery.server import password, sign_in
from weight_surgery.server.headers import NOTEBOOKS

PROXY = "10.1.2.3"
QUICK = "pbkdf2:sha256:1000"


def policy(response: Any) -> dict[str, str]:
    parts = response.headers["Content-Security-Policy"].split("; ")
    return {name: rest for name, _, rest in (part.partition(" ") for part in parts)}


def test_the_page_may_run_only_what_is_its_own(client: FlaskClient) -> None:
    answer = client.get("/")
    found = policy(answer)
    assert found["default-src"] == "'none'"
    assert re.fullmatch(r"'self'( 'sha256-[A-Za-z0-9+/]+=*')+", found["script-src"])
    assert not any("unsafe-eval" in sources or "*" in sources for sources in found.values())
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    # Every inline script is one whose hash is given, or data.
    assert len(re.findall(r"<script(?![^>]*src=)(?![^>]*json)", answer.text)) == len(
        re.findall("sha256-", found["script-src"])
    )


def test_who_may_frame_the_page_is_said(serve: Serve) -> None:
    client = serve().test_client()
    assert policy(client.get("/"))["frame-ancestors"] == "'self'"
    assert policy(client.get("/?embed=1"))["frame-ancestors"] == "*"
    assert policy(client.get("/?embed=0"))["frame-ancestors"] == "'self'"
    closed = serve("--no-embed").test_client()
    assert policy(closed.get("/?embed=1"))["frame-ancestors"] == "'self'"
    shown = create_app(Workbench({"small": make_bundle()}), framed_by=NOTEBOOKS)
    ancestors = policy(shown.server.test_client().get("/"))["frame-ancestors"]
    assert ancestors == f"'self' {NOTEBOOKS}"


def test_only_named_hosts_are_answered(serve: Serve) -> None:
    client = serve("--hosts", "lab.example,127.0.0.1").test_client()
    assert client.get("/", headers={"Host": "lab.example"}).status_code == 200
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_whom_a_trusted_proxy_names_may_come_in_and_nobody_else(serve: Serve) -> None:
    client = serve("--sign-in", "header", "--proxies", f"{PROXY},::1").test_client()
    assert answer_to(client, PROXY, X_Forwarded_User="ada").status_code == 200
    assert answer_to(client, "::1", X_Forwarded_User="ada").status_code == 200
    refused = answer_to(client, PROXY)
    assert (refused.status_code, refused.json["refused"][:7]) == (401, "Sign in")
    # Anybody can write a header.
    for peer in ("10.1.2.4", "127.0.0.1", "", "unix:"):
        assert answer_to(client, peer, X_Forwarded_User="ada").status_code == 401
    for path in ("/health", "/ready", "/metrics"):
        assert client.get(path).status_code != 401


def basic(name: str, word: str) -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(f'{name}:{word}'.encode()).decode()}"}


def test_a_name_and_its_password_open_the_page(serve: Serve, tmp_path: Path) -> None:
    users = tmp_path / "users"
    line = generate_password_hash("correct horse", QUICK)
    users.write_text(f"# who may\n\nada:{line}\n")
    client = serve("--sign-in", "basic", "--users", str(users)).test_client()
    asked = client.get("/")
    assert asked.status_code == 401
    assert asked.headers["WWW-Authenticate"].startswith("Basic realm=")
    for _ in range(30):
        assert client.get("/", headers=basic("ada", "correct horse")).status_code == 200
    for name, word in (("ada", "wrong"), ("bob", "correct horse"), ("", ""), ("ada", "")):
        assert client.get("/", headers=basic(name, word)).status_code == 401
    for header in ("Basic ???", "Basic", "Bearer x", f"Basic {b64encode(bytes([255])).decode()}"):
        assert client.get("/", headers={"Authorization": header}).status_code == 401
    assert client.get("/health").status_code == 200


def test_passwords_are_not_guessed_without_end(serve: Serve, tmp_path: Path) -> None:
    users = tmp_path / "users"
    users.write_text(f"ada:{generate_password_hash('correct horse', QUICK)}\n")
    client = serve("--sign-in", "basic", "--users", str(users)).test_client()
    assert client.get("/", headers=basic("ada", "correct horse")).status_code == 200
    found = [client.get("/", headers=basic("ada", str(word))) for word in range(12)]
    assert [one.status_code for one in found] == [401] * 9 + [429] * 3
    assert "more passwords were tried" in found[-1].json["refused"]
    # Who is in stays in.
    assert client.get("/", headers=basic("ada", "correct horse")).status_code == 200


@pytest.mark.parametrize(
    ("content", "words"),
    [("", "names nobody"), ("ada", "line 1 of"), ("ada:secret", "line 1 of"), (b"\xff", "be read")],
)
def test_a_file_of_users_that_is_none_is_refused(
    tmp_path: Path, content: str | bytes, words: str
) -> None:
    users = tmp_path / "users"
    users.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(ValueError, match=words):
        sign_in.read_users(users)


def test_a_line_of_that_file_is_written_by_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse\n"))
    assert password.main(["ada"]) == 0
    (tmp_path / "users").write_text(capsys.readouterr().out)
    assert set(sign_in.read_users(tmp_path / "users")) == {"ada"}
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert password.main(["ada"]) == 2
    assert "at least 8 characters" in capsys.readouterr().err


def export(client: FlaskClient, workbench: Workbench, peer: str, **headers: str) -> Any:
    """Press *Figures .csv* from an address."""
    query = View(workbench.default_spec()).to_query()
    buttons = client.get("/_dash-dependencies").json
    callback = next(one for one in buttons if ids.EXPORT_DOWNLOAD in one["output"])
    inputs = [{**one, "value": None} for one in callback["inputs"]]
    pressed = next(one for one in inputs if one["id"] == ids.EXPORT_CSV_BUTTON)
    pressed["value"] = 1
    body = {
        "output": callback["output"],
        "outputs": {"id": ids.EXPORT_DOWNLOAD, "property": "data"},
        "inputs": inputs,
        "changedPropIds": [f"{ids.EXPORT_CSV_BUTTON}.n_clicks"],
        "state": [{**callback["state"][0], "value": query}],
    }
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(
        "/_dash-update-component",
        json=body,
        headers=given,
        environ_overrides={"REMOTE_ADDR": peer},
    )


def test_one_visitor_takes_home_so_many_files_and_another_their_own(
    serve: Serve, small: Workbench
) -> None:
    client = serve("--limit-exports", "2 per hour", "--proxies", PROXY).test_client()

    def was_given(peer: str, **headers: str) -> bool:
        answer = export(client, small, peer, **headers)
        assert answer.status_code == 200
        return '"filename"' in answer.text

    assert [was_given("127.0.0.9") for _ in range(3)] == [True, True, False]
    assert was_given("127.0.0.8")
    said = export(client, small, "127.0.0.9").text
    assert "More files were taken home" in said
    assert "60 minutes" in said
    # Behind a trusted proxy each address counts for itself, and nobody else can borrow one.
    assert [was_given(PROXY, X_Forwarded_For="192.0.2.1") for _ in range(3)] == [True, True, False]
    assert was_given(PROXY, X_Forwarded_For="192.0.2.2")
    assert not was_given("127.0.0.9", X_Forwarded_For="192.0.2.3")


def test_nobody_brings_or_trains_anything_unless_the_operator_allows_it(
    serve: Serve, tmp_path: Path, small: Workbench
) -> None:
    sent = {"Sec-Fetch-Site": "same-origin"}
    client = serve().test_client()
    for path in ("/lab/own", "/lab/jobs"):
        answer = client.post(path, data={"asked": "{}"}, headers=sent)
        assert answer.status_code == 403
        assert "not opened on this server" in answer.json["refused"]
    assert ids.OWN_BUTTON not in client.get("/_dash-layout").text
    assert small.uploads is None


def test_nothing_is_counted_where_nobody_bounds_it() -> None:
    dear.ask("exports")
    with create_app(Workbench({"small": make_bundle()})).server.app_context():
        dear.ask("exports")
