"""What a job does, done here: checkpoints that are checked first, and what is said of the rest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from weight_surgery.core.jobs import JobFolder, Jobs, Record
from weight_surgery.core.jobs.reporter import Reporter
from weight_surgery.core.jobs.work import FAULT, perform
from weight_surgery.core.model import CompactNet, SeedNet, checkpoint_bytes
from weight_surgery.core.networks import capture
from weight_surgery.core.uploads import Uploads

Do = Callable[[bytes], Record]
# The package has a function of the same name.


@pytest.fixture
def do(noted: Jobs, tmp_path: Path) -> Do:
    def of(content: bytes) -> Record:
        asked = {"dataset": "digits", "name": "mine.pth"}
        id = noted.start("browser", "capture", asked, content).id
        with Reporter(noted.folder, id) as reporter:
            perform(reporter, Uploads(tmp_path / "up"), lambda: noted.folder.content(id))
        return noted.look(id)

    return of


def pickled(content: object, path: Path) -> bytes:
    torch.save(content, path)
    return path.read_bytes()


def test_a_checkpoint_is_captured_by_whichever_way_it_was_written(do: Do, tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = CompactNet(5, 8)
    for content in (checkpoint_bytes(network), pickled(network.state_dict(), tmp_path / "n")):
        record = do(content)
        assert record.state == "done"
        bundle = Uploads(tmp_path / "up").open(record.result)
        weight = network.head.weight.detach().numpy()
        np.testing.assert_array_equal(bundle.weight, weight)
        assert bundle.metadata["title"] == "mine.pth"
        # Nobody trained it.
        assert "at or near chance" in record.sentence
        assert record.accuracy == bundle.metadata["test_accuracy"]


@pytest.mark.parametrize(
    ("network", "words"),
    [
        (CompactNet(5, 28), "does not read the images of digits: images must be 28x28"),
        (CompactNet(5, 8, classes=12), "tells 12 classes apart and digits has 10"),
        (SeedNet(classes=3), "tells 3 classes apart and digits has 10"),
        (CompactNet(2, 8, hidden=5000), "has a layer of 5,000; at most 4,096"),
        (torch.nn.Linear(2, 3), "of neither network that is known here"),
    ],
)
def test_a_checkpoint_of_other_images_is_refused_before_anything_is_captured(
    do: Do, network: torch.nn.Module, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(capture, "capture_network", lambda *_: pytest.fail("captured"))
    record = do(pickled(network.state_dict(), tmp_path / "n"))
    assert record.state == "failed"
    assert words in record.sentence


def test_where_a_checkpoint_lies_here_is_not_told(do: Do, noted: Jobs) -> None:
    for content in (b"nothing", b"12345678{", b"PK"):
        record = do(content)
        assert record.state == "failed"
        assert "mine.pth cannot be read" in record.sentence
        assert str(noted.folder.path) not in record.sentence


def test_what_nobody_foresaw_is_a_sentence_too(
    do: Do, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("secret")

    monkeypatch.setattr("weight_surgery.core.datasets.load_dataset", broken)
    record = do(b"")
    assert (record.state, record.sentence) == ("failed", FAULT)
    assert "secret" in caplog.text


def test_a_reporter_writes_the_last_word(folder: JobFolder, noted: Jobs) -> None:
    id = noted.start("browser", "train", {}).id
    with Reporter(folder, id) as reporter:
        reporter.begin("Training")
        reporter.step(1, 10)
        reporter.end("done", result="own-x")
    assert folder.read(id).state == "done"
    assert folder.read(id).stage == ""
