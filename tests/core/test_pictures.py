"""The pictures of test images that ship: how they are made, and their notices."""

from __future__ import annotations

import io
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from weight_surgery.core.datasets import LabelledImages
from weight_surgery.core.pictures import PICTURED, main, picture_of, read_picture, save_picture

ROOT = Path(__file__).parents[2]
NOTICES = {
    "mnist": ("LeCun", "Cortes", "Burges", "Attribution-ShareAlike 3.0", "What was changed"),
    "fashion-mnist": ("Zalando SE", "Xiao", "The MIT License", "What was changed"),
}


def test_a_picture_comes_back_with_every_image_and_label(tmp_path: Path) -> None:
    draw = np.random.default_rng(1)
    images = draw.integers(0, 256, (11, 5, 5), np.uint8)
    labels = draw.integers(0, 10, 11)
    path = tmp_path / "picture.png"
    save_picture(LabelledImages("mnist", images, labels, tuple("0123456789")), path)
    sprite, found = read_picture(path)
    assert (sprite.columns, sprite.height, sprite.width, sprite.count) == (4, 5, 5, 11)
    assert sprite.png == path.read_bytes()
    np.testing.assert_array_equal(found, labels)
    pixels = np.asarray(Image.open(io.BytesIO(sprite.png)))
    np.testing.assert_array_equal(pixels[10:15, 10:15], images[10])


@pytest.mark.parametrize("dataset", PICTURED)
def test_what_ships_is_ten_thousand_grey_tiles_of_all_classes(dataset: str) -> None:
    sprite, labels = read_picture(picture_of(dataset))
    assert (sprite.columns, sprite.height, sprite.width, sprite.count) == (100, 28, 28, 10_000)
    with Image.open(picture_of(dataset)) as picture:
        assert (picture.size, picture.mode) == ((2800, 2800), "L")
    assert set(labels) == set(range(10))


@pytest.mark.parametrize("dataset", PICTURED)
def test_a_picture_and_its_notice_are_installed_together(dataset: str) -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
    patterns = settings["package-data"]["weight_surgery.core.pretrained"]
    picture = picture_of(dataset)
    notice = picture.with_suffix(".LICENSE.txt")
    for path in (picture, notice):
        assert any(fnmatch(path.name, pattern) for pattern in patterns)
    words = notice.read_text()
    for said in (picture.name, *NOTICES[dataset]):
        assert said in words


def test_without_the_raw_files_it_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tmp_path), "--out", str(tmp_path)]) == 2
    assert "make data" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "dataset",
    [
        pytest.param("mnist", marks=pytest.mark.mnist),
        pytest.param("fashion-mnist", marks=pytest.mark.fashion_mnist),
    ],
)
def test_the_command_makes_what_ships(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], dataset: str
) -> None:
    out = picture_of(dataset, tmp_path)
    assert main(["--dataset", dataset, "--out", str(tmp_path)]) == 0
    assert str(out) in capsys.readouterr().out
    (made, labels), (ships, theirs) = read_picture(out), read_picture(picture_of(dataset))
    np.testing.assert_array_equal(labels, theirs)
    np.testing.assert_array_equal(
        *(np.asarray(Image.open(io.BytesIO(one.png))) for one in (made, ships))
    )
