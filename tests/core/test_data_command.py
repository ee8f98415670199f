"""`weight-surgery data`: either data set, downloaded once, or a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.test_raw_images import FILES, put
from weight_surgery.core.data_command import main
from weight_surgery.core.raw_images import RAW


@pytest.mark.parametrize("name", RAW)
def test_a_failed_download_ends_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("Error downloading train-images:\nTried two mirrors\n")

    monkeypatch.setattr(f"torchvision.datasets.{RAW[name].folder}", fail)
    assert main(["--dataset", name, "--data", str(tmp_path)]) == 2
    (sentence,) = capsys.readouterr().err.splitlines()
    assert f"{RAW[name].title} could not be downloaded" in sentence
    assert "(Error downloading train-images: Tried two mirrors)" in sentence


def test_what_is_asked_for_is_downloaded_and_only_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = []

    def fetch(root: str, **_: object) -> None:
        asked.append(root)
        put(Path(root), "fashion-mnist", *FILES)

    monkeypatch.setattr("torchvision.datasets.FashionMNIST", fetch)
    for _ in range(2):
        assert main(["--dataset", "fashion-mnist", "--data", str(tmp_path)]) == 0
        assert f"Fashion-MNIST is at {tmp_path}" in capsys.readouterr().out
    assert asked == [str(tmp_path)]
