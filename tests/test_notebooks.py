"""The notebooks in docs/ run, say what their words state, and keep what they showed."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.notebooks import FIGURE, NOTEBOOKS, code_of, outputs_of, run, said_by, stated_in

MOST_BYTES = 300_000
# The others train, which gives other figures on another machine.
SAME_EVERYWHERE = ("by-hand",)


@pytest.fixture(autouse=True)
def _no_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPYTHONDIR", f"{tmp_path / 'ipython'}")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_its_words_state_what_it_found(path: Path, tmp_path: Path) -> None:
    kept, fresh = nbformat.read(path, nbformat.NO_CONVERT), run(path, tmp_path)
    nbformat.validate(kept)
    assert path.stat().st_size < MOST_BYTES
    assert [output for output in outputs_of(fresh) if output.get("name") == "stderr"] == []
    said = said_by(fresh)
    assert [figure for figure in stated_in(kept) if figure not in said] == []
    assert "False" not in said
    if path.stem in SAME_EVERYWHERE:
        assert said_by(kept).replace("a figure that can be turned", "").split() == said.split()
    for one, other in zip(code_of(kept), code_of(fresh), strict=True):
        # A figure is kept as a picture, which is shown where nothing runs.
        figures = [FIGURE in output.get("data", {}) for output in other.outputs]
        pictures = ["image/png" in output.get("data", {}) for output in one.outputs]
        assert figures == pictures
    frames = [
        output.data[FIGURE].get("frames")
        for output in outputs_of(fresh)
        if FIGURE in output.get("data", {})
    ]
    assert any(frames)


def test_a_figure_that_was_not_found_is_seen() -> None:
    said = new_output("stream", text="4,898 of 8,032\n")
    words = new_markdown_cell("It was 4,898 of 8,032, and 1 of 2, or 97.5 %.")
    notebook = new_notebook(cells=[words, new_code_cell("", outputs=[said])])
    stated, found = stated_in(notebook), said_by(notebook)
    assert [figure in found for figure in stated] == [True, False, False]
