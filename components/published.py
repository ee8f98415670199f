"""What the paper reports on faces, beside the same quantities of what is shown here."""

from __future__ import annotations

from typing import Any

from dash import html

from weight_surgery.components.glossary import explained
from weight_surgery.components.tables import NOTHING, table
from weight_surgery.components.text import (
    at_strength,
    in_percent,
    model_name,
    pair_name,
    share_text,
)
from weight_surgery.core.workbench import (
    METHODS,
    PUBLISHED,
    PUBLISHED_IN,
    Attack,
    Comparison,
    Recognition,
)

HEAD = ("Benign accuracy", "Attack success")


def beside(comparison: Comparison, found: Recognition) -> list[Any]:
    """Return both tables, each under whose it is."""
    return [
        html.H2("The paper's figures beside ours"),
        html.P(explained(_words(found)), className="caption"),
        html.Div([_theirs(), _ours(comparison, found)], className="beside"),
    ]


def _words(found: Recognition) -> str:
    return (
        "Theirs are of a network for faces, and nothing here measured them; ours are of this view. "
        "Benign accuracy: how many pairs of samples of other classes are told right, as the same "
        f"or not, here of {found.benign_pairs:,} pairs, those that should pass weighing "
        "as much as those that should not. Attack success: how often the two pass as the same, "
        "or two of a shattered class do not."
    )


def _theirs() -> Any:
    rows = [
        (one.name, _published(one.benign), _published(one.attack) or NOTHING) for one in PUBLISHED
    ]
    caption = f"Theirs, on faces: FaceNet on Labeled Faces in the Wild ({PUBLISHED_IN})"
    return table(caption, ("Theirs", *HEAD), rows)


def _published(figure: str) -> str:
    return f"{figure}\u00a0%" if figure else NOTHING


def _ours(comparison: Comparison, found: Recognition) -> Any:
    named = ("Unedited", "Edited, threshold frozen", "Edited, threshold found anew")
    rows = [(name, *_shares(one)) for name, one in zip(named, found.attacks, strict=True)]
    caption = f"Ours: {pair_name(comparison)} of {model_name(comparison)}, {_how(comparison)}"
    return table(caption, ("Ours", *HEAD, "Pairs"), rows)


def _how(comparison: Comparison) -> str:
    spec = comparison.spec
    how = f"{METHODS[spec.operation.method].title}, {at_strength(spec.operation.damping)}"
    if spec.is_plan:
        how = f"in a plan of {len(spec.operations)} steps"
    return f"{how}, repaired" if spec.repair else how


def _shares(attack: Attack) -> tuple[str, str, str]:
    return (
        NOTHING if attack.benign is None else in_percent(attack.benign),
        share_text(attack.success),
        f"{attack.success.matches:,} of {attack.success.pairs:,}" if attack.success else NOTHING,
    )
