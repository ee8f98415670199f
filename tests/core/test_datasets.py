"""Data sets: what is there offline, what is said when it is not, splits that share nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from weight_surgery.core import datasets
from weight_surgery.core.datasets import (
    LabelledImages,
    data_root,
    fit_split,
    has_mnist,
    load_dataset,
    main,
    mnist_file,
)


def test_digits_are_there_offline_split_and_stratified() -> None:
    train, test = load_dataset("digits", "train"), load_dataset("digits", "test")
    assert (len(train), len(test)) == (1347, 450)
    assert train.images.shape[1:] == (8, 8)
    assert test.images.max() == 255
    shares = [np.bincount(part.labels) / len(part) for part in (train, test)]
    np.testing.assert_allclose(*shares, atol=0.005)
    np.testing.assert_array_equal(load_dataset("digits", "test").labels, test.labels)


@pytest.mark.mnist
def test_mnist_is_read_from_its_folder_as_torchvision_reads_it() -> None:
    from torchvision.datasets import MNIST

    train, test = load_dataset("mnist", "train"), load_dataset("mnist", "test")
    assert train.images.shape == (60_000, 28, 28)
    assert test.images.shape == (10_000, 28, 28)
    fit = fit_split(train)
    assert len(fit) == 10_000
    np.testing.assert_allclose(
        np.bincount(fit.labels) / 1e4, np.bincount(train.labels) / 6e4, atol=1e-4
    )
    theirs = MNIST(str(data_root()), train=False)
    np.testing.assert_array_equal(test.images, theirs.data.numpy())
    np.testing.assert_array_equal(test.labels, theirs.targets.numpy())
    seen = {image.tobytes() for image in fit.images}
    assert not any(image.tobytes() in seen for image in test.images)


def test_mnist_that_is_not_there_is_said_with_what_to_do(tmp_path: Path) -> None:
    assert not has_mnist(tmp_path)
    with pytest.raises(ValueError, match=r"make data.*WEIGHT_SURGERY_DATA"):
        load_dataset("mnist", "test", tmp_path)


@pytest.mark.parametrize(("name", "split"), [("cifar", "test"), ("digits", "validation")])
def test_unknown_names_are_refused(name: str, split: str) -> None:
    with pytest.raises(ValueError, match="must be one of"):
        load_dataset(name, split)


def test_images_must_fit_their_labels() -> None:
    with pytest.raises(ValueError, match="labels must be"):
        LabelledImages("x", np.zeros((2, 4, 4), np.uint8), np.zeros(3, int), ("a",))
    with pytest.raises(ValueError, match="uint8"):
        LabelledImages("x", np.zeros((2, 4, 4)), np.zeros(2, int), ("a",))


def test_a_failed_download_ends_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("Error downloading train-images:\nTried two mirrors\n")

    monkeypatch.setattr("torchvision.datasets.MNIST", fail)
    assert main(["--data", str(tmp_path)]) == 2
    (sentence,) = capsys.readouterr().err.splitlines()
    assert "could not be downloaded" in sentence
    assert "(Error downloading train-images: Tried two mirrors)" in sentence
    assert datasets.data_root(tmp_path) == tmp_path


def test_a_raw_file_is_found_plain_before_packed(tmp_path: Path) -> None:
    raw = tmp_path / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for name in ("a.gz", "a", "b.gz"):
        (raw / name).touch()
    (raw / "c").mkdir()
    assert [mnist_file(name, tmp_path).name for name in ("a", "b")] == ["a", "b.gz"]
    with pytest.raises(ValueError, match=r"make data.*WEIGHT_SURGERY_DATA"):
        mnist_file("c", tmp_path)
