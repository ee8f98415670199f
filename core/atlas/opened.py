"""A bundle as a worker of another process or machine holds it."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cached_property
from typing import Any

from weight_surgery.core.atlas.blocks import Pairs
from weight_surgery.core.atlas.build import Choices, measure_pairs
from weight_surgery.core.atlas.table import PairAtlas
from weight_surgery.core.atlas.unedited import Unedited
from weight_surgery.core.bundle import Bundle


class Opened:
    """A bundle that is sent once, without what measures nothing; what no pair changes is made once.

    Sent are its arrays alone: nothing that was computed of them here.
    """

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = replace(bundle, images_test=None, texts_test=None)

    @cached_property
    def unedited(self) -> Unedited:
        """What every pair is measured against."""
        return Unedited(self._bundle)

    def __getstate__(self) -> dict[str, Any]:
        return {field.name: getattr(self._bundle, field.name) for field in fields(Bundle)}

    def __setstate__(self, arrays: dict[str, Any]) -> None:
        self._bundle = Bundle(**arrays)


def measure_block(opened: Opened, choices: Choices, pairs: Pairs) -> PairAtlas:
    """Measure a block of pairs, with one thread."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        return measure_pairs(opened.unedited, choices, pairs)
