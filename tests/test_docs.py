"""What is written for people is whole: tables, links, pictures, and the code that they may copy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import weight_surgery as ws
from weight_surgery.core.methods import METHODS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
BAR = re.compile(r"(?<!\\)\|")


def ragged(text: str) -> list[str]:
    """Return the rows of tables that have more or fewer cells than their head."""
    found, width = [], 0
    for line in text.splitlines():
        cells = len(BAR.findall(line)) if line.startswith("|") else 0
        if width and cells not in (0, width):
            found.append(line)
        width = (width or cells) if cells else 0
    return found


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_table_is_one_and_every_link_leads_somewhere(path: Path) -> None:
    text = path.read_text()
    assert ragged(text) == []
    assert [link for link in LINK.findall(text) if not (path.parent / link).exists()] == []


def test_a_bar_inside_a_cell_is_seen() -> None:
    table = "| a | b |\n|---|---|\n| `|x|` | y |\n| `\\|x\\|` | y |\n\n| c |\n|---|\n| d |"
    assert ragged(table) == ["| `|x|` | y |"]


def test_every_picture_is_shown_somewhere() -> None:
    shown = {Path(link).name for page in PAGES for link in LINK.findall(page.read_text())}
    assert {picture.name for picture in (ROOT / "docs").glob("*.png")} <= shown


def test_every_method_is_defined_by_the_names_that_the_page_and_its_links_have() -> None:
    text = (ROOT / "docs" / "definitions.md").read_text()
    rows = re.findall(r"^\| ([^|`]+), `([a-z-]+)` \|", text, re.MULTILINE)
    assert rows == [(method.title, name) for name, method in METHODS.items()]


def test_the_readmes_code_runs(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    printed = []
    for code in re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL):
        exec(compile(code, "README.md", "exec"), {})
        printed.append(capsys.readouterr().out.splitlines())
    shipped, network, own = printed
    assert network[0].startswith("my-network: merge 3 and 6")
    assert network[-1].endswith("True")
    assert [line.split()[0] for line in shipped] == ["mnist-3d", "mnist-5d", "mnist-16d"]
    assert own[0] == "898 of 898 predictions equal your model's, before and after an edit"
    assert own[1] == "my-digits: merge 3 and 8 (absorb, damping 0)"
    assert "True" in own
    assert sum(line.startswith(("my-digits ", "pixels ")) for line in own) == 2
    assert ws.load_bundle("my-digits.npz").name == "my-digits"
