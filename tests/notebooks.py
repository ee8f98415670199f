"""The notebooks in docs/: run as they are, and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

NOTEBOOKS = sorted((Path(__file__).parents[1] / "docs" / "notebooks").glob("*.ipynb"))
FIGURE = "application/vnd.plotly.v1+json"
SECONDS = 300
# 4,898 of 8,032; 97.5 %
STATED = re.compile(r"[\d,]*\d of [\d,]*\d|\d+\.\d+\s%")
PORT = re.compile(r"(?<=http://127\.0\.0\.1:)\d+")


def run(path: Path, folder: Path) -> NotebookNode:
    """Return a notebook as it is after a run in a folder. What a cell raises, this raises."""
    notebook = nbformat.read(path, nbformat.NO_CONVERT)
    for cell in code_of(notebook):
        cell.outputs = []
    # On a busy machine what a cell prints comes in pieces.
    client = NotebookClient(
        notebook,
        timeout=SECONDS,
        resources={"metadata": {"path": f"{folder}"}},
        coalesce_streams=True,
    )
    return client.execute()


def code_of(notebook: NotebookNode) -> list[NotebookNode]:
    """Return the cells of code."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def outputs_of(notebook: NotebookNode) -> Iterator[NotebookNode]:
    """Go over all that its cells have put out."""
    for cell in code_of(notebook):
        yield from cell.outputs


def said_by(notebook: NotebookNode) -> str:
    """Return all that its cells have put out as text, but for the port of a page."""
    texts = [
        output.text if output.output_type == "stream" else output.data.get("text/plain", "")
        for output in outputs_of(notebook)
        if output.output_type == "stream" or FIGURE not in output.data
    ]
    return PORT.sub("…", "\n".join(texts))


def stated_in(notebook: NotebookNode) -> list[str]:
    """Return the figures that its words state."""
    words = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    return [found for text in words for found in STATED.findall(text)]
