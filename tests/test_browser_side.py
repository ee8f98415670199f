"""The page's own modules: imports that run one way, one door to plotly's internals, no globals."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

LAB = Path(__file__).parents[1] / "assets" / "lab"
MODULES = sorted(LAB.rglob("*.mjs"))
# With those of the report that is taken home.
SCRIPTS = [*MODULES, *sorted((LAB.parents[1] / "components").rglob("*.js"))]
# The ways to what surrounds the program: Dash, Python's names, the server.
DOORS = {"dash.mjs", "names.mjs", "mounted.mjs", "connection.mjs"}
# From a folder to those that its modules may import from.
ARROWS = {
    "motion": {"motion"},
    "figures": {"motion", "figures"},
    "model": {"motion", "model"},
    "stage": {"motion", "figures", "model", "stage", *DOORS},
    "page": {"motion", "figures", "model", "stage", "page", *DOORS},
    "main.mjs": {"stage", "page", *DOORS},
    **dict.fromkeys(DOORS, DOORS),
}
INTERNALS = LAB / "stage" / "plotly-internals.mjs"
INTERNAL = re.compile(
    r"(?<!\w)(_fullLayout|_fullData|_scene|_offset|_context|_trace|glplot|setViewport|getCamera|"
    r"drawPick|readPixels|onrender|initializeGLPlot|cameraParams|dataScale|l2p)(?!\w)"
)
IMPORT = re.compile(r"""(?:\bfrom\s+|^import\s+|\bimport\()["']([^"'\s]+)["']""", re.MULTILINE)
# Dash calls what is in its namespace, and the renderer and connection.mjs's fetch are the page's.
ASSIGNED = re.compile(r"\bwindow\.([\w.]+)\s*=(?!=)|\bObject\.assign\(window\s*,")
ALLOWED = {"dash_clientside", "fetch"}
# A function takes no more than some hundred thousand arguments.
SPREAD = re.compile(r"\bMath\.(?:min|max)\(\s*\.\.\.|\bMath\.(?:min|max)\.apply\(")


def code_of(text: str) -> str:
    """Return a module without its comments."""
    return re.sub(r"/\*.*?\*/|(?:^|\s)//[^\n]*", "", text, flags=re.DOTALL)


def place_of(path: Path) -> str:
    return path.relative_to(LAB).parts[0]


def wrong_imports(path: Path, text: str) -> list[str]:
    """Return the imports of a module that leave the program or run against the arrows."""
    found = IMPORT.findall(code_of(text))
    targets = {name: (path.parent / name).resolve() for name in found if name.startswith(".")}
    return [
        name
        for name in found
        if name not in targets
        or not targets[name].is_relative_to(LAB)
        or place_of(targets[name]) not in ARROWS[place_of(path)]
    ]


def internals_in(text: str) -> set[str]:
    return set(INTERNAL.findall(code_of(text)))


def globals_in(text: str) -> set[str]:
    """Return what a module writes to the window: names, "" where it is many at once."""
    return {name.split(".")[0] for name in ASSIGNED.findall(code_of(text))} - ALLOWED


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(LAB)))
def test_a_module_imports_along_the_arrows_and_leaves_plotly_and_the_window_alone(
    path: Path,
) -> None:
    text = path.read_text()
    assert wrong_imports(path, text) == []
    # What of plotly is written over is written over in one place.
    assert globals_in(text) == ({"Plotly"} if path == INTERNALS else set())
    if path != INTERNALS:
        assert internals_in(text) == set()
    assert len(text.splitlines()) <= 250


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_list_becomes_the_arguments_of_a_function_of_numbers(path: Path) -> None:
    assert not SPREAD.search(code_of(path.read_text()))


def test_what_runs_before_the_modules_leaves_them_plotly_and_the_browsers_own_methods() -> None:
    # "": Plotly itself, as a promise at first; the types know it as the library only.
    assert globals_in((LAB / "first.js").read_text()) == {"", "natives"}


def test_what_these_tests_look_for_is_found() -> None:
    figures = LAB / "figures" / "one.mjs"
    assert wrong_imports(figures, 'import { a } from "../stage/flat.mjs";') == ["../stage/flat.mjs"]
    assert wrong_imports(figures, 'import "../main.mjs";\nimport x from "./b.mjs";') == [
        "../main.mjs"
    ]
    assert wrong_imports(LAB / "stage" / "one.mjs", 'import("../page/page.mjs")')
    assert wrong_imports(figures, 'import { z } from "lodash";') == ["lodash"]
    assert not wrong_imports(figures, '/* import "../main.mjs" */ import "../motion/motion.mjs";')
    assert not wrong_imports(figures, 'style.set("--from", "1"); style.set("--to", "2");')
    assert internals_in("graph._fullLayout.scene._scene.glplot") == {
        "_fullLayout",
        "_scene",
        "glplot",
    }
    assert not internals_in("dash.callback_context; // _fullLayout\nWEBGL_lose_context")
    assert SPREAD.search("const a = Math.max(...all)")
    assert SPREAD.search("Math.min(\n  ...all,\n)")
    assert SPREAD.search("Math.min.apply(null, all)")
    assert not SPREAD.search("Math.max(a, ...[])[...all]; leastOf(all)")
    assert globals_in("window.lab = 1; window.lab.x = 2") == {"lab"}
    assert globals_in("Object.assign(window, { lab })") == {""}
    assert not globals_in("window.lab === 1; window.dash_clientside = {}")
    assert internals_in(INTERNALS.read_text()) > {"_fullLayout", "glplot", "drawPick", "l2p"}
