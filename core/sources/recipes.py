"""Recipes as a notebook has them: of a comparison, and followed again on a model."""

from __future__ import annotations

from pathlib import Path

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.checks import shown
from weight_surgery.core.comparison import Comparison
from weight_surgery.core.recipe import Recipe, Replay, recipe_file, recipe_of
from weight_surgery.core.recipe import replay as follow
from weight_surgery.core.sources.asked import bundle_of, shipped


def recipe(comparison: Comparison) -> Recipe:
    """Return the recipe of a comparison, to be written with `.to_json()`.

    Raises ValueError for anything else.
    """
    if not isinstance(comparison, Comparison):
        raise ValueError(f"a recipe is made of a comparison, got {shown(comparison)}")
    return recipe_of(comparison)


def replay(recipe: Recipe | str | Path, model: Bundle | str | Path | None = None) -> Replay:
    """Follow a recipe, or its file, again; the result says whether the figures are the same.

    model: a bundle, an .npz file or the name of a model that ships, which is the recipe's own
    unless given.
    Raises ValueError for what is no recipe, and for a model that is not there.
    """
    if isinstance(recipe, (str, Path)):
        recipe = recipe_file(recipe)
    if not isinstance(recipe, Recipe):
        raise ValueError(f"a recipe must be a Recipe or its file, got {shown(recipe)}")
    # A recipe from somewhere names no file that is read.
    if model is None and recipe.model not in shipped():
        raise ValueError(
            f"the recipe is of {shown(recipe.model)}, which is not one of the models that ship; "
            "name its bundle, an .npz file, as the model (--model in a shell)"
        )
    return follow(recipe, bundle_of(recipe.model if model is None else model))
