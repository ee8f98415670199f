"""The ways to make two classes one, one file a family, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from weight_surgery.core.checks import one_of
from weight_surgery.core.methods.absorb import ABSORB
from weight_surgery.core.methods.fitted import FITTED
from weight_surgery.core.methods.method import Merge, Method, Network
from weight_surgery.core.methods.oblique import BYSTANDER_OPTIMAL, LEAST_SQUARES, PROTECT
from weight_surgery.core.methods.projections import PAPER, STRETCHED
from weight_surgery.core.methods.rows import ROWS

LIST = (PAPER, STRETCHED, LEAST_SQUARES, BYSTANDER_OPTIMAL, PROTECT, ABSORB, FITTED, ROWS)
METHODS: Mapping[str, Method] = MappingProxyType({method.name: method for method in LIST})

__all__ = ["METHODS", "Merge", "Method", "Network", "method_of"]


def method_of(method: str | Method) -> Method:
    """Return a method by its name, or one of your own as it is.

    Raises ValueError for a name that is none.
    """
    if isinstance(method, Method):
        return method
    one_of("method", method, tuple(METHODS))
    return METHODS[method]
