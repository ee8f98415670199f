"""What is said of a captured network: a warning at chance, by the rule of the verdicts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.conftest import make_bundle
from weight_surgery.core.bundle.reading import chance_warning
from weight_surgery.core.comparison import compare
from weight_surgery.core.metrics.verdict import Verdict
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench


def test_the_models_that_ship_are_not_warned_about(shipped: Workbench) -> None:
    assert [name for name in shipped.models if chance_warning(shipped.bundle(name))] == []


def test_at_chance_there_is_a_warning_where_there_is_no_verdict() -> None:
    bundle = make_bundle(classes=4)
    blind = replace(
        bundle,
        classifier_weight=np.zeros_like(bundle.classifier_weight),
        classifier_bias=np.eye(4, dtype=np.float32)[0],
    )
    words = chance_warning(blind)
    assert "60 of 240 test samples right" in words
    assert "60 of them are of one class" in words
    for one, warned in ((blind, True), (bundle, False)):
        spec = SurgerySpec("x").with_operation(classes=(1, 2), damping=0.5)
        found = compare(one, spec)
        assert bool(chance_warning(one)) is warned
        assert (found.verdict is Verdict.NO_VERDICT) is warned
