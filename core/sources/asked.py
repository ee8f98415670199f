"""What is asked in a notebook: a model by its name or file, and two classes by theirs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from weight_surgery.core import comparison
from weight_surgery.core.bundle import Bundle, load_bundle
from weight_surgery.core.checks import shown
from weight_surgery.core.comparison import Comparison
from weight_surgery.core.sources.labels import class_of
from weight_surgery.core.specs import DEFAULT_METHOD, Operation, SurgerySpec


def shipped() -> dict[str, Path]:
    """Return the files of the models that ship, by their names."""
    from weight_surgery.core.workbench import PRETRAINED

    return {path.stem: path for path in sorted(PRETRAINED.glob("*.npz"))}


def bundle_of(model: Bundle | str | Path) -> Bundle:
    """Return a bundle: as it is, of a model that ships by its name, or of an .npz file.

    Raises ValueError for anything else.
    """
    if isinstance(model, Bundle):
        return model
    known = shipped()
    if isinstance(model, str) and model in known:
        return load_bundle(known[model])
    if isinstance(model, Path) or (isinstance(model, str) and model.endswith(".npz")):
        return load_bundle(model)
    raise ValueError(
        f"a model must be a Bundle, an .npz file or one of {', '.join(known)}; got {shown(model)}"
    )


def compare(
    model: Bundle | str | Path,
    first: Any,
    second: Any = None,
    *,
    damping: float | None = None,
    method: str | None = None,
    edit_bias: bool = True,
) -> Comparison:
    """Merge two classes of a model and measure both sides on all its test samples.

    first, second: classes by name, or by the person's own label; a position where labels are 0…C-1.
    damping in [0, 1], the share of the edit that is left out, 0 unless given; method: one of
    `core.methods`, the paper's unless given. Or first: a SurgerySpec, which says all of this.
    Raises ValueError for a class that is not there, and as `core.comparison.compare` does.
    """
    bundle = bundle_of(model)
    if isinstance(first, SurgerySpec):
        if second is not None or damping is not None or method is not None or not edit_bias:
            raise ValueError("a SurgerySpec says what is edited and how; give nothing beside it")
        return comparison.compare(bundle, replace(first, model=bundle.name))
    if second is None:
        raise ValueError(
            f"name the class that is to be one with {shown(first)}, or give a SurgerySpec"
        )
    pair = (class_of(bundle, first), class_of(bundle, second))
    share = 0.0 if damping is None else damping
    operation = Operation("merge", pair, share, method or DEFAULT_METHOD)
    return comparison.compare(bundle, SurgerySpec(bundle.name, (operation,), edit_bias))
