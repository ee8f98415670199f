"""The answer to what the page asks: the view that is meant, and what is said of it above the fold.

One answer for any change. Its samples go by an address of their own (`components.samples`).
"""

from __future__ import annotations

from functools import partial
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, dcc, no_update

from weight_surgery.components import cards, circles, embeddings, headline, ids, payload, share
from weight_surgery.components.glossary import explained
from weight_surgery.components.opening import view_instead
from weight_surgery.components.question import asked_view, is_link, view_fields
from weight_surgery.components.state import bias_choice, class_options, method_options, note_view
from weight_surgery.components.toasts import toast
from weight_surgery.components.view import View
from weight_surgery.core.checks import LARGEST
from weight_surgery.core.workbench import Workbench

OUTPUTS = {
    "answer": Output(ids.ANSWER_STORE, "data"),
    "edit": Output(ids.EDIT_STORE, "data"),
    "verdict": Output(ids.VERDICT, "children"),
    "figures": Output(ids.HEADLINE, "children"),
    "scenes": Output(ids.EMBEDDING_CAPTION, "children"),
    "circles": Output(ids.CIRCLE_CAPTION, "children"),
    "gap_before": Output(ids.CIRCLE_GAP_BEFORE, "children"),
    "gap_after": Output(ids.CIRCLE_GAP_AFTER, "children"),
    "axes": Output(ids.EMBEDDING_AXES, "disabled"),
    "class_a": Output(ids.CLASS_A_SELECT, "data"),
    "class_b": Output(ids.CLASS_B_SELECT, "data"),
    "methods": Output(ids.METHOD_SELECT, "data"),
    "bias": Output(ids.BIAS_SWITCH, "disabled"),
    "bias_note": Output(ids.BIAS_SWITCH, "description"),
    "note": Output(ids.MODEL_NOTE, "children"),
    "words": Output(ids.SHARE_WORDS, "data"),
    "no_network": Output(ids.EXPORT_NETWORKS, "hidden"),
}


def answer(workbench: Workbench, question: Any) -> dict[str, Any]:
    """Answer a question, or say in a toast why what it asks for cannot be shown.

    A link that cannot be shown opens the default view of its model; a control's change is refused.
    """
    asked = payload.object_of("a question", question)
    number = payload.integer("a question's number", asked.get("id"), 0, LARGEST)
    try:
        view = asked_view(workbench, asked)
    except ValueError as error:
        if not is_link(asked):
            told = f"refused-{number}"
            toast(f"{error}.", id=told)
            refused = {"id": number, "refused": str(error), "told": told}
            return {**dict.fromkeys(OUTPUTS, no_update), "answer": refused}
        view = view_instead(workbench, asked["query"])
        title = workbench.title(view.surgery.model)
        recalled = payload.held(asked.get("over"), "recalled") is True
        what = "Your own model is gone" if recalled else "This link cannot be shown"
        toast(f"{error}. Here is the default view of {title}.", what)
    return shown(workbench, view, number)


def shown(workbench: Workbench, view: View, number: int) -> dict[str, Any]:
    """Return everything that is said of a view above the fold."""
    comparison, motion = workbench.compare(view.surgery), workbench.motion(view.surgery, view.scene)
    scene, circle = workbench.shares_held(view.surgery, view.scene)
    options, gaps = class_options(workbench, view), circles.gaps(comparison, motion)
    edit, bias = view.measured.to_query(), bias_choice(workbench, view)
    return {
        "answer": {
            "id": number,
            "edit": edit,
            "view": view_fields(view),
            "data": workbench.test_samples(view.surgery.model),
            "title": workbench.title(view.surgery.model),
            "catalogue": workbench.is_catalogue(view.surgery.model),
        },
        "edit": edit,
        "verdict": headline.verdict_view(comparison),
        "figures": cards.headline_view(comparison),
        "scenes": explained(embeddings.caption(comparison, motion, scene)),
        "circles": explained(circles.caption(comparison, motion, circle)),
        "gap_before": circles.gap_view(gaps[0]),
        "gap_after": circles.gap_view(gaps[1]),
        "axes": comparison.bundle.dims <= 3,
        "class_a": options[0],
        "class_b": options[1],
        "methods": method_options(workbench, view),
        "bias": bias[0],
        "bias_note": explained(bias[1]),
        "note": note_view(workbench, view.surgery.model),
        "words": share.words_of(workbench, comparison),
        "no_network": not workbench.holds_edit(view.surgery),
    }


def stores() -> list[dcc.Store]:
    """Return the page's question, the answer to it, and the query of what was measured."""
    return [dcc.Store(id=id) for id in (ids.ASK_STORE, ids.ANSWER_STORE, ids.EDIT_STORE)]


def register(app: Dash, workbench: Workbench) -> None:
    """Answer every question, and tell the page's own program that it is answered."""
    app.callback(
        output=OUTPUTS,
        inputs={"question": Input(ids.ASK_STORE, "data")},
        prevent_initial_call=True,
    )(partial(answer, workbench))
    app.clientside_callback(
        ClientsideFunction("asking", "answered"),
        Input(ids.ANSWER_STORE, "data"),
        prevent_initial_call=True,
    )
