"""Values on their way to another process that has the same bundle: what is the bundle's stays."""

from __future__ import annotations

import io
import pickle
from typing import Any

from weight_surgery.core.bundle import Bundle

# What answers refer to and either side has, or makes of the same arrays.
SHARED = (
    *("features_fit", "features_test", "labels_fit", "labels_test", "weight", "bias"),
    *("classifier_weight", "classifier_bias", "embeddings_fit", "embeddings_test"),
    *("statistics_fit", "statistics_test"),
)
WHOLE = "bundle"


def dumped(value: Any, bundle: Bundle) -> bytes:
    """Return a value as bytes that name a bundle and its arrays where it refers to them."""
    stream = io.BytesIO()
    # With protocol 5 an array that may not be written stays so.
    _Pickler(stream, bundle).dump(value)
    return stream.getvalue()


def loaded(content: bytes, bundle: Bundle) -> Any:
    """Return the value that `dumped` wrote, of another process's bundle of the same content."""
    return _Unpickler(io.BytesIO(content), bundle).load()


class _Pickler(pickle.Pickler):
    def __init__(self, stream: io.BytesIO, bundle: Bundle) -> None:
        super().__init__(stream, protocol=5)
        made = vars(bundle)
        self._names = {id(made[name]): name for name in SHARED if name in made}
        self._names[id(bundle)] = WHOLE

    def persistent_id(self, value: Any) -> str | None:
        """Name what is the bundle's."""
        return self._names.get(id(value))


class _Unpickler(pickle.Unpickler):
    def __init__(self, stream: io.BytesIO, bundle: Bundle) -> None:
        super().__init__(stream)
        self._bundle = bundle

    def persistent_load(self, name: str) -> Any:
        """Return what a name stands for."""
        return self._bundle if name == WHOLE else getattr(self._bundle, name)
