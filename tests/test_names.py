"""What Python and the page's own modules call the same: both sides name what is there."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from typing import Any

import pytest
from dash import Dash

from tests.conftest import make_bundle
from tests.test_browser_side import LAB, MODULES, code_of
from weight_surgery.app import create_app
from weight_surgery.components import ids
from weight_surgery.components.names import TABS, names, notebook_fields
from weight_surgery.components.opening import notebook_view
from weight_surgery.components.question import DRAWN, EDIT, OVER, view_fields
from weight_surgery.components.tabs import TABS as TITLES
from weight_surgery.components.view import View
from weight_surgery.core.workbench import Workbench

USED = re.compile(r"(?<![\w.])(IDS|TABS|VIEW)(?:\.([A-Za-z_]\w*)|\[\"(\w+)\"\])")
# A list has these of its own; IDS is one in some modules.
OF_LISTS = {"map", "forEach", "length", "filter", "indexOf", "includes"}
NAMESPACE = r"export const {name} = \{{\n(.*?)\n\}};"
FUNCTION = re.compile(r"^  (?:async )?(\w+)(?:\(|:)", re.MULTILINE)


@pytest.fixture(scope="module")
def workbench() -> Workbench:
    return Workbench({"small": make_bundle(samples=4)})


@pytest.fixture(scope="module")
def app(workbench: Workbench) -> Dash:
    app = create_app(workbench)
    app._setup_server()
    return app


def used_in(text: str) -> set[tuple[str, str]]:
    """Return the names that a module takes from Python, each with where it looks them up."""
    found = {(table, one or other) for table, one, other in USED.findall(code_of(text))}
    return {(table, name) for table, name in found if name not in OF_LISTS}


def unknown_in(text: str) -> set[tuple[str, str]]:
    """Return those that Python does not give."""
    given = {"IDS": vars(ids), "TABS": TABS, "VIEW": view_fields(View())}
    return {(table, name) for table, name in used_in(text) if name not in given[table]}


def list_in(module: str, name: str) -> list[str]:
    """Return a constant list of texts of a module."""
    (content,) = re.findall(rf"\b{name} = \[(.*?)\]", (LAB / module).read_text(), re.DOTALL)
    return re.findall(r'"(\w+)"', content)


def functions_in(module: str, namespace: str) -> set[str]:
    """Return the functions of a module's namespace for Dash."""
    pattern = NAMESPACE.format(name=namespace)
    (content,) = re.findall(pattern, (LAB / module).read_text(), re.DOTALL)
    return set(FUNCTION.findall(content))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(LAB)))
def test_a_module_names_only_what_python_has(path) -> None:
    assert unknown_in(path.read_text()) == set()


def test_what_these_tests_look_for_is_found() -> None:
    text = 'IDS.NO_SUCH; IDS.TOASTS; [IDS.NOT_THIS]: 1; TABS["none"]; VIEW.tab; VIEW.lost; A.IDS.X'
    expected = {("IDS", "NO_SUCH"), ("IDS", "NOT_THIS"), ("TABS", "none"), ("VIEW", "lost")}
    assert unknown_in(f"{text} // IDS.IN_A_COMMENT\nIDS.map(one)") == expected
    used = set().union(*(used_in(path.read_text()) for path in MODULES))
    assert {("IDS", "ASK_STORE"), ("IDS", "DAMPING_SLIDER"), ("VIEW", "view")} <= used
    assert functions_in("page/atlas.mjs", "atlas") == {"built", "hear", "set", "open"}


def test_dash_and_the_modules_know_the_same_functions(app: Dash) -> None:
    registered: dict[str, set[str]] = {}
    for callback in app._callback_list:
        if called := callback["clientside_function"]:
            registered.setdefault(called["namespace"], set()).add(called["function_name"])
    main = (LAB / "main.mjs").read_text()
    homes = dict(re.findall(r'import \{ (\w+) \} from "\./([\w/-]+\.mjs)"', main))
    (table,) = re.findall(r"window\.dash_clientside \?\? \{\}, \{(.*?)\}", main, re.DOTALL)
    namespaces = re.findall(r"\w+", table)
    assert set(namespaces) == set(registered)
    for name in namespaces:
        assert functions_in(homes[name], name) == registered[name], name


def test_whatever_the_server_waits_for_is_set_by_somebody(app: Dash) -> None:
    """A store that a callback of the server listens to is set by a callback or by a module."""
    set_by_python, waited = set(), set()
    for name, callback in app.callback_map.items():
        set_by_python |= {part.strip(".").rsplit(".", 1)[0] for part in name.split("...")}
        if "callback" in callback:
            waited |= {one["id"] for one in (*callback["inputs"], *callback["state"])}
    named = {
        vars(ids)[name]
        for path in MODULES
        for _, name in used_in(path.read_text())
        if name in vars(ids)
    }
    stores = {id for id in waited if id.endswith("-store")}
    assert ids.ASK_STORE in stores
    assert stores <= named | set_by_python | set(TABS.values())


def test_both_sides_ask_for_the_same_fields() -> None:
    assert list_in("model/view.mjs", "MEASURED") == [*EDIT, *DRAWN]
    assert set(list_in("model/view.mjs", "OWN")) | {"story"} == set(OVER)
    known = set(view_fields(View()))
    assert set(list_in("model/view.mjs", "STEPS")) <= known
    controls = code_of((LAB / "page/controls.mjs").read_text())
    plain = re.findall(r'plain\("(\w+)"\)', controls)
    assert len(plain) > 10
    assert set(plain) <= known


def test_every_tab_has_a_store_and_a_title() -> None:
    assert list(TABS) == [name for name, _ in TITLES]
    assert View().tab in TABS
    for name in TABS:
        View(tab=name)


def test_the_page_is_given_every_id_and_every_default(workbench: Workbench) -> None:
    given = names(workbench, "/app/")
    text = json.dumps(given, allow_nan=False)
    assert json.loads(text)["ids"] == {
        name: value for name, value in vars(ids).items() if name.isupper()
    }
    assert given["prefix"] == "/app/"
    defaults: dict[str, Any] = given["view"]
    # queryOf writes what is only looked at in the order of the defaults, as Python does.
    assert list(defaults)[len(EDIT) :] == [one.name for one in fields(View)][1:]


def test_the_notebooks_view_is_given_with_its_model_only_where_that_is_here(
    shipped: Workbench, workbench: Workbench
) -> None:
    here, elsewhere = notebook_fields(shipped), notebook_fields(workbench)
    assert here.pop("model") == "mnist-3d"
    assert here == elsewhere
    known = view_fields(notebook_view("mnist-3d"))
    assert all(known[name] == value for name, value in here.items())
    assert (here["classes"], here["bias"], here["plane"]) == ([3, 6], False, "seed")
