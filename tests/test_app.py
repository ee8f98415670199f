"""The wiring, the command line, the server, and the direction of imports."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import pytest
from dash import Dash, html

import app as entry
from tests.conftest import make_bundle
from weight_surgery import app
from weight_surgery.app import create_app, load_workbench
from weight_surgery.components import ids, later, many
from weight_surgery.core.bundle import save_bundle
from weight_surgery.core.uploads import Uploads
from weight_surgery.core.workbench import MOST_BYTES, PRETRAINED, Resources, Workbench
from weight_surgery.server.command import uploads_of
from weight_surgery.server.listening import serve_with_tools
from weight_surgery.server.settings import RunSettings

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def dash_app(tmp_path_factory: pytest.TempPathFactory) -> Dash:
    uploads = Uploads(tmp_path_factory.mktemp("own"))
    return create_app(Workbench.from_folder(PRETRAINED, lazily=True, uploads=uploads))


def ids_in_layout(app: Dash) -> set[str]:
    page, rest = app.layout(), html.Div([*later.build(), many.build("light")])
    components = (page, *page._traverse(), *rest._traverse())
    return {component.id for component in components if getattr(component, "id", None)}


def test_every_id_in_a_callback_is_in_the_layout(dash_app: Dash) -> None:
    dash_app._setup_server()
    present = ids_in_layout(dash_app)
    used = set()
    for name, callback in dash_app.callback_map.items():
        used |= {one["id"] for one in (*callback["inputs"], *callback["state"])}
        # One that has no output is named by a hash.
        outputs = name.split("...") if "." in name else []
        used |= {part.strip(".").rsplit(".", 1)[0] for part in outputs}
    assert used
    assert used <= present


def test_every_named_id_is_on_the_page_once(dash_app: Dash) -> None:
    named = [value for name, value in vars(ids).items() if name.isupper()]
    assert len(named) == len(set(named))
    assert set(named) <= ids_in_layout(dash_app)


def test_the_contracts_ids_are_there(dash_app: Dash) -> None:
    contract = """surgery-model-select surgery-class-a-select surgery-class-b-select
    surgery-damping-slider surgery-damping-input surgery-bias-switch surgery-trim-switch
    surgery-fit-select surgery-default-button surgery-notebook-button surgery-export-button
    embedding-before-graph embedding-after-graph circle-before-graph circle-after-graph"""
    assert set(contract.split()) <= ids_in_layout(dash_app)


@pytest.mark.parametrize("path", ["/", "/assets/style.css", "/assets/lab/main.mjs", "/lab/samples"])
def test_what_is_sent_is_compressed(dash_app: Dash, path: str) -> None:
    asked = {"asked": json.dumps({"id": 1, "query": "points=1000"})}
    headers = {"Accept-Encoding": "gzip, deflate, br, zstd"}
    reply = dash_app.server.test_client().get(path, query_string=asked, headers=headers)
    assert reply.status_code == 200
    assert reply.headers.get("Content-Encoding") == "zstd"


def test_the_first_requests_of_a_process_are_answered_whichever_they_are() -> None:
    server = create_app(Workbench({"small": make_bundle()})).server
    script = f"dash_ag_grid.v{version('dash_ag_grid').replace('.', '_')}m1.min.js"
    paths = (f"/_dash-component-suites/dash_ag_grid/{script}", "/_dash-dependencies") * 8
    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(lambda path: server.test_client().get(path), paths))
    assert {one.status_code for one in found} == {200}
    # Later ones are told the same.
    assert {one.data for one in found} == {
        server.test_client().get(path).data for path in set(paths)
    }


def test_the_page_and_its_health_answer(dash_app: Dash) -> None:
    client = dash_app.server.test_client()
    assert client.get("/").status_code == 200
    assert client.get("/health").text == "OK"
    assert client.get("/_dash-layout").status_code == 200


def test_server_is_a_wsgi_app_built_when_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_bundle(tmp_path / "mine.npz", make_bundle())
    monkeypatch.setenv("WEIGHT_SURGERY_MODELS", str(tmp_path))
    client = entry.server.test_client()
    assert client.get("/health").status_code == 200
    assert ids.OWN_BUTTON not in client.get("/_dash-layout").text
    monkeypatch.setenv("WEIGHT_SURGERY_UPLOADS", str(tmp_path / "own"))
    assert ids.OWN_BUTTON in entry.server.test_client().get("/_dash-layout").text
    with pytest.raises(AttributeError, match="nothing"):
        _ = entry.nothing


def test_own_models_are_kept_where_nobody_else_reaches_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for host in ("127.0.0.1", "localhost", "::1"):
        found = uploads_of(RunSettings(host=host))
        assert found is not None
        assert found.folder == tmp_path / "weight-surgery"
    for host in ("0.0.0.0", "::", "192.168.1.7", "", "127.0.0.1.example"):
        assert uploads_of(RunSettings(host=host)) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8050"),
        ("localhost", "http://localhost:8050"),
        ("::1", "http://[::1]:8050"),
        ("::", "http://[::]:8050"),
    ],
)
def test_the_address_that_is_said_is_one_that_browsers_open(host: str, address: str) -> None:
    assert RunSettings(host=host).address == address


def test_an_ipv6_address_is_no_taken_one_with_the_developers_tools(
    dash_app: Dash, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6) as free:
            port = int(free.getsockname()[1])
    except OSError:
        pytest.skip("this machine has no IPv6")
    run: list[dict[str, object]] = []
    monkeypatch.setattr(dash_app.server, "run", lambda **options: run.append(options))
    monkeypatch.setattr(dash_app, "enable_dev_tools", lambda **_: True)
    serve_with_tools(dash_app, RunSettings(host="::1", port=port))
    assert run == [{"host": "::1", "port": port, "debug": True}]
    assert f"http://[::1]:{port} " in capsys.readouterr().out
    with socket.create_server(("::1", port), family=socket.AF_INET6):
        with pytest.raises(ValueError, match=r"cannot listen on http://\[::1\].*is it taken"):
            serve_with_tools(dash_app, RunSettings(host="::1", port=port))
        assert len(run) == 1


def test_a_broken_file_among_good_ones_is_told_of_at_the_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    save_bundle(tmp_path / "mine.npz", make_bundle())
    (tmp_path / "bad.npz").write_text("x")
    workbench = app.load_workbench(tmp_path)
    assert "mine" in workbench.models
    assert "bad.npz is not a feature bundle" in caplog.text


def run_app(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "app.py", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_bad_options_end_with_one_sentence_and_exit_code_2(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "bad.npz").write_text("x")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        cases = {
            ("--port", port): "Choose another with --port",
            ("--port", "99999"): "must lie in 1…65535",
            ("--host", "no.such.host.invalid"): "is no address; leave it out",
            ("--host", "192.0.2.1"): "is no address of this machine",
            ("--models", str(tmp_path / "none")): "cannot be read",
            ("--models", str(tmp_path)): "holds no .npz bundle",
            ("--models", str(broken)): "bad.npz is not a feature bundle",
        }
        for arguments, words in cases.items():
            result = run_app(*arguments)
            assert result.returncode == 2, arguments
            assert words in result.stderr
            assert len(result.stderr.strip().splitlines()) == 1


def test_help_is_there_and_strange_options_are_refused() -> None:
    assert "--models" in run_app("--help").stdout
    assert run_app("--colour").returncode == 2


def test_start_up_imports_nothing_heavy() -> None:
    code = (
        "import sys, app, weight_surgery as ws;"
        "ws.create_app(ws.Workbench.from_folder(ws.PRETRAINED));"
        "heavy = {'torch', 'torchvision', 'sklearn', 'scipy', 'pandas'} & set(sys.modules);"
        "sys.exit(' '.join(heavy) or 0)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


def test_a_server_keeps_as_much_and_lets_as_many_wait_as_it_is_told() -> None:
    usual = load_workbench(None)
    assert usual.cache_figures().most_bytes == MOST_BYTES
    assert usual._caching.waiting._most is None
    told = load_workbench(None, resources=Resources(10, most_waiting=1, workers=2))
    assert told.cache_figures().most_bytes == 10
    assert told._caching.waiting._most == 1
    assert usual._workers is None
    assert told._workers is not None
    assert told._workers.pids() == []
