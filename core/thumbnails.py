"""The images of a model's test samples: the bundle's own, or MNIST's that ship."""

from __future__ import annotations

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.mnist_images import mnist_sprite
from weight_surgery.core.sprite import Sprite, sprite_of

WHAT_TO_DO = (
    "add images_test, (Nt, H, W) uint8 in the order of labels_test, to its .npz to see its samples"
)


def bundle_sprite(bundle: Bundle) -> Sprite:
    """Return the images of a bundle's test samples, in their order.

    They are the bundle's own, else MNIST's when it was captured from MNIST.
    Raises ValueError when it has none, when MNIST's are those of other samples, and as `sprite_of`.
    """
    if bundle.images_test is not None:
        return sprite_of(bundle.images_test)
    if bundle.metadata.get("dataset") != "mnist":
        raise ValueError(f"{bundle.name} came without images; {WHAT_TO_DO}")
    sprite, labels = mnist_sprite()
    if not np.array_equal(labels, bundle.labels_test):
        raise ValueError(
            f"{bundle.name} came without images, and its test labels are not those of MNIST's "
            f"{len(labels):,} test images; {WHAT_TO_DO}"
        )
    return sprite
