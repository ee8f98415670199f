"""To show a view to others: its link, a frame for slides, and a picture with its caption."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, dcc

from weight_surgery.components import ids
from weight_surgery.components.state import exact_text
from weight_surgery.components.text import model_name, operation_name, pair_name
from weight_surgery.core.workbench import Comparison, Workbench, file_name

ITEMS = (
    (ids.LINK_BUTTON, "Copy link", "opens this view"),
    (ids.SHARE_EMBED_BUTTON, "Copy embed link", "the result alone, for a slide"),
    (ids.SHARE_FRAME_BUTTON, "Copy embed frame", "the same as an HTML frame"),
    (ids.SHARE_PICTURE_BUTTON, "Save picture", "figures and captions, as PNG"),
)


def menu() -> dmc.Menu:
    """Return the menu; what its items do is in `assets/lab/page/share.mjs`."""
    return dmc.Menu(
        [
            dmc.MenuTarget(dmc.Button("Share", id=ids.SHARE_BUTTON, size="xs", color="violet")),
            dmc.MenuDropdown(
                [
                    dmc.MenuItem([title, dmc.Text(meaning, className="note")], id=id)
                    for id, title, meaning in ITEMS
                ]
            ),
        ],
        position="bottom-end",
        width=230,
        shadow="md",
        withinPortal=False,
    )


def stores() -> list[dcc.Store]:
    """Return what the page knows of a view for its picture."""
    return [dcc.Store(id=ids.SHARE_WORDS)]


def edit_words(comparison: Comparison) -> str:
    """Say which model was edited, and how, whatever the pair and the damping."""
    spec = comparison.spec
    edited = "weights and bias" if spec.edit_bias else "weights only"
    split = "training" if spec.fit_split == "fit" else "test"
    trimmed = ", outliers trimmed" if spec.trim_outliers else ""
    samples = f"{comparison.after.strict_accuracy.total:,} test samples"
    repaired = ", classifier re-estimated" if spec.repair else ""
    return f"{edited} edited{repaired} · centroids from the {split} split{trimmed} · {samples}"


def edit_name(comparison: Comparison) -> str:
    """Name what was done: 3 and 6 merged, with its damping, or every step of a plan."""
    spec = comparison.spec
    if not spec.is_plan:
        return f"{pair_name(comparison)} merged · damping {exact_text(spec.operation.damping)}"
    steps = (
        f"{operation_name(comparison, one)} at {exact_text(one.damping)}"
        for one in spec.operations
        if one.on
    )
    return ", then ".join(steps)


def words_of(workbench: Workbench, comparison: Comparison) -> dict[str, dict[str, str]]:
    """Return the line that names what each view shows, and what a picture of it is called."""
    spec = comparison.spec
    rest = edit_words(comparison)
    pair, model = edit_name(comparison), model_name(comparison)
    return {
        "pair": {"line": f"{model} · {pair} · {rest}", "stem": workbench.file_stem(spec)},
        "atlas": {"line": f"{model} · all pairs · {rest}", "stem": f"{file_name(model)}_atlas"},
        "models": {"line": f"{pair} · {rest}"},
    }


def register(app: Dash, workbench: Workbench) -> None:
    """Let the page know the words of a view."""
    app.clientside_callback(
        ClientsideFunction("share", "hear"),
        Input(ids.SHARE_WORDS, "data"),
        prevent_initial_call=True,
    )
