"""A report as one text of HTML: the template filled in, with style, script and plotly inside."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from weight_surgery.components.report.drawn import drawn_figures
from weight_surgery.components.report.tables import figures_table, judged_table, tables_behind
from weight_surgery.components.report.words import caveats, facts_of, fall_lines, steps_of
from weight_surgery.components.verdict import verdict_words
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import RECIPE_ENDING, Workbench, what_was_done

HERE = Path(__file__).parent
ENDING = ".report.html"
TEMPLATE, STYLE, SCRIPT = "report.html", "report.css", "report.js"


def report_html(workbench: Workbench, spec: SurgerySpec) -> str:
    """Return the report of an edit, which a browser shows without a server or a network.

    Raises ValueError as `core.comparison` does.
    """
    # Four megabytes of text, which no start should wait for.
    from plotly.offline import get_plotlyjs

    comparison = workbench.compare(spec)
    stem = workbench.file_stem(spec)
    recipe = workbench.recipe(spec)
    return _template().render(
        style=(HERE / STYLE).read_text(encoding="utf-8"),
        script=(HERE / SCRIPT).read_text(encoding="utf-8"),
        plotly=get_plotlyjs(),
        done=what_was_done(comparison),
        verdict=verdict_words(comparison),
        judged=judged_table(comparison),
        numbers=figures_table(comparison),
        every_figure=workbench.export_figures(spec)[1],
        fall=fall_lines(comparison),
        figures=list(drawn_figures(workbench, spec)),
        behind=tables_behind(workbench, spec),
        steps=steps_of(comparison),
        facts=facts_of(comparison),
        caveats=caveats(comparison),
        stem=stem,
        recipe=recipe.to_json(),
        recipe_name=f"{stem}{RECIPE_ENDING}",
        query=View(recipe.spec).to_query(),
    )


def export_report(workbench: Workbench, spec: SurgerySpec) -> tuple[str, str]:
    """Return the report of an edit: the file's name and text."""
    return f"{workbench.file_stem(spec)}{ENDING}", report_html(workbench, spec)


@cache
def _template() -> Template:
    """Return the template; whatever is put into it is text, never markup."""
    return Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template(TEMPLATE)
