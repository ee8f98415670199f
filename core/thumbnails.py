"""The images of a model's test samples: the bundle's own, or its data set's that ship."""

from __future__ import annotations

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.pictures import PICTURED, picture_of, read_picture
from weight_surgery.core.raw_images import RAW
from weight_surgery.core.sprite import Sprite, sprite_of

WHAT_TO_DO = (
    "add images_test, (Nt, H, W) uint8 in the order of labels_test, to its .npz to see its samples"
)


def bundle_sprite(bundle: Bundle) -> Sprite:
    """Return the images of a bundle's test samples, in their order.

    They are the bundle's own, else those that ship of its data set.
    Raises ValueError when there are none, when those are of other samples, and as `sprite_of`.
    """
    if bundle.images_test is not None:
        return sprite_of(bundle.images_test)
    dataset = bundle.metadata.get("dataset")
    if dataset not in PICTURED:
        raise ValueError(f"{bundle.name} came without images; {WHAT_TO_DO}")
    sprite, labels = read_picture(picture_of(dataset))
    if not np.array_equal(labels, bundle.labels_test):
        raise ValueError(
            f"{bundle.name} came without images, and its test labels are not those of "
            f"{RAW[dataset].title}'s {len(labels):,} test images; {WHAT_TO_DO}"
        )
    return sprite
