"""Feature bundle, format 1: one .npz file, never pickled, checked on the way in and out."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import IO, Any

import numpy as np

from weight_surgery.core.bundle.archive import Archive
from weight_surgery.core.bundle.bundle import FEATURES, LABELS, WEIGHTS, Bundle
from weight_surgery.core.bundle.values import FORMAT
from weight_surgery.core.files import whole
from weight_surgery.core.limits import BUNDLE_BYTES

REQUIRED = (*FEATURES, *LABELS, *WEIGHTS, "normalise", "class_names", "metadata")
OPTIONAL = ("images_test", "texts_test")


def load_bundle(path: str | Path) -> Bundle:
    """Read a feature bundle; unknown extra arrays are ignored.

    Raises ValueError with the path and what is wrong when it is not one.
    """
    path = Path(path)
    if not path.is_file():
        raise ValueError(f"bundle {path} does not exist; give the path of an .npz file")
    try:
        with Archive(path, BUNDLE_BYTES) as archive:
            return bundle_in(archive)
    except (ValueError, OSError) as error:
        raise ValueError(f"{path} is not a feature bundle of format {FORMAT}: {error}") from error


def bundle_in(archive: Archive) -> Bundle:
    """Return the feature bundle of an .npz. Raises ValueError where it is none."""
    missing = [name for name in REQUIRED if name not in archive.headers]
    if len(missing) == len(REQUIRED):
        raise ValueError(
            f"it lacks {', '.join(missing)}; vectors with their labels are made into a bundle by "
            "weight_surgery.from_embeddings, or by *Open your own* on the page"
        )
    if missing:
        raise ValueError(f"it lacks {', '.join(missing)}")
    known = {field.name for field in fields(Bundle)}
    arrays: dict[str, Any] = {name: archive.read(name) for name in archive.headers if name in known}
    return Bundle(**arrays)


def save_bundle(path: str | Path | IO[bytes], bundle: Bundle) -> None:
    """Write a feature bundle as a compressed .npz: to a path, whole or not at all, or an open file.

    Raises ValueError where a folder or a device is in its place.
    """
    arrays = {name: getattr(bundle, name) for name in REQUIRED}
    arrays["class_names"] = np.array(bundle.class_names)
    arrays["metadata"] = np.array(json.dumps(bundle.metadata))
    for name in OPTIONAL:
        if getattr(bundle, name) is not None:
            arrays[name] = getattr(bundle, name)
    if not isinstance(path, (str, Path)):
        np.savez_compressed(path, **arrays)
        return
    # NumPy adds the ending where it is missing.
    place = Path(path) if str(path).endswith(".npz") else Path(f"{path}.npz")
    with whole(place) as beside:
        np.savez_compressed(beside, **arrays)
