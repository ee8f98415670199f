"""Files that people bring, read with care: bundles, and tables of vectors with labels."""

from weight_surgery.core.sources.reading.guesses import Choices
from weight_surgery.core.sources.reading.opened import ENDINGS, Guesses, Opened, Way, open_file

__all__ = ["ENDINGS", "Choices", "Guesses", "Opened", "Way", "open_file"]
