"""One package, whose imports run one way, in files that stay small."""

from __future__ import annotations

import ast
import gc
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import weight_surgery as ws
from weight_surgery.__main__ import main as command

ROOT = Path(__file__).parents[1]


def imports_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_every_package_is_installed() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
    found = {
        ".".join(("weight_surgery", *path.parent.relative_to(ROOT).parts))
        for folder in ("core", "components")
        for path in (ROOT / folder).rglob("__init__.py")
    }
    bare = {"weight_surgery", "weight_surgery.assets", "weight_surgery.core.pretrained"}
    bare.add("weight_surgery.server")
    assert found | bare == set(settings["packages"])


def test_imports_run_one_way() -> None:
    for path in (ROOT / "core").rglob("*.py"):
        outward = {name.split(".")[0] for name in imports_of(path)}
        assert not outward & {"dash", "plotly", "dash_mantine_components"}, path
        assert not any(name.startswith("weight_surgery.comp") for name in imports_of(path)), path
    allowed = {f"weight_surgery.core.{name}" for name in ("checks", "specs", "workbench")}
    for path in (ROOT / "components").rglob("*.py"):
        deeper = {name for name in imports_of(path) if name.startswith("weight_surgery.core")}
        assert deeper <= allowed, path
    for path in (ROOT / "components" / "figures").rglob("*.py"):
        assert not any(name.startswith("weight_surgery.core") for name in imports_of(path)), path


def test_the_core_knows_of_no_page() -> None:
    strange = re.compile(
        r"\bdash(?!board)\w*|\bplotly\b|\bView(Spec)?\b|weight_surgery.components|components/"
    )
    for path in (ROOT / "core").rglob("*.py"):
        assert not strange.findall(path.read_text(encoding="utf-8")), path


def test_nobody_uses_the_folders_own_names() -> None:
    for folder in ("weight_surgery", "core", "components", "benchmarks", "tests"):
        for path in (ROOT / folder).rglob("*.py"):
            bare = {name.split(".")[0] for name in imports_of(path)} & {"core", "components"}
            assert not bare, path


def test_a_core_of_ones_own_is_not_in_the_way(tmp_path: Path) -> None:
    for name in ("core", "components", "assets"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise RuntimeError('not this one')")
    code = "import weight_surgery as ws; print(ws.Workbench.from_folder(ws.PRETRAINED).models[0])"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert result.stdout.strip(), result.stderr


def test_the_public_face_names_what_is_there() -> None:
    for name in ws.__all__:
        assert getattr(ws, name) is not None
    with pytest.raises(AttributeError, match="nothing"):
        _ = ws.nothing


def test_a_command_that_is_not_there_gets_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["serv"]) == 2
    assert "there is no command 'serv'" in capsys.readouterr().err
    assert command(["--help"]) == 0
    assert "capture" in capsys.readouterr().out
    assert command(["run", "--port", "0"]) == 2
    # It is off while a command is loaded, and no longer.
    assert gc.isenabled()


def test_files_stay_small() -> None:
    python = [
        path
        for folder in ("weight_surgery", "core", "components", "benchmarks", "tests")
        for path in (ROOT / folder).rglob("*.py")
    ]
    sheets = list((ROOT / "assets").glob("*.css"))
    assert python
    assert sheets
    for path in (*python, *sheets):
        assert len(path.read_text().splitlines()) <= 250, path
