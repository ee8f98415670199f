"""A network's state as PyTorch saves it, and the process that does so for a server.

`python -m weight_surgery.core.state_dict` reads a pickled state and writes the file. Torch takes
half a gigabyte and never gives it back, so a server leaves it to a process that ends.
"""

from __future__ import annotations

import io
import pickle
import sys
from collections.abc import Mapping

import numpy as np


def pth_bytes(state: Mapping[str, np.ndarray]) -> bytes:
    """Return arrays by name as a .pth file: a state dict of tensors."""
    import torch

    stream = io.BytesIO()
    torch.save({name: torch.from_numpy(array) for name, array in state.items()}, stream)
    return stream.getvalue()


def main() -> int:
    """Write the file of the state that comes in; exit code 2 with a sentence where it cannot be."""
    try:
        content = pth_bytes(pickle.load(sys.stdin.buffer))
    except (ValueError, ImportError) as error:
        print(error, file=sys.stderr)
        return 2
    sys.stdout.buffer.write(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
