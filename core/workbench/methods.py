"""All methods beside each other, for one pair at one strength."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from weight_surgery.core.comparison import Comparison
from weight_surgery.core.methods import METHODS
from weight_surgery.core.specs import DEFAULT_METHOD, SurgerySpec


@dataclass(frozen=True, eq=False)
class MethodRow:
    """One way to edit: what it gives, or why that is not known.

    comparison: None where it is refused, and where it takes a search that nobody asked for yet;
    refused: a sentence why the model or the pair cannot have it, else nothing.
    """

    method: str
    edit_bias: bool
    comparison: Comparison | None
    refused: str = ""


def method_rows(
    compare: Callable[[SurgerySpec], Comparison],
    is_known: Callable[[SurgerySpec], bool],
    refused: Mapping[str, str],
    has_bias: bool,
    spec: SurgerySpec,
) -> tuple[MethodRow, ...]:
    """Return a row a method, in their order; the paper's twice, with the bias edited and kept.

    Without a bias these two are one. Of a plan the operation in the hand has the method; a shatter
    has none.

    is_known: whether an edit is fitted already; refused: sentences, by method; has_bias: whether
    the model's edited layer adds anything.
    """
    if spec.operation.kind != "merge":
        return ()
    rows = []
    own_choices = (True, False) if has_bias else (spec.edit_bias,)
    for name, method in METHODS.items():
        choices = own_choices if name == DEFAULT_METHOD else (True,)
        for edit_bias in choices:
            own = _with_method(spec, name, edit_bias)
            if own is None:
                continue
            if name in refused:
                rows.append(MethodRow(name, edit_bias, None, refused[name]))
            elif method.searches and own != spec and not is_known(own):
                rows.append(MethodRow(name, edit_bias, None))
            else:
                rows.append(_measured(compare, own))
    return tuple(rows)


def _with_method(spec: SurgerySpec, name: str, edit_bias: bool) -> SurgerySpec | None:
    """Return the spec with another method in the hand; none where other steps need the bias."""
    if not edit_bias and any(
        one.method != DEFAULT_METHOD for one in spec.operations if one is not spec.operation
    ):
        return None
    edited = replace(spec, edit_bias=True).with_operation(method=name)
    return replace(edited, edit_bias=edit_bias)


def _measured(compare: Callable[[SurgerySpec], Comparison], spec: SurgerySpec) -> MethodRow:
    method, edit_bias = spec.operation.method, spec.edit_bias
    try:
        return MethodRow(method, edit_bias, compare(spec))
    except ValueError as error:
        sentence = str(error)
        return MethodRow(method, edit_bias, None, f"{sentence[0].upper()}{sentence[1:]}.")
