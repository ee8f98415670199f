"""A report is one file that asks nobody for anything, and says what was measured."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import plotly.graph_objects as go
import pytest

import weight_surgery as ws
from tests.conftest import make_bundle
from weight_surgery.components.report import report_html
from weight_surgery.components.report.drawn import drawn_figures
from weight_surgery.components.report.tables import figures_table, tables_behind
from weight_surgery.components.report.words import caveats, steps_of
from weight_surgery.components.text import count, interval, percent
from weight_surgery.core.recipe import read_recipe
from weight_surgery.core.specs import Operation, SurgerySpec
from weight_surgery.core.spreadsheet import MARK
from weight_surgery.core.workbench import Workbench

NAMES = ("<b>bold</b>", "</script><script>alert(1)</script>", "=1+1", "数字 & ελληνικά")
BUNDLE = replace(make_bundle(), class_names=NAMES)
SPEC = SurgerySpec("small", (Operation("merge", (0, 1), 0.0),))
PLAN = SurgerySpec(
    "small",
    (Operation("merge", (0, 2), 0.1), Operation("shatter", (3,), 0.5), Operation("merge", (0, 1))),
    fit_split="test",
    repair=True,
)
SHATTER = SurgerySpec("small", (Operation("shatter", (3,), 0.5),))


class Seen(HTMLParser):
    """What a browser makes of a page: tags, attributes, and words outside scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.words = ""
        self.scripts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] == ["script"] and data.strip():
            self.scripts.append(data)
        else:
            self.words += data


@pytest.fixture(scope="module")
def workbench() -> Workbench:
    return Workbench({"small": BUNDLE})


@pytest.fixture(scope="module")
def seen(workbench: Workbench) -> Seen:
    return Seen(report_html(workbench, SPEC))


def test_nothing_is_fetched_and_no_name_is_markup(seen: Seen) -> None:
    assert all(link.startswith("data:") for link in seen.links)
    assert not {"b", "iframe", "img"} & set(seen.tags)
    for name in NAMES:
        assert name in seen.words
    # Figures, plotly and the report's own.
    assert len(seen.scripts) == seen.tags.count("figure") + 2


def test_every_figure_stands_with_its_count_and_interval(workbench: Workbench, seen: Seen) -> None:
    comparison = workbench.compare(SPEC)
    for side in (comparison.before, comparison.after):
        for figure in ("merged_recall", "bystander_accuracy", "strict_accuracy"):
            rate = getattr(side, figure)
            for written in (percent(rate), count(rate), interval(rate)):
                assert written in seen.words
    for line in (*caveats(comparison), steps_of(comparison)[0].formulas[-1]):
        assert line in seen.words


def test_what_can_be_saved_of_it_is_what_it_says(workbench: Workbench, seen: Seen) -> None:
    kinds = [link.partition(",") for link in seen.links if "," in link and len(link) > 10]
    recipes = [unquote(rest) for kind, _, rest in kinds if "json" in kind]
    assert len(recipes) == 1
    assert ws.replay(read_recipe(recipes[0]), BUNDLE).identical
    tables = [unquote(rest) for kind, _, rest in kinds if "csv" in kind]
    assert len(tables) == seen.tags.count("table") + 1
    for table in tables:
        assert table.startswith(MARK)
        rows = csv.reader(io.StringIO(table.removeprefix(MARK)))
        formulas = [cell for row in rows for cell in row if cell[:1] in ("=", "+", "@", "-")]
        assert all(re.fullmatch(r"-[0-9.e-]+", cell) for cell in formulas)
    assert workbench.export_figures(SPEC)[1] in tables


@pytest.mark.parametrize("spec", [SPEC, PLAN, SHATTER])
def test_pictures_are_plotly_figures_with_all_classes(
    workbench: Workbench, spec: SurgerySpec
) -> None:
    drawn = {one.name: one for one in drawn_figures(workbench, spec)}
    assert ("strength" in drawn) == (spec.operation.kind == "merge")
    for one in drawn.values():
        assert go.Figure(one.figure).data
        assert one.caption or one.name.startswith("confusion")
    samples = [len(trace["x"]) for trace in drawn["circles"].figure["data"] if "text" in trace]
    assert sum(samples) == 2 * len(BUNDLE.labels_test)
    matrix = go.Figure(drawn["confusion-after"].figure).data[0].customdata
    np.testing.assert_array_equal(matrix, workbench.compare(spec).after.confusion)


def test_the_atlas_is_in_it_only_where_it_is_measured() -> None:
    workbench = Workbench({"small": BUNDLE})
    names = [one.name for one in drawn_figures(workbench, SPEC)]
    assert "atlas" not in names
    workbench.atlas(SPEC)
    assert [one.name for one in drawn_figures(workbench, SPEC)] == [*names, "atlas"]


def test_a_plan_and_a_shattered_class_say_what_holds_of_them(workbench: Workbench) -> None:
    plan, shatter = workbench.compare(PLAN), workbench.compare(SHATTER)
    assert len(steps_of(plan)) == 3
    assert any("flatters the edit" in line for line in caveats(plan))
    assert any("re-estimated" in line for line in caveats(plan))
    assert not any("flatters" in line for line in caveats(shatter))
    names = " ".join(row[0].lower() for row in figures_table(shatter).rows)
    assert "genuine accept" in names
    for figure in ("told apart", "cosine", "counted as one", "attack success"):
        assert figure not in names
        assert figure in " ".join(row[0].lower() for row in figures_table(plan).rows)
    for spec in (PLAN, SHATTER):
        for table in tables_behind(workbench, spec):
            assert {len(row) for row in table.rows} <= {len(table.head)}
            assert table.csv


def test_the_same_edit_gives_the_same_file(workbench: Workbench) -> None:
    assert report_html(workbench, SHATTER) == report_html(Workbench({"small": BUNDLE}), SHATTER)


def test_a_notebook_writes_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    comparison = ws.compare(BUNDLE, "=1+1", NAMES[0])
    assert ws.report(comparison).name.endswith(".report.html")
    path = ws.report(comparison, tmp_path / "new" / "mine.html")
    data = re.findall(r'<script type="application/json">(.*?)</script>', path.read_text("utf-8"))
    assert all(json.loads(one)["data"] for one in data)
    with pytest.raises(ValueError, match="made of a comparison"):
        ws.report(BUNDLE)
