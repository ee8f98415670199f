"""The images of a model's test samples: the bundle's own, or its data set's that ship."""

from __future__ import annotations

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.pictures import PICTURED, picture_of, read_picture
from weight_surgery.core.raw_images import RAW
from weight_surgery.core.sprite import Album, Sprite, album_of, album_of_one, check_page, page_of

WHAT_TO_DO = (
    "add images_test, (Nt, H, W) or in color (Nt, H, W, 3) uint8 in the order of labels_test, to "
    "its .npz to see its samples"
)


def bundle_album(bundle: Bundle) -> Album:
    """Say where the images of a bundle's test samples are, in their order.

    They are the bundle's own, else those that ship of its data set.
    Raises ValueError when there are none, or when those are of other samples.
    """
    if bundle.images_test is not None:
        return album_of(bundle.images_test)
    return album_of_one(shipped_sprite(bundle))


def bundle_page(bundle: Bundle, album: Album, page: int) -> Sprite:
    """Return a page of a bundle's album. Raises ValueError for one that it does not have."""
    check_page(album, page)
    if bundle.images_test is not None:
        return page_of(bundle.images_test, album, page)
    return shipped_sprite(bundle)


def shipped_sprite(bundle: Bundle) -> Sprite:
    """Return the images that ship of a bundle's data set.

    Raises ValueError when there are none, and when they are those of other samples.
    """
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
