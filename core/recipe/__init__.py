"""Recipes: an edit as a file that gives the same figures again, or says which input differs."""

from weight_surgery.core.recipe.reading import read_recipe, recipe_file
from weight_surgery.core.recipe.recipe import ENDING, Counts, Recipe, recipe_of, short_hash
from weight_surgery.core.recipe.replay import Replay, replay

__all__ = [
    "ENDING",
    "Counts",
    "Recipe",
    "Replay",
    "read_recipe",
    "recipe_file",
    "recipe_of",
    "replay",
    "short_hash",
]
