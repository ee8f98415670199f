"""A checkpoint that somebody brought: which network it is of."""

from __future__ import annotations

from pathlib import Path

from weight_surgery.core.checkpoints import read_state
from weight_surgery.core.limits import DIMENSIONS
from weight_surgery.core.model import HeadedNetwork, load_checkpoint

# Parameters that only one of the networks has.
TOLD_BY = {"seed": ("fc4.weight", "fc5.weight"), "compact": ("head.weight", "classifier.weight")}


def open_checkpoint(path: Path, name: str) -> HeadedNetwork:
    """Load a checkpoint into the network that its parameters' names tell of.

    name: what its owner calls it. Raises ValueError where it is of none that is known here.
    """
    try:
        network = load_checkpoint(path, guess_network(list(read_state(path))))
        widest = max(network.layer(network.head_name).weight.shape)
        if widest > DIMENSIONS:
            raise ValueError(
                f"{path} has a layer of {widest:,}; at most {DIMENSIONS:,} are captured"
            )
        return network
    except ValueError as error:
        # Where it lies here is nobody's business.
        raise ValueError(str(error).replace(str(path), name)) from error


def guess_network(names: list[str]) -> str:
    """Return the network that has parameters of these names. Raises ValueError for none."""
    for network, told_by in TOLD_BY.items():
        if set(told_by) <= set(names):
            return network
    raise ValueError(
        "this checkpoint is of neither network that is known here: the notebook's has fc4 and fc5, "
        f"the compact one head and classifier; this one has {', '.join(names[:4])}. Make a bundle "
        "of it yourself (see the README) and open that"
    )
