"""The flipped bystanders one by one: all of them, the costly ones first, and nobody else."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of
from weight_surgery.core.collateral import KINDS, collateral_csv, collateral_of
from weight_surgery.core.comparison import compare
from weight_surgery.core.workbench import Workbench


@pytest.mark.parametrize("model", ["mnist-3d", "digits-16d"])
def test_it_lists_every_flip_that_the_figures_count(shipped: Workbench, model: str) -> None:
    one = shipped.compare(spec_of(3, 6, 0.0, model))
    found = collateral_of(one)
    assert len(found.indices) == one.flips.rate.successes
    assert found.count("lost") == one.flips.harmful.successes
    assert found.count("lost") - found.count("gained") == (
        one.mcnemar_bystanders.lost - one.mcnemar_bystanders.gained
    )
    assert not np.isin(found.labels, (3, 6)).any()
    assert (found.before != found.after).all()
    labels = one.bundle.labels_test
    np.testing.assert_array_equal(found.labels, labels[found.indices])
    for at, kind in enumerate(found.kinds):
        right = found.before[at] == found.labels[at], found.after[at] == found.labels[at]
        assert KINDS[kind] == {(True, False): "lost", (False, True): "gained"}.get(right, "other")
    assert (np.diff(found.kinds) >= 0).all()
    for kind in range(3):
        assert (np.diff(found.margins_after[found.kinds == kind]) <= 0).all()
    assert (found.margins_after >= 0).all()


def test_margins_are_the_lead_of_the_class_that_is_read() -> None:
    one = compare(make_bundle(dims=3, classes=6), spec_of(0, 1, 0.0))
    found = collateral_of(one)
    assert len(found.indices)
    for at, index in enumerate(found.indices[:20]):
        logits = np.sort(one.after.logits[index])
        assert found.margins_after[at] == pytest.approx(logits[-1] - logits[-2])


def test_without_flips_it_is_empty_and_a_file_has_its_columns() -> None:
    one = compare(make_bundle(), spec_of(0, 1, 1.0))
    assert len(collateral_of(one).indices) == 0
    rows = list(csv.reader(io.StringIO(collateral_csv(one).lstrip("\ufeff"))))
    assert len(rows) == 1
    other = compare(make_bundle(dims=3, classes=6), spec_of(0, 1, 0.0))
    lines = list(csv.DictReader(io.StringIO(collateral_csv(other).lstrip("\ufeff"))))
    found = collateral_of(other)
    assert [int(line["index"]) for line in lines] == found.indices.tolist()
    assert {line["true"] for line in lines} <= {"c2", "c3", "c4", "c5"}


def test_a_filter_keeps_what_it_names_in_order_and_nothing_else(shipped: Workbench) -> None:
    found = collateral_of(shipped.compare(spec_of(3, 6, 0.0, "mnist-3d")))
    assert found.where().indices.tolist() == found.indices.tolist()
    for kind in KINDS:
        assert len(found.where(kind=kind).indices) == found.count(kind)
    true = int(found.labels[0])
    became = int(found.after[0])
    some = found.where(true, became, "lost")
    expected = [
        index
        for index, label, after, one in zip(
            found.indices, found.labels, found.after, found.kinds, strict=True
        )
        if (label, after, KINDS[one]) == (true, became, "lost")
    ]
    assert 0 < len(expected) < len(found.indices)
    assert some.indices.tolist() == expected
    # The classes of the pair are nobody's true class here.
    assert len(found.where(true=3).indices) == 0
    with pytest.raises(ValueError, match="not in tuple"):
        found.where(kind="nothing")
