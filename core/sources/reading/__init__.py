"""Files that people bring, read with care: bundles, and tables of vectors with labels."""

from weight_surgery.core.sources.reading.guesses import Choices
from weight_surgery.core.sources.reading.opened import ENDINGS, Guesses, Opened, Way, open_file
from weight_surgery.core.sources.reading.preview import Preview, preview_of

__all__ = [
    "ENDINGS",
    "Choices",
    "Guesses",
    "Opened",
    "Preview",
    "Way",
    "open_file",
    "preview_of",
]
