"""A .pth file is written by a process that ends: the same bytes, and a sentence where it cannot."""

from __future__ import annotations

import io
import os
import signal
import sys
import time
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
import torch

from weight_surgery.core.network_file import edited_state, network_bytes
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.state_dict import pth_bytes
from weight_surgery.core.workbench import PRETRAINED, Busy, Workbench
from weight_surgery.core.workbench.torch_process import TorchProcess

STATE = {
    "b.weight": np.arange(6, dtype=np.float32).reshape(2, 3),
    "a.bias": np.zeros(2),
    "count": np.array(5),
}
SLEEPS = "import time; time.sleep(60)"


def process_of(code: str, **options: float) -> TorchProcess:
    return TorchProcess(command=(sys.executable, "-c", code), **options)  # type: ignore[arg-type]


def test_the_bytes_are_those_that_are_made_here(shipped: Workbench) -> None:
    spec = SurgerySpec("digits-3d")
    checkpoint, found = PRETRAINED / "digits-3d.safetensors", shipped.compare(spec)
    name, content = shipped.export_network(spec, "pth")
    assert name.endswith(".pth")
    assert content == network_bytes(checkpoint, found, "pth")
    # The negative: another edit has other bytes.
    assert content != network_bytes(
        checkpoint, shipped.compare(spec.with_operation(damping=0.5)), "pth"
    )
    state = edited_state(checkpoint, found.bundle, found.change)
    assert list(torch.load(io.BytesIO(content))) == list(state)


def test_order_types_and_shapes_arrive() -> None:
    content = TorchProcess().pth_bytes(STATE)
    assert content == pth_bytes(STATE)
    loaded = torch.load(io.BytesIO(content))
    assert list(loaded) == list(STATE)
    for name, array in STATE.items():
        assert loaded[name].numpy().dtype == array.dtype
        np.testing.assert_array_equal(loaded[name].numpy(), array)


def test_the_processs_sentence_arrives() -> None:
    said = "print('a warning of torch\\nthe arrays are no state', file=sys.stderr)"
    code = f"import sys; {said}; sys.exit(2)"
    with pytest.raises(ValueError, match=r"^the arrays are no state$"):
        process_of(code).pth_bytes(STATE)


def test_a_state_that_torch_cannot_hold_is_an_end_with_a_sentence() -> None:
    with pytest.raises(ValueError, match=r"ended before it was done.*take \.safetensors"):
        TorchProcess().pth_bytes({"text": np.array(["a"])})


def test_a_killed_process_is_an_end_with_a_sentence(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    told = tmp_path / "pid"
    code = f"import os, pathlib; pathlib.Path({str(told)!r}).write_text(str(os.getpid())); {SLEEPS}"

    def kill() -> None:
        while not (told.exists() and told.read_text()):
            time.sleep(0.01)
        os.kill(int(told.read_text()), signal.SIGKILL)

    killer = Thread(target=kill)
    killer.start()
    with pytest.raises(ValueError, match="ended before it was done"):
        process_of(code).pth_bytes(STATE)
    killer.join()
    assert "ended with -9" in caplog.text


def test_one_that_takes_too_long_is_ended() -> None:
    with pytest.raises(ValueError, match=r"longer than 0\.2 seconds"):
        process_of(SLEEPS, seconds=0.2).pth_bytes(STATE)


def test_few_run_at_a_time() -> None:
    slow = process_of(SLEEPS, most=1, patience=0.05, seconds=3)
    said = []

    def first() -> None:
        with pytest.raises(ValueError, match="longer than") as caught:
            slow.pth_bytes(STATE)
        said.append(str(caught.value))

    thread = Thread(target=first)
    thread.start()
    while slow._places._value:
        time.sleep(0.01)
    with pytest.raises(Busy, match="try again in a moment"):
        slow.pth_bytes(STATE)
    thread.join()
    assert said
    # The place is free again, whatever became of who had it.
    assert slow._places.acquire(blocking=False)


def test_one_that_cannot_be_started_is_said() -> None:
    with pytest.raises(ValueError, match="ended before it was done"):
        TorchProcess(command=("/no/such/program",)).pth_bytes(STATE)
