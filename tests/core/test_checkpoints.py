"""Checkpoints as people have them: every wrapping is the same network, all else a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from weight_surgery.core.checkpoints import read_state, without_prefixes
from weight_surgery.core.workbench import PRETRAINED

BASE = load_file(str(PRETRAINED / "digits-16d.safetensors"))


def before(prefix: str) -> dict[str, Tensor]:
    return {f"{prefix}{name}": value for name, value in BASE.items()}


WRAPPED: dict[str, Any] = {
    "plain": BASE,
    "parallel": before("module."),
    "compiled": before("_orig_mod."),
    "both": before("module._orig_mod."),
    "lightning": {"state_dict": before("model."), "epoch": 3, "pytorch-lightning_version": "2.4.0"},
    "state dict": {"state_dict": BASE, "epoch": 3},
    "model state dict": {"model_state_dict": BASE, "optimizer_state_dict": {}, "loss": 0.1},
    "model": {"model": BASE},
    "twice": {"network": {"state_dict": before("net.")}},
    "double": {name: value.double() for name, value in BASE.items()},
}


def same(state: dict[str, Tensor], exactly: bool = True) -> bool:
    limit = 0.0 if exactly else 0.02
    return state.keys() == BASE.keys() and all(
        value.dtype == torch.float32
        and float((value - BASE[name]).abs().max()) <= limit * float(BASE[name].abs().max())
        for name, value in state.items()
    )


@pytest.mark.parametrize("case", WRAPPED)
def test_a_wrapped_checkpoint_is_the_network_inside(case: str, tmp_path: Path) -> None:
    torch.save(WRAPPED[case], tmp_path / "mine.pth")
    assert same(read_state(tmp_path / "mine.pth"))


@pytest.mark.parametrize("precision", [torch.float16, torch.bfloat16])
def test_half_precision_is_raised(precision: torch.dtype, tmp_path: Path) -> None:
    torch.save({name: value.to(precision) for name, value in BASE.items()}, tmp_path / "half.pth")
    read = read_state(tmp_path / "half.pth")
    assert same(read, exactly=False)
    assert not same(read)


def test_a_file_is_told_by_what_it_holds_and_not_by_its_name(tmp_path: Path) -> None:
    save_file(BASE, str(tmp_path / "misnamed.pth"), {"format": "pt"})
    save_file(before("module."), str(tmp_path / "parallel.safetensors"))
    torch.save(BASE, tmp_path / "saved.safetensors")
    torch.save(BASE, tmp_path / "old.bin", _use_new_zipfile_serialization=False)
    assert all(same(read_state(path)) for path in tmp_path.iterdir())


def test_only_what_every_name_begins_with_is_taken_off() -> None:
    mixed = {"module.head.weight": torch.ones(1), "other": torch.ones(1)}
    assert without_prefixes(mixed).keys() == mixed.keys()
    assert without_prefixes({}) == {}


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "none": (lambda path: None, "does not exist"),
    "folder": (lambda path: path.mkdir(), "is a folder"),
    "empty": (lambda path: path.write_bytes(b""), "is empty"),
    "page": (lambda path: path.write_text("<!DOCTYPE html><title>scan</title>"), "a web page"),
    "pointer": (
        lambda path: path.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0"),
        "git lfs pull",
    ),
    "noise": (lambda path: path.write_bytes(bytes(range(256)) * 9), "is damaged"),
    "cut": (
        lambda path: path.write_bytes((PRETRAINED / "digits-16d.safetensors").read_bytes()[:999]),
        "is damaged",
    ),
    "whole network": (lambda path: torch.save(nn.Linear(2, 2), path), "a whole network perhaps"),
    "list": (lambda path: torch.save(list(BASE.values()), path), "other than a state dict"),
    "nothing": (lambda path: torch.save({}, path), "no parameters"),
    "numbers": (lambda path: torch.save({"epoch": 3}, path), "other than a state dict"),
    "not finite": (
        lambda path: torch.save({"w": torch.tensor([1.0, torch.nan])}, path),
        "not finite",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_checkpoint_gets_its_own_sentence(case: str, tmp_path: Path) -> None:
    make, words = BAD[case]
    make(tmp_path / "mine.pth")
    with pytest.raises(ValueError, match=words):
        read_state(tmp_path / "mine.pth")
