"""Models of a person's own: into a bundle, compared by name, and taken home edited."""

from weight_surgery.core.sources.asked import compare
from weight_surgery.core.sources.edited import edit
from weight_surgery.core.sources.recipes import recipe, replay
from weight_surgery.core.sources.saved import save
from weight_surgery.core.sources.scikit import from_sklearn
from weight_surgery.core.sources.sweeps import Sweep, sweep
from weight_surgery.core.sources.table import from_embeddings
from weight_surgery.core.sources.torch_models import from_torch

__all__ = [
    "Sweep",
    "compare",
    "edit",
    "from_embeddings",
    "from_sklearn",
    "from_torch",
    "recipe",
    "replay",
    "save",
    "sweep",
]
