"""Worker processes: the same to the bit, and behind those who click."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.conftest import make_bundle
from tests.core.odd_worker import BUNDLE, Odd, ask
from tests.core.test_comparison import spec_of
from tests.same import differing
from weight_surgery.core.bundle import save_bundle
from weight_surgery.core.uploads import Uploads
from weight_surgery.core.workbench import Resources, Workbench
from weight_surgery.core.workbench.waiting import Waiting
from weight_surgery.core.workbench.worker import NICE
from weight_surgery.core.workbench.workers import Workers


@pytest.fixture(scope="module")
def one() -> Iterator[Workers]:
    workers = Workers(Odd(()), 1, Waiting())
    yield workers
    workers.close()


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workbench, Workbench]]:
    """The same models, without a worker and with two."""
    folder = tmp_path_factory.mktemp("models")
    save_bundle(folder / "mine.npz", BUNDLE)
    uploads = Uploads(folder / "own")
    there = Workbench.from_folder(folder, uploads=uploads, resources=Resources(workers=2))
    yield Workbench.from_folder(folder, uploads=uploads), there
    there.close()


ASKED: dict[str, Any] = {
    "part": lambda bench, spec: bench.atlas_part(spec, 1),
    "part, trimmed": lambda bench, spec: bench.atlas_part(replace(spec, trim_outliers=True), 0),
    "curve": lambda bench, spec: bench.curve(spec),
    "chain": lambda bench, spec: bench.plan_step(spec.model, "paper", spec.operation.damping, 3),
    "examination": lambda bench, spec: bench.examination(spec),
    "recognition": lambda bench, spec: bench.recognition(spec),
    "a search": lambda bench, spec: bench.compare(spec.with_operation(method="fitted")),
    "outliers": lambda bench, spec: bench.compare(replace(spec, trim_outliers=True)),
}


@pytest.mark.parametrize("ask_of", ASKED.values(), ids=ASKED)
def test_a_worker_gives_the_same_to_the_bit(both: tuple[Workbench, Workbench], ask_of: Any) -> None:
    ours, theirs = (ask_of(bench, spec_of(0, 1, model="mine")) for bench in both)
    assert differing(ours, theirs) == []
    assert both[1]._workers is not None
    assert both[1]._workers.pids()
    # The negative: of another pair, damping and method.
    other = spec_of(2, 3, 0.3, model="mine").with_operation(method="stretched")
    assert differing(ours, ask_of(both[0], other))


def test_ones_own_model_is_found_by_its_address(both: tuple[Workbench, Workbench]) -> None:
    assert both[0].uploads is not None
    address = both[0].uploads.keep(make_bundle(classes=4, samples=30, seed=3))
    ours, theirs = (bench.atlas_part(spec_of(0, 1, model=address), 0) for bench in both)
    assert differing(ours, theirs) == []
    gone = f"own-{'x' * 22}"
    with pytest.raises(ValueError, match="no longer here"):
        both[1].atlas_part(spec_of(0, 1, model=gone), 0)


def test_what_cannot_be_is_the_same_sentence(both: tuple[Workbench, Workbench]) -> None:
    said = []
    for bench in both:
        with pytest.raises(ValueError, match="has classes") as caught:
            bench.examination(spec_of(0, 9, model="mine"))
        said.append(str(caught.value))
    assert said[0] == said[1]


def test_a_worker_leaves_room_for_those_who_click(one: Workers) -> None:
    pid, nice, threads, torch = ask(one, "tell")
    assert pid in one.pids()
    assert pid != os.getpid()
    assert (nice - os.nice(0), threads, torch) == (NICE, 1, False)


def test_what_it_raises_arrives_and_it_goes_on(one: Workers) -> None:
    pid = ask(one, "tell")[0]
    with pytest.raises(ValueError, match="no such pair"):
        ask(one, "refuse")
    # Ctrl+C is for whoever started it.
    os.kill(pid, signal.SIGINT)
    assert ask(one, "tell")[0] == pid


def test_another_content_under_the_name_is_answered_here(one: Workers) -> None:
    other = make_bundle(classes=5, samples=40, seed=1)
    assert ask(one, "tell", bundle=other) == "here"


def test_none_are_started_before_they_are_asked(both: tuple[Workbench, Workbench]) -> None:
    assert Workers(Odd(()), 2, Waiting()).pids() == []
    assert both[0]._workers is None
    both[0].close()
    closed = Workers(Odd(()), 1, Waiting())
    closed.close()
    with pytest.raises(ValueError, match="about to stop"):
        ask(closed, "tell")
    with pytest.raises(ValueError, match="workers need folders"):
        Workbench({"mine": BUNDLE}, resources=Resources(workers=1))
    for count in (0, 65, -1):
        with pytest.raises(ValueError, match="workers must lie in"):
            Workers(Odd(()), count, Waiting())
