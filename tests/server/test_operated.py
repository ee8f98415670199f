"""What an operator has to do with: proxies before either server, health, folders, logs, slips."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests

from tests.server.processes import CLEAN, ROOT, gunicorn, nginx, waitress

SOON = 10.0


@pytest.mark.parametrize("kind", [waitress, gunicorn])
def test_a_trusted_proxys_word_reaches_the_page(kind: Callable, tmp_path: Path) -> None:
    given = {"WEIGHT_SURGERY_SIGN_IN": "header", "WEIGHT_SURGERY_UPLOADS": str(tmp_path / "own")}
    if kind is waitress:
        given["WEIGHT_SURGERY_PROXIES"] = "127.0.0.1"
    with kind(tmp_path, **given) as (address, _):
        signed = {"X-Forwarded-User": "ada", "X-Forwarded-Host": "lab.example:8443"}
        signed |= {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https"}
        said = requests.get(f"{address}/", headers=signed, timeout=SOON)
        assert said.status_code == 200
        # The page knows its own address by what the proxy says of it.
        sent = {**signed, "Origin": "https://lab.example:8443"}
        brought = requests.post(f"{address}/lab/own", headers=sent, timeout=SOON)
        assert "only taken from this very page" not in brought.text
        other = {**signed, "Origin": "https://elsewhere.example"}
        refused = requests.post(f"{address}/lab/own", headers=other, timeout=SOON)
        assert "only taken from this very page" in refused.text


@pytest.mark.parametrize(
    ("given", "prefix"),
    [
        ({}, "/"),
        ({"WEIGHT_SURGERY_PREFIX": "/lab/", "WEIGHT_SURGERY_HOSTS": "lab.example"}, "/lab/"),
    ],
)
def test_whether_it_is_alive_is_asked_as_it_is_set(
    given: dict[str, str], prefix: str, tmp_path: Path
) -> None:
    def asked(port: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "weight_surgery.server.alive"],
            cwd=ROOT,
            env={**CLEAN, **given, "WEIGHT_SURGERY_PORT": port},
            capture_output=True,
            text=True,
            check=False,
        )

    with ExitStack() as stack:
        address, _ = stack.enter_context(waitress(tmp_path, **given))
        port = address.rpartition(":")[2]
        found = asked(port)
        assert (found.returncode, found.stderr) == (0, "")
    gone = asked(port)
    assert gone.returncode == 1
    assert "does not answer" in gone.stderr
    assert len(gone.stderr.splitlines()) == 1


def test_figures_are_for_who_runs_it_behind_any_prefix(tmp_path: Path) -> None:
    with (
        gunicorn(tmp_path, WEIGHT_SURGERY_PREFIX="/lab/") as (behind, _),
        nginx(tmp_path, behind) as address,
    ):
        assert requests.get(f"{behind}/lab/metrics", timeout=SOON).status_code == 200
        for path in ("/metrics", "/lab/metrics", "/lab/metrics/", "/lab//metrics"):
            assert requests.get(f"{address}{path}", timeout=SOON).status_code == 403, path
        assert requests.get(f"{address}/lab/health", timeout=SOON).status_code == 200


def test_the_proxy_writes_no_query_and_no_address(tmp_path: Path) -> None:
    with gunicorn(tmp_path) as (behind, _), nginx(tmp_path, behind) as address:
        requests.post(address, data=b"x" * (70 * 2**20), timeout=SOON)
    lost = tmp_path / "lost"
    lost.mkdir()
    with nginx(lost, "http://127.0.0.1:9") as address:
        secret = f"{address}/?model=own-SECRET"
        assert requests.get(secret, headers={"Referer": secret}, timeout=SOON).status_code == 502
    for folder in (tmp_path, lost):
        written = (folder / "nginx.log").read_text()
        assert "SECRET" not in written
        assert "127.0.0.1" not in written


@pytest.mark.parametrize("kind", [waitress, gunicorn])
def test_a_server_logs_nobodys_address_and_nothing_asked(kind: Callable, tmp_path: Path) -> None:
    secret = b"/?model=own-SECRET"
    line = b"GET " + secret + b" HTTP/1.1\r\n"
    host = b"Host: 127.0.0.1\r\n\r\n"
    asked = {
        line + b"Referer: http://here" + secret + b"\r\n" + host: {b"200"},
        line + b"SECRET header\r\n" + host: {b"400"},
        line + b"Transfer-Encoding: SECRET\r\n" + host: {b"501"},
        b"GET " + secret + b" SECRET\r\n" + host: {b"400"},
        b"GET /slow?seconds=own-0123456SECRET987654321 HTTP/1.1\r\n" + host: {b"500"},
        b"GET /" + 70 * b"SECRET" * 1000 + b" HTTP/1.1\r\n" + host: {b"414", b"431"},
    }
    with kind(tmp_path) as (address, _):
        port = int(address.rpartition(":")[2])
        for message, statuses in asked.items():
            sent = socket.create_connection(("127.0.0.1", port), SOON, ("127.9.9.9", 0))
            with sent:
                sent.sendall(message)
                first = sent.makefile("rb").readline()
                assert first.split()[1] in statuses, (message[:80], first)
    for log in tmp_path.glob("*.log"):
        written = log.read_text()
        assert "SECRET" not in written
        assert "127.9.9.9" not in written
        assert '"endpoint": "page"' in written


def test_a_folder_that_was_given_is_left_as_it_was(tmp_path: Path) -> None:
    given = tmp_path / "figures"
    given.mkdir()
    (given / "precious.txt").write_text("kept")
    with gunicorn(tmp_path, PROMETHEUS_MULTIPROC_DIR=str(given)) as (address, _):
        assert requests.get(f"{address}/metrics", timeout=SOON).status_code == 200
    assert (given / "precious.txt").read_text() == "kept"


def test_gunicorn_logs_in_the_same_form(tmp_path: Path) -> None:
    with gunicorn(tmp_path, HOME="/proc") as (address, _):
        assert requests.get(f"{address}/ready", timeout=SOON).status_code == 200
    lines = (tmp_path / "gunicorn.log").read_text().splitlines()
    found = [json.loads(line) for line in lines]
    assert any(one["name"] == "gunicorn.error" for one in found)
    assert not [one for one in found if one["level"] == "ERROR"]


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("WEIGHT_SURGERY_THREADS", "999", r"WEIGHT_SURGERY_THREADS\) must lie in 2…64, got '999'"),
        ("WEIGHT_SURGERY_UPLOADS", __file__, r"WEIGHT_SURGERY_UPLOADS\) must be a folder"),
        ("WEB_CONCURRENCY", "0", r"WEB_CONCURRENCY must lie in 1…64, got '?0"),
    ],
)
def test_gunicorn_says_in_a_sentence_what_cannot_be(variable: str, value: str, words: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "app:server"],
        cwd=ROOT,
        env={**CLEAN, variable: value},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert result.returncode
    assert re.search(words, result.stderr)
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--uploads", "/proc/nope"], "cannot be made"),
        (["--host", "999.1.1.1"], "--host 999.1.1.1 is no address"),
        (["--host", "192.0.2.9"], "--host 192.0.2.9 is no address of this machine"),
    ],
)
def test_what_cannot_be_had_is_said_at_the_start(arguments: list[str], words: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "weight_surgery", "serve", *arguments],
        cwd=ROOT,
        env=CLEAN,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert result.returncode == 2
    assert words in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr
