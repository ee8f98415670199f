"""Training: seeded, cancellable, never on test images, honest about a poor result."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from weight_surgery.core.bundle import load_bundle
from weight_surgery.core.datasets import DATASETS, load_dataset
from weight_surgery.core.training import Progress, TrainingOptions, train
from weight_surgery.core.training_command import accuracy_warning, main

QUICK = TrainingOptions(dims=4, epochs=1, batch=256)


def test_the_same_seed_trains_the_same_network() -> None:
    images = load_dataset("digits", "train")
    one, two = train(images, QUICK).network, train(images, QUICK).network
    for name, value in one.state_dict().items():
        assert torch.equal(value, two.state_dict()[name])
    other = train(images, TrainingOptions(dims=4, epochs=1, batch=256, seed=1)).network
    assert not torch.equal(one.head.weight, other.head.weight)


def test_progress_counts_to_the_end_and_can_cancel() -> None:
    seen: list[Progress] = []
    images = load_dataset("digits", "train")
    train(images, QUICK, seen.append)
    assert [one.step for one in seen] == list(range(1, seen[-1].steps + 1))

    def cancel(_: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(images, QUICK, cancel)


def test_progress_tells_the_epoch_and_what_is_read_right_of_images_held_out() -> None:
    seen: list[Progress] = []
    images = load_dataset("digits", "train")
    trained = train(images, TrainingOptions(dims=4, epochs=3, batch=256), seen.append)
    in_epoch = seen[-1].steps // 3
    assert [one.epoch for one in seen] == [1] * in_epoch + [2] * in_epoch + [3] * in_epoch
    assert {one.epochs for one in seen} == {3}
    assert [one.accuracy is None for one in seen] == [one.step < in_epoch for one in seen]
    assert seen[-1].accuracy == trained.validation_accuracy
    assert not trained.network.training


def test_the_command_writes_a_bundle_and_a_checkpoint(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--dataset", "digits", "--dims", "3", "--epochs", "2", "--seeds", "0", "1"]
    assert main([*arguments, "--out", str(tmp_path)]) == 0
    bundle = load_bundle(tmp_path / "digits-3d.npz")
    assert (tmp_path / "digits-3d.safetensors").is_file()
    assert bundle.metadata["seeds_tried"] == [0, 1]
    np.testing.assert_array_equal(bundle.labels_test, load_dataset("digits", "test").labels)
    output = capsys.readouterr()
    assert "test accuracy" in output.out
    # The warning that a captured network gets, too.
    assert "Warning: This network reads" in output.err
    assert "at or near chance" in output.err


def test_a_good_result_is_not_warned_about() -> None:
    assert all(accuracy_warning(name, TrainingOptions(), 0.985) is None for name in DATASETS)
    poor = accuracy_warning("mnist", TrainingOptions(dims=3), 0.89)
    assert poor is not None
    assert "--dims" in poor


@pytest.mark.parametrize(
    "arguments",
    [
        ["--dims", "1"],
        ["--dims", "4097"],
        ["--epochs", "0"],
        ["--rate", "0"],
        ["--validation", "1"],
        ["--dataset", "mnist", "--data", "/nowhere"],
    ],
)
def test_bad_options_end_with_a_sentence(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--dataset", "digits", "--out", str(tmp_path / "out"), *arguments]
    assert main(given) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert not list(tmp_path.iterdir())
