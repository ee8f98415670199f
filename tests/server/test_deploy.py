"""What puts servers together is held to the program, as no container engine may be here."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from tests.server.processes import CLEAN
from weight_surgery.__main__ import COMMANDS
from weight_surgery.core.limits import FILE_BYTES
from weight_surgery.server.reading import read_settings, variable
from weight_surgery.server.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
KNOWN = {variable(name) for name in Settings.model_fields} | {"REDIS_URL"}


def compose() -> dict[str, Any]:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


def lines(name: str, word: str) -> list[str]:
    text = (DEPLOY / name).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line.split(None, 1)[1] for line in text.splitlines() if line.startswith(f"{word} ")]


def test_there_are_two_servers_a_queue_two_workers_and_a_proxy() -> None:
    services = compose()["services"]
    assert set(services) == {"web1", "web2", "worker1", "worker2", "redis", "proxy"}
    ours = [one for name, one in services.items() if name.startswith(("web", "worker"))]
    for one in ours:
        assert one["read_only"] is True
        assert one["cap_drop"] == ["ALL"]
        assert one["environment"] == ours[0]["environment"]
        assert one["volumes"] == ours[0]["volumes"]
    assert services["worker1"]["command"][0] == "weight-surgery"
    assert services["worker1"]["command"][1] in COMMANDS
    # Only the proxy is reached from outside, and that from this machine unless somebody says more.
    assert [name for name, one in services.items() if "ports" in one] == ["proxy"]
    assert all(one.startswith("127.0.0.1:") for one in services["proxy"]["ports"])


def test_what_is_set_there_are_settings(monkeypatch: Any) -> None:
    given = compose()["services"]["web1"]["environment"]
    inside = dict(
        re.findall(r"(WEIGHT_SURGERY_\w+)=(\S+)", "\n".join(lines("Containerfile", "ENV")))
    )
    assert set(given) | set(inside) <= KNOWN
    for name, value in {**inside, **given}.items():
        monkeypatch.setenv(name, value)
    found = read_settings(Settings, ())
    assert found.host == "0.0.0.0"
    assert str(found.uploads) == compose()["services"]["web1"]["volumes"][0].split(":")[1]
    assert found.redis.startswith("redis://redis:")
    assert "redis" in compose()["services"]


def test_the_container_has_all_that_the_package_needs() -> None:
    copied = " ".join(lines("Containerfile", "COPY"))
    for name in ("pyproject.toml", "README.md", "app.py", "assets", "components", "core"):
        assert name in copied.split(), name
    for sources in lines("Containerfile", "COPY"):
        for source in sources.split()[:-1]:
            assert (ROOT / source).exists(), source
    extras = re.findall(r"\.\[([\w,]+)\]", " ".join(lines("Containerfile", "RUN")))
    assert extras == ["serve,jobs"]
    # It runs as nobody in particular, and what it keeps is that account's alone.
    assert lines("Containerfile", "USER") == ["lab"]
    assert "-m 700 /var/lib/lab" in " ".join(lines("Containerfile", "RUN"))


def test_the_proxy_names_the_servers_and_takes_a_file_whole() -> None:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert re.findall(r"server (\w+):8050", text) == ["web1", "web2"]
    most = int(re.findall(r"client_max_body_size (\d+)m;", text)[0]) * 2**20
    assert most > FILE_BYTES
    for asked in ("proxy_buffering on", "proxy_request_buffering on"):
        assert asked in text
    # What a client says of who it is never reaches the page.
    assert 'X-Forwarded-User ""' in text
    assert "X-Forwarded-For $remote_addr" in text


def test_gunicorn_takes_its_settings() -> None:
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "app:server"]
    result = subprocess.run(
        [*command, "--print-config"],
        cwd=ROOT,
        env={**CLEAN, "WEIGHT_SURGERY_PORT": "8123", "WEIGHT_SURGERY_GRACE": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    for line in ("bind .*127.0.0.1:8123", "worker_class .*gthread", "graceful_timeout .*7"):
        assert re.search(line, result.stdout), line
