"""What a run's folder says of itself: of which model it is, and measured how."""

from __future__ import annotations

import json
from pathlib import Path

from weight_surgery.core.atlas.block_files import write_whole
from weight_surgery.core.atlas.blocks import FORMAT, Asked, Plan
from weight_surgery.core.checks import shown
from weight_surgery.core.files import check_folder

RUN, PLAN = "run.json", ".plan.json"


def begin_run(root: Path, plan: Plan, model: str) -> Path:
    """Make the folder that a plan's blocks are kept in, below root, and return it.

    model: its name, for people. Raises ValueError where it cannot be written to, or is of another
    format.
    """
    folder = root / plan.asked.folder
    check_folder(folder)
    if told_of(folder) is None:
        told = json.dumps({"model": model, **plan.asked.told})
        write_whole(folder / RUN, told.encode())
    check_run(folder, plan.asked)
    write_whole(folder / f"{plan.name}{PLAN}", plan.to_json().encode())
    return folder


def check_run(folder: Path, asked: Asked) -> None:
    """Raise ValueError unless a folder is that of a run, of this format and these choices."""
    told = told_of(folder)
    if told is None:
        raise ValueError(f"{folder} is not the folder of an atlas, or is damaged; name another")
    if told.get("format") != FORMAT:
        raise ValueError(
            f"{folder} has the format {shown(told.get('format'))}, and this version reads "
            f"{FORMAT}; name another folder, or use the version that wrote it"
        )
    if {name: told.get(name) for name in asked.told} != _plain(asked):
        raise ValueError(
            f"{folder} holds an atlas of another model or of other choices, "
            f"{shown(told.get('model'))}; name another folder"
        )


def asked_in(folder: Path) -> Asked:
    """Return what is measured in a run's folder. Raises ValueError where it is none."""
    asked = Asked.from_told(told_of(folder) or {})
    check_run(folder, asked)
    return asked


def told_of(folder: Path) -> dict | None:
    """Return what a run's folder says of itself; None where it says nothing that can be read."""
    try:
        told = json.loads((folder / RUN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None


def _plain(asked: Asked) -> dict:
    """Return what is asked as it comes back from a file: a tuple is a list there."""
    plain = json.loads(json.dumps(asked.told))
    assert isinstance(plain, dict)
    return plain


def others_in(folder: Path) -> str:
    """Say of a folder what it holds instead."""
    told = [told_of(path) for path in sorted(folder.iterdir())] if folder.is_dir() else []
    known = {f"{one.get('model')} ({one.get('method')})" for one in told if one}
    return f", only of {', '.join(sorted(known))}" if known else ""
