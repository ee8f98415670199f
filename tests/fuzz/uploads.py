"""What is sent to be opened, followed or done: files, recipes, jobs."""

from __future__ import annotations

import json
from functools import lru_cache
from random import Random
from typing import Any

import numpy as np

from tests.bad_files import BAD
from tests.fuzz.ask import Ask, form, written
from tests.fuzz.posts import workbench_of
from tests.fuzz.values import hostile, spoiled
from tests.made_files import bundle, csv, header, npz, zipped
from weight_surgery.core.recipe import recipe_of
from weight_surgery.core.specs import Operation, SurgerySpec

LARGEST_FILE = 200_000


@lru_cache(1)
def _files() -> tuple[tuple[str, bytes], ...]:
    """Return files of every kind, small ones: good ones, bad ones, and other things altogether."""
    bad = [(name, make()) for name, make, _ in BAD.values()]
    table = csv("a,b,label", *(f"{at / 7},{at % 5},c{at % 3}" for at in range(60)))
    good = (("a.npz", bundle()), ("a.csv", table), ("a.npz", npz(x=[[1.0, 2.0]] * 8, y=[0, 1] * 4)))
    return tuple(one for one in (*good, *bad) if len(one[1]) < LARGEST_FILE)


def _damaged(draw: Random, content: bytes) -> bytes:
    at = draw.randrange(len(content) + 1)
    ways = (content, content[:at], content[:at] + draw.randbytes(4) + content[at + 4 :])
    return draw.choice(ways)


def upload(draw: Random) -> Ask:
    """Return a file to be opened that may be none, with choices that may be none."""
    name, content = draw.choice(_files())
    if draw.random() < 0.3:
        name = str(hostile(draw))[:400] + draw.choice(("", ".csv", ".npz", ".parquet", ".json"))
    choices = {"label": "label", "split": "", "normalise": None}
    chosen = {"choices": json.dumps(spoiled(draw, choices))} if draw.random() < 0.5 else {}
    return form("/lab/own", chosen, (name, _damaged(draw, content)))


def _metadata(draw: Random) -> bytes:
    """Return a bundle whose metadata has something hostile in it, or is nested without end."""
    sound = {"format": 1, "name": "x", "dataset": "digits", "network": "compact", "seed": 1}
    deep = '{"format": 1, "name": "x", "more": ' + "[" * 100_000
    long = '{"format": ' + "9" * 5000 + "}"
    text = draw.choice((json.dumps(spoiled(draw, sound)),) * 8 + (deep, long))
    return bundle(metadata=np.array(text))


def _text(draw: Random, longest: int) -> str:
    """Return a text that a file can hold, which half a character is none of."""
    return str(hostile(draw))[:longest].encode(errors="replace").decode()


def _names(draw: Random) -> bytes:
    """Return a bundle whose classes have hostile names."""
    names = [_text(draw, 20_000) or "none" for _ in range(4)]
    return bundle(class_names=np.array(names))


def _arrays(draw: Random) -> bytes:
    """Return an .npz of arrays that say of themselves what none is."""
    members = []
    for _ in range(draw.choice((1, 2, 3))):
        name = draw.choice(("x", "labels", "weight", "metadata", _text(draw, 9000)))
        # What writes an archive ends a name there.
        name = name.replace("\0", "0")
        size = draw.choice((0, 1, 40, -1, 2**31, 10**30, 10**4000))
        shape = draw.choice(((size,), (size, 3), (1,) * 40, (2,) * 3, ()))
        kind = draw.choice(
            ("<f8", "<i4", "|b1", "<U9", "|O", "<M8[s]", "<c16", "nothing", "<f4,<f4")
        )
        members.append((f"{name}.npy", header(shape, kind) + bytes(draw.choice((0, 8, 320)))))
    return zipped(*members)


def _table(draw: Random) -> bytes:
    """Return a table with hostile names of columns and cells."""
    head = ["a", "b", "label", "split"]
    rows = [[str(at / 7), str(at % 5), f"c{at % 3}", "fit"] for at in range(40)]
    for _ in range(draw.choice((1, 1, 40))):
        row = draw.choice((head, *rows))
        row[draw.randrange(4)] = _text(draw, 5000)
    lines = [",".join(one) for one in (head, *rows)]
    return "\n".join(lines).encode(draw.choice(("utf-8", "utf-8", "utf-16")), "replace")


def made(draw: Random) -> Ask:
    """Return a file that is sound but for something hostile in it, to be opened and kept."""
    make, ending = draw.choice(
        ((_metadata, "npz"), (_names, "npz"), (_arrays, "npz"), (_table, "csv"))
    )
    parts = draw.choice(({}, {"open": "1"}))
    return form("/lab/own", parts, (f"a.{ending}", make(draw)))


@lru_cache(1)
def _recipes() -> tuple[Any, ...]:
    workbench, plan = (
        workbench_of(),
        (Operation("merge", (3, 6), 0.0), Operation("shatter", (4,), 0.1)),
    )
    specs = (SurgerySpec("digits-3d"), SurgerySpec("digits-16d", plan))
    return tuple(json.loads(recipe_of(workbench.compare(spec)).to_json()) for spec in specs)


def recipe(draw: Random) -> Ask:
    """Return a recipe with something in it hostile, sent to be followed."""
    content = written(spoiled(draw, draw.choice(_recipes())))
    own = {"own": str(hostile(draw))[:2000]} if draw.random() < 0.3 else {}
    return form("/lab/own", own, ("a.json", _damaged(draw, content)))


def job(draw: Random) -> Ask:
    """Return something that is asked of jobs, with one thing in it hostile."""
    train = {"dataset": "digits", "network": "compact", "dims": 4, "epochs": 2, "seed": 0}
    asked: tuple[dict[str, Any], ...] = (
        {"do": "start", "token": "t", "kind": "train", "asked": train},
        {
            "do": "start",
            "token": "t",
            "kind": "capture",
            "asked": {"dataset": "digits", "name": "n"},
        },
        {"do": "takes", "asked": train},
        {"do": "look", "job": "x" * 22},
        {"do": "cancel", "job": "x" * 22},
    )
    file = draw.choice((None, ("a.pth", b"\x80\x02}q\x00.")))
    return form("/lab/jobs", {"asked": json.dumps(spoiled(draw, draw.choice(asked)))}, file)
