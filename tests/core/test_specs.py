"""Specs: validation, hashing, and an operation as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weight_surgery.core.specs import Operation, SceneSpec, SurgerySpec


@given(
    st.lists(st.integers(0, 999), min_size=2, max_size=2, unique=True),
    st.one_of(st.sampled_from([0.0, 1e-5, 1.0]), st.floats(0, 1)),
)
def test_an_operation_comes_back_from_its_text(pair: list[int], damping: float) -> None:
    operation = Operation("merge", tuple(pair), damping)
    assert Operation.from_text(operation.to_text()) == operation


def test_the_defaults_are_the_contract() -> None:
    spec = SurgerySpec()
    assert spec.operation == Operation("merge", (3, 6), 1e-5)
    assert (spec.model, spec.edit_bias, spec.trim_outliers, spec.fit_split) == (
        *("mnist-3d", True, False, "fit"),
    )
    assert spec.operation.to_text() == "merge:3-6:1e-05"
    assert SceneSpec() == SceneSpec(2000, "surgery", "surgery")


def test_equal_scenes_are_one_key() -> None:
    assert hash(SceneSpec("500")) == hash(SceneSpec(500.0))  # type: ignore[arg-type]
    assert type(SceneSpec("500").points) is int  # type: ignore[arg-type]
    assert len({SceneSpec(), SceneSpec(points=300), SceneSpec(axes="pca"), SceneSpec(2000)}) == 3


@pytest.mark.parametrize(
    "make",
    [
        lambda: Operation(classes=(1, 1)),
        lambda: Operation(classes=(1, -2)),
        lambda: Operation(classes=(1, 2, 3)),
        lambda: Operation(classes=(1, 2.5)),  # type: ignore[arg-type]
        lambda: Operation(classes=3),  # type: ignore[arg-type]
        lambda: Operation(classes=(1, 10**400)),
        lambda: Operation(damping=float("inf")),
        lambda: Operation(damping=10**400),
        lambda: Operation(damping=-(10**400)),
        lambda: Operation(damping=True),
        lambda: Operation(kind="shatter"),
        lambda: SurgerySpec(edit_bias=1),  # type: ignore[arg-type]
        lambda: SurgerySpec(fit_split="train"),
        lambda: SurgerySpec(operations=()),
        lambda: SceneSpec(points=2.5),  # type: ignore[arg-type]
        lambda: SceneSpec(points=True),
        lambda: SceneSpec(points=9),
        lambda: SceneSpec(points=10**400),
        lambda: SceneSpec(axes=["pca"]),  # type: ignore[arg-type]
        lambda: SceneSpec(axes="umap"),
        lambda: SceneSpec(plane="other"),
    ],
)
def test_a_bad_spec_is_refused(make) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        make()
