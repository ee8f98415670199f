"""A checkpoint's bytes, looked at without torch: what cannot be one is told, the rest passes."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file

from tests.core.test_checkpoints import BAD, BASE, WRAPPED, before
from weight_surgery.core.checkpoint_bytes import check_checkpoint
from weight_surgery.core.workbench import PRETRAINED

# What is wrong with these is in values, or in what they are of: only who reads them can tell.
READ = {"none", "folder", "list", "nothing", "numbers", "not finite"}
WHOLE = (PRETRAINED / "digits-16d.safetensors").read_bytes()


class Command:
    """What runs a command when it is unpickled."""

    def __reduce__(self) -> Any:
        return os.system, ("touch /tmp/never",)


def saved(path: Path, content: Any, **how: Any) -> bytes:
    torch.save(content, path, **how)
    return path.read_bytes()


@pytest.mark.parametrize("case", WRAPPED)
def test_every_checkpoint_passes(case: str, tmp_path: Path) -> None:
    for newer in (True, False):
        content = saved(tmp_path / "a", WRAPPED[case], _use_new_zipfile_serialization=newer)
        check_checkpoint(content)


def test_so_do_half_precision_optimisers_and_safetensors(tmp_path: Path) -> None:
    half = {name: value.to(torch.bfloat16) for name, value in BASE.items()}
    optimiser = torch.optim.Adam([torch.nn.Parameter(torch.ones(3))]).state_dict()
    check_checkpoint(saved(tmp_path / "a", {"state_dict": half, "optimizer": optimiser}))
    save_file(before("module."), str(tmp_path / "b"), {"format": "pt"})
    for content in (WHOLE, (tmp_path / "b").read_bytes()):
        check_checkpoint(content)


@pytest.mark.parametrize("case", [case for case in BAD if case not in READ])
def test_what_is_none_gets_the_sentence_of_who_reads_it(case: str, tmp_path: Path) -> None:
    make, words = BAD[case]
    make(tmp_path / "mine.pth")
    with pytest.raises(ValueError, match=words) as refused:
        check_checkpoint((tmp_path / "mine.pth").read_bytes())
    assert str(refused.value).startswith("it ")


def test_what_is_cut_off_is_damaged(tmp_path: Path) -> None:
    for content in (saved(tmp_path / "a", BASE), WHOLE, WHOLE + b"more"):
        for cut in {len(content) // 2, len(content) - 30} if content != WHOLE + b"more" else {None}:
            with pytest.raises(ValueError, match="it is damaged"):
                check_checkpoint(content[:cut])


@pytest.mark.parametrize("protocol", range(6))
def test_a_pickled_command_is_refused_and_never_run(protocol: int, tmp_path: Path) -> None:
    there = Path("/tmp/never").exists()
    evil = pickle.dumps(Command(), protocol=protocol)
    zipped = saved(tmp_path / "a", {"w": torch.ones(1), "evil": Command()}, pickle_protocol=2)
    older = saved(tmp_path / "b", {"evil": Command()}, _use_new_zipfile_serialization=False)
    for content in (evil, zipped, older):
        with pytest.raises(ValueError, match="cannot be read as a checkpoint, it "):
            check_checkpoint(content)
    for content in (zipped, older):
        with pytest.raises(ValueError, match="more than tensors"):
            check_checkpoint(content)
    assert Path("/tmp/never").exists() == there


@pytest.mark.parametrize("content", [b"\x80", b"PK\3\4", b"12345678{", b"\xff" * 8 + b"{}", b"a"])
def test_whatever_comes_is_a_sentence(content: bytes) -> None:
    with pytest.raises(ValueError, match="cannot be read as a checkpoint"):
        check_checkpoint(content)


def test_who_looks_needs_no_torch() -> None:
    code = (
        "import sys; from weight_surgery.core.workbench import check_checkpoint\n"
        "try: check_checkpoint(b'12')\n"
        "except ValueError: sys.exit('torch' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=True)
