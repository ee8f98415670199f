"""Networks, checkpoints, capture, and the way from an export back to the dashboard's figure."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest
import torch

from weight_surgery.core.bundle import load_bundle
from weight_surgery.core.bundle.capture import Batches, predict
from weight_surgery.core.bundle.command import main as bundle_main
from weight_surgery.core.datasets import fit_split, load_dataset
from weight_surgery.core.model import CompactNet, SeedNet, load_checkpoint, save_checkpoint
from weight_surgery.core.specs import Operation, SurgerySpec
from weight_surgery.core.workbench import PRETRAINED, Workbench

SEED_PARAMETERS = {
    "conv1.weight": (8, 1, 2, 2),
    "conv2.weight": (16, 8, 2, 2),
    "conv3.weight": (32, 16, 2, 2),
    "conv4.weight": (64, 32, 2, 2),
    "fc1.weight": (128, 9216),
    "fc2.weight": (64, 128),
    "fc3.weight": (3, 64),
    "fc4.weight": (3, 3),
    "fc5.weight": (10, 3),
}


def test_seed_network_is_the_notebooks() -> None:
    state = SeedNet().state_dict()
    shapes = {name: tuple(value.shape) for name, value in state.items() if "weight" in name}
    assert shapes == SEED_PARAMETERS
    assert SeedNet()(torch.zeros(1, 1, 221, 221)).shape == (1, 10)


@pytest.mark.parametrize(("hidden", "dims"), [(3, 3), (16, 3)])
def test_a_notebooks_checkpoint_loads(tmp_path: Path, hidden: int, dims: int) -> None:
    network = SeedNet(dims=dims, hidden=hidden)
    torch.save(network.state_dict(), tmp_path / "mnist_net.pth")
    loaded = load_checkpoint(tmp_path / "mnist_net.pth", "seed")
    assert loaded.layer("fc4").in_features == hidden
    for name, value in network.state_dict().items():
        assert torch.equal(loaded.state_dict()[name], value)


@pytest.mark.parametrize("size", [8, 28])
def test_compact_network_round_trips(tmp_path: Path, size: int) -> None:
    network = CompactNet(dims=5, size=size).eval()
    save_checkpoint(tmp_path / "c.safetensors", network)
    loaded = load_checkpoint(tmp_path / "c.safetensors", "compact")
    inputs = torch.randn(4, 1, size, size)
    assert torch.equal(loaded(inputs), network(inputs))


def test_logits_do_not_depend_on_the_embeddings_length() -> None:
    network = CompactNet(dims=3, size=8).eval()
    inputs = torch.randn(4, 1, 8, 8)
    before = network(inputs)
    with torch.no_grad():
        network.head.weight *= 3
        network.head.bias *= 3
    torch.testing.assert_close(network(inputs), before)


class Harmful:
    def __reduce__(self) -> tuple:
        return (print, ("this must not run",))


def _broken_checkpoints(folder: Path) -> dict[str, str]:
    state = SeedNet().state_dict()
    torch.save(SeedNet(), folder / "module.pth")
    torch.save(state | {"extra": torch.ones(1)}, folder / "extra.pth")
    torch.save({k: v for k, v in state.items() if k != "fc2.bias"}, folder / "missing.pth")
    torch.save(state | {"fc1.weight": torch.ones(2, 2)}, folder / "shape.pth")
    torch.save(state | {"fc1.bias": torch.full((128,), torch.nan)}, folder / "nan.pth")
    torch.save([1, 2], folder / "list.pth")
    (folder / "harmful.pth").write_bytes(pickle.dumps(Harmful()))
    (folder / "text.pth").write_text("hello")
    (folder / "text.safetensors").write_text("hello")
    return {
        "module.pth": "cannot be read",
        "extra.pth": "extra",
        "missing.pth": "fc2.bias",
        "shape.pth": "fc1.weight",
        "nan.pth": "not finite",
        "list.pth": "other than a state dict",
        "harmful.pth": "cannot be read",
        "text.pth": "cannot be read",
        "text.safetensors": "cannot be read",
        "none.pth": "does not exist",
    }


def test_anything_but_a_state_dict_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, words in _broken_checkpoints(tmp_path).items():
        with pytest.raises(ValueError, match=words):
            load_checkpoint(tmp_path / name, "seed")
    assert "must not run" not in capsys.readouterr().out
    with pytest.raises(ValueError, match="network must be one of"):
        load_checkpoint(tmp_path / "nan.pth", "resnet")


def test_from_a_checkpoint_to_a_bundle_that_the_page_shows(tmp_path: Path) -> None:
    network = CompactNet(dims=4, size=8).eval()
    torch.save(network.state_dict(), tmp_path / "mine.pth")
    arguments = ["--checkpoint", str(tmp_path / "mine.pth"), "--network", "compact"]
    arguments += ["--dataset", "digits", "--out", str(tmp_path / "models")]
    assert bundle_main(arguments) == 0
    workbench = Workbench.from_folder(tmp_path / "models")
    bundle = workbench.bundle("mine")
    test = load_dataset("digits", "test")
    np.testing.assert_array_equal(bundle.predictions_test, predict(network, test))
    assert workbench.export_network(SurgerySpec("mine"), "safetensors")[1]


def test_a_capture_at_chance_is_warned_about_and_one_of_other_classes_never_begins(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    torch.manual_seed(0)
    for classes, code in ((10, 0), (9, 2)):
        torch.save(CompactNet(4, 8, classes=classes).state_dict(), tmp_path / "raw.pth")
        arguments = ["--checkpoint", str(tmp_path / "raw.pth"), "--network", "compact"]
        assert (
            bundle_main([*arguments, "--dataset", "digits", "--out", str(tmp_path / "m")]) == code
        )
    said = capsys.readouterr().err
    assert "Warning: This network reads" in said
    assert "at or near chance" in said
    assert "tells 9 classes apart and digits has 10" in said


def test_a_bad_checkpoint_ends_with_a_sentence_and_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bundle_main(["--checkpoint", str(tmp_path / "no.pth"), "--dataset", "digits"]) == 2
    assert "does not exist" in capsys.readouterr().err


@pytest.mark.parametrize("format", ["pth", "safetensors"])
@pytest.mark.parametrize("edit_bias", [True, False])
def test_the_export_gets_the_dashboards_accuracy(
    shipped: Workbench, tmp_path: Path, format: str, edit_bias: bool
) -> None:
    spec = SurgerySpec("digits-3d", edit_bias=edit_bias)
    name, content = shipped.export_network(spec, format)
    (tmp_path / name).write_bytes(content)
    network = load_checkpoint(tmp_path / name, "compact")
    test = load_dataset("digits", "test")
    right = int((predict(network, test) == test.labels).sum())
    comparison = shipped.compare(spec)
    assert right == comparison.after.strict_accuracy.successes
    assert right != comparison.before.strict_accuracy.successes


def test_the_export_of_a_plan_gets_the_dashboards_predictions(
    shipped: Workbench, tmp_path: Path
) -> None:
    operations = (
        Operation("merge", (3, 6), 0.0),
        Operation("merge", (1, 7), 0.2, on=False),
        Operation("shatter", (4,), 0.1),
        Operation("merge", (6, 8), 0.0, "stretched"),
        Operation("merge", (0, 2), 0.0, "rows"),
    )
    spec = SurgerySpec("digits-16d", operations)
    name, content = shipped.export_network(spec, "safetensors")
    (tmp_path / name).write_bytes(content)
    network = load_checkpoint(tmp_path / name, "compact")
    test = load_dataset("digits", "test")
    comparison = shipped.compare(spec)
    np.testing.assert_array_equal(predict(network, test), comparison.after.predictions)
    assert [group.classes for group in comparison.groups] == [(0, 2), (3, 6, 8), (4,)]


@pytest.mark.mnist
def test_the_seeds_export_gets_the_dashboards_accuracy(shipped: Workbench, tmp_path: Path) -> None:
    """On 1,000 real images, sample by sample, with what a notebook would load."""
    spec = SurgerySpec("mnist-3d")
    name, content = shipped.export_network(spec, "pth")
    assert name == "mnist-3d_merge-3-6_damping-1e-05_weights-bias_fit-on-fit.pth"
    (tmp_path / name).write_bytes(content)
    network = SeedNet()
    network.load_state_dict(torch.load(tmp_path / name, weights_only=True))
    indices = np.arange(0, 10_000, 10)
    test = load_dataset("mnist", "test").subset(indices)
    comparison = shipped.compare(spec)
    expected = comparison.after.predictions[indices]
    read = predict(network.eval(), test)
    assert (read == test.labels).sum() == (expected == test.labels).sum()
    np.testing.assert_array_equal(read, expected)


@pytest.mark.parametrize("model", ["digits-3d", "digits-16d"])
def test_digits_are_captured_again_from_images(model: str) -> None:
    _capture_again(model, "compact", "digits", 1000)


@pytest.mark.mnist
@pytest.mark.parametrize(
    ("model", "network"), [("mnist-3d", "seed"), ("mnist-5d", "compact"), ("mnist-16d", "compact")]
)
def test_mnist_is_captured_again_from_images(model: str, network: str) -> None:
    _capture_again(model, network, "mnist", 1000)


@pytest.mark.fashion_mnist
@pytest.mark.parametrize("model", ["fashion-3d", "fashion-16d"])
def test_garments_are_captured_again_from_images(model: str) -> None:
    _capture_again(model, "compact", "fashion-mnist", 1000)


@pytest.mark.slow
@pytest.mark.mnist
@pytest.mark.parametrize(
    ("model", "network"), [("mnist-3d", "seed"), ("mnist-5d", "compact"), ("mnist-16d", "compact")]
)
def test_mnist_is_captured_again_in_full(model: str, network: str) -> None:
    _capture_again(model, network, "mnist", 10_000)


def _capture_again(model: str, network: str, dataset: str, samples: int) -> None:
    bundle = load_bundle(PRETRAINED / f"{model}.npz")
    loaded = load_checkpoint(PRETRAINED / f"{model}.safetensors", network)
    fit, test = fit_split(load_dataset(dataset, "train")), load_dataset(dataset, "test")
    for images, features, labels in (
        (fit, bundle.features_fit, bundle.labels_fit),
        (test, bundle.features_test, bundle.labels_test),
    ):
        np.testing.assert_array_equal(images.labels, labels)
        step = max(1, len(images) // samples)
        chosen = np.arange(0, len(images), step)
        batches = Batches(loaded, images.subset(chosen))
        with torch.no_grad():
            again = np.concatenate([loaded.trunk(inputs).numpy() for inputs, _ in batches])
        tolerance = 1e-4 * np.abs(features).max()
        np.testing.assert_allclose(again, features[chosen], atol=tolerance)
