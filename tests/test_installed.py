"""Installed, not editable: used from another folder, which has a `core` and an `app` of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest
import requests

from tests.browser.server import free_port

ROOT = Path(__file__).parents[1]
PARTS = ("weight_surgery", "core", "components", "assets")
SECONDS = 60
CODE = """
import weight_surgery as ws
import weight_surgery.core, weight_surgery.components
for module in (ws, weight_surgery.core, weight_surgery.components):
    print(module.__file__)
print(ws.compare("digits-16d", 0, 1))
"""


def pip(*arguments: str, program: str = sys.executable) -> None:
    """Run pip. What it says is in the error where it fails."""
    command = [program, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel once, from a copy, because a build leaves files beside what it builds."""
    folder = tmp_path_factory.mktemp("wheel")
    copy = folder / "copy"
    for part in PARTS:
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, copy / name)
    pip("wheel", f"{copy}", "--no-deps", "--no-build-isolation", "--wheel-dir", f"{folder}")
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Return a folder whose own modules have our folders' names."""
    for name in ("core", "components", "assets"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise RuntimeError('not this one')")
    (tmp_path / "app.py").write_text("raise RuntimeError('not this one')")
    return tmp_path


@contextmanager
def page_of(command: list[str], folder: Path, environment: dict[str, str]) -> Iterator[str]:
    """Run a command that serves; yield its address once it answers."""
    port = free_port()
    server = subprocess.Popen(
        [*command, "--port", str(port)], cwd=folder, env=environment, stdout=subprocess.DEVNULL
    )
    address, end = f"http://127.0.0.1:{port}", monotonic() + SECONDS
    try:
        while True:
            try:
                requests.get(f"{address}/health", timeout=5).raise_for_status()
                break
            except requests.ConnectionError:
                assert server.poll() is None
                assert monotonic() < end
                sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def use(python: str, script: Path, installed: Path, folder: Path, environment: dict) -> None:
    """Use what is installed as a library, as a command and as a page."""

    def said(*command: str) -> str:
        return subprocess.run(
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, check=True
        ).stdout

    *homes, first = said(python, "-c", CODE).splitlines()[:4]
    assert all(Path(home).is_relative_to(installed) for home in homes)
    assert first == "digits-16d: merge 0 and 1 (paper, damping 0)"
    assert "capture" in said(f"{script}", "--help")
    said(f"{script}", "report", "digits-3d", "--classes", "3", "6", "--out", "mine.html")
    assert "</html>" in (folder / "mine.html").read_text(encoding="utf-8")
    with page_of([f"{script}", "run"], folder, environment) as address:
        page = requests.get(address, timeout=30)
        page.raise_for_status()
        assert "lab/main.mjs" in page.text
        asset = requests.get(f"{address}/assets/lab/main.mjs", timeout=30)
        asset.raise_for_status()
        assert asset.text == (ROOT / "assets" / "lab" / "main.mjs").read_text(encoding="utf-8")
        assert requests.get(f"{address}/assets/all.css", timeout=30).text


def test_a_wheel_is_used_from_another_folder(wheel: Path, elsewhere: Path) -> None:
    target = elsewhere / "installed"
    pip("install", "--no-deps", "--target", f"{target}", f"{wheel}")
    environment = {**os.environ, "PYTHONPATH": f"{target}"}
    use(sys.executable, target / "bin" / "weight-surgery", target, elsewhere, environment)
    assert not (target / "core").exists()


@pytest.mark.slow
def test_pip_installs_it_with_all_it_needs(wheel: Path, elsewhere: Path) -> None:
    """The same in an environment of its own, which takes gigabytes and minutes."""
    venv = elsewhere / "venv"
    subprocess.run([sys.executable, "-m", "venv", f"{venv}"], check=True)
    python = f"{venv / 'bin' / 'python'}"
    pip("install", f"{wheel}", program=python)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    use(python, venv / "bin" / "weight-surgery", venv, elsewhere, environment)
