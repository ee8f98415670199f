"""Which network it is: every parameter and buffer, as one hash that its bundle keeps."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.bundle.values import hash_of

KEY = "network_hash"


def network_hash(state: Mapping[str, np.ndarray]) -> str:
    """Return the SHA-256, in hex, of a network's parameters and buffers by name."""
    return hash_of({name: state[name] for name in sorted(state)}, [])


def check_network(state: Mapping[str, np.ndarray], bundle: Bundle) -> None:
    """Raise ValueError unless a state is that of the network a bundle was made of, all of it.

    The layers that are edited prove too little: what is in front of them may have been trained
    again. A bundle that keeps no hash, as older ones, is held to these layers alone.
    """
    kept = bundle.metadata.get(KEY)
    if kept is not None and kept != network_hash(state):
        raise ValueError(
            f"this network is not the one that {bundle.name} was made of, or was trained again "
            "since; make the bundle anew"
        )
