"""Bundles that are broken, each with what is said of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import numpy as np

from tests.made_files import bundle, zipped

# By what is wrong: the file's name, its content, and words of the sentence.
BUNDLES: Mapping[str, tuple[str, Callable[[], bytes], str]] = {
    "a bundle without weights": ("a.npz", lambda: bundle(weight=None), "it lacks weight"),
    "a bundle of nan": (
        "a.npz",
        lambda: bundle(bias=np.full(5, np.nan, np.float32)),
        "not finite",
    ),
    "a bundle of another format": (
        "a.npz",
        lambda: bundle(metadata=np.array(json.dumps({"format": 9, "name": "x"}))),
        "says format 9",
    ),
    "a bundle of no json": ("a.npz", lambda: bundle(metadata=np.array("{")), "JSON"),
    "a bundle of metadata without end": (
        "a.npz",
        lambda: bundle(metadata=np.array('{"name": ' + "[" * 100_000)),
        "this one cannot be read",
    ),
    "a bundle of a number of 5,000 digits": (
        "a.npz",
        lambda: bundle(metadata=np.array('{"format": ' + "9" * 5000 + "}")),
        "this one cannot be read",
    ),
    "a bundle of a long format": (
        "a.npz",
        lambda: bundle(metadata=np.array(json.dumps({"format": 10**400, "name": "x"}))),
        "says format a number beyond",
    ),
    "a bundle of a long name": (
        "a.npz",
        lambda: bundle(metadata=np.array(json.dumps({"format": 1, "name": "x" * 9999}))),
        "metadata's name must have at most 1,000 characters, got 9,999",
    ),
    "a class of a long name": (
        "a.npz",
        lambda: bundle(class_names=np.array(["a" * 20_000, "b", "c", "d"])),
        "class's name must have at most 1,000 characters, got 20,000",
    ),
    "a class of half a character": (
        "a.npz",
        lambda: bundle(class_names=np.array(["\ud800", "b", "c", "d"])),
        "class's name must be of whole characters",
    ),
    "a long name of an array": (
        "a.npz",
        lambda: zipped(("x" * 9000 + ".npy", b"12345678")),
        r"its array 'x{40}'… \(9,000 characters\) does not begin",
    ),
    "a bundle of other labels": (
        "a.npz",
        lambda: bundle(labels_test=np.full(24, 9)),
        "must lie in 0…3",
    ),
    "a bundle of other shapes": ("a.npz", lambda: bundle(bias=np.zeros(3)), "bias must be"),
}
