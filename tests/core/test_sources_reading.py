"""Files that people bring: what they are taken for, and ever so many that are refused."""

from __future__ import annotations

import sys
import tempfile
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from tests.bad_files import BAD
from tests.hostile import is_no_sentence
from tests.made_files import bundle, csv, npz, parquet
from weight_surgery.core.limits import FILE_BYTES
from weight_surgery.core.sources import from_embeddings
from weight_surgery.core.sources.reading import Choices, Opened, open_file

MOST_BYTES = 250 * 2**20


@pytest.fixture(autouse=True)
def _empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whatever is written for a moment be written to a folder that can be looked at."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@pytest.mark.parametrize(("name", "content", "words"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_with_its_own_sentence(
    name: str, content, words: str, tmp_path: Path
) -> None:
    given = content()
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match=words) as refused:
            open_file(name, given)
        assert tracemalloc.get_traced_memory()[1] < MOST_BYTES
    finally:
        tracemalloc.stop()
    assert not is_no_sentence(str(refused.value))
    assert list(tmp_path.iterdir()) == []


def test_there_are_many() -> None:
    assert len(BAD) >= 40


IRIS = csv(
    "sepal,petal,species",
    *(f"{5 + at % 7 / 10},{1 + at % 5 / 10},setosa" for at in range(20)),
    *(f"{6 + at % 7 / 10},{5 + at % 5 / 10},virginica" for at in range(20)),
)


def guessed(opened: Opened) -> tuple[str | None, str | None, tuple[str, ...]]:
    assert opened.guesses
    return opened.guesses.choices.label, opened.guesses.choices.split, opened.guesses.numbers


def test_a_table_is_opened_as_its_columns_say() -> None:
    opened = open_file("My iris.CSV", IRIS)
    assert opened.title == opened.bundle.name == "My iris"
    assert guessed(opened) == ("species", None, ("sepal", "petal"))
    assert opened.bundle.class_names == ("setosa", "virginica")
    assert (opened.accuracy.successes, opened.accuracy.total) == (20, 20)
    assert not opened.near_chance
    assert opened.notes == ()


def test_both_ways_to_read_are_counted_and_the_better_on_fit_is_taken() -> None:
    draw = np.random.default_rng(3)
    labels = np.repeat([0, 1], 200)
    # One class lies beyond the other in the same direction, which the cosine cannot see.
    vectors = draw.normal(size=(400, 3)) + np.outer(1 + 6 * labels, [3, 3, 3])
    opened = open_file("rays.npz", npz(vectors=vectors, labels=labels))
    assert opened.guesses
    cosine, distance = opened.guesses.ways
    assert (cosine.normalise, distance.normalise) == (True, False)
    assert cosine.fit.successes < 150 < distance.fit.successes
    assert opened.bundle.normalise is False
    assert opened.accuracy == distance.test
    chosen = open_file(
        "rays.npz", npz(vectors=vectors, labels=labels), Choices("labels", normalise=True)
    )
    assert chosen.bundle.normalise is True
    assert chosen.accuracy == cosine.test
    own = from_embeddings(vectors, labels.tolist(), normalise=False)
    assert opened.accuracy.successes == (own.predictions_test == own.labels_test).sum()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_and_decimal_commas_are_found_out(separator: str) -> None:
    text = IRIS.decode().replace(",", separator)
    if separator != ",":
        text = text.replace(".", ",")
    opened = open_file("iris.csv", text.encode())
    assert np.allclose(opened.bundle.features_fit, open_file("iris.csv", IRIS).bundle.features_fit)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_letters_are_read_as_they_were_written(encoding: str) -> None:
    text = IRIS.decode().replace("setosa", "Señora ü")
    assert "Señora ü" in open_file("iris.csv", text.encode(encoding)).bundle.class_names


def test_a_table_without_a_header_has_numbered_columns() -> None:
    opened = open_file("iris.csv", IRIS.split(b"\n", 1)[1])
    assert guessed(opened) == ("column 3", None, ("column 1", "column 2"))
    assert opened.notes[0].startswith("Its first line holds numbers")


def test_a_column_says_what_to_fit_on() -> None:
    lines = IRIS.decode().splitlines()
    split = ["subset", *(["train", "train", "test", "train"] * 10)]
    content = csv(*(f"{line},{half}" for line, half in zip(lines, split, strict=True)))
    opened = open_file("iris.csv", content)
    assert guessed(opened) == ("species", "subset", ("sepal", "petal"))
    assert (len(opened.bundle.labels_fit), len(opened.bundle.labels_test)) == (30, 10)
    without = open_file("iris.csv", content, Choices("species", None))
    assert len(without.bundle.labels_fit) == 20
    with pytest.raises(ValueError, match="column 'species' says 'setosa' of a row"):
        open_file("iris.csv", content, Choices("subset", "species"))
    with pytest.raises(ValueError, match="no column 'kind'"):
        open_file("iris.csv", content, Choices("kind"))
    with pytest.raises(ValueError, match="not whole, which are no labels"):
        open_file("iris.csv", content, Choices("sepal"))


def test_rows_with_holes_and_columns_that_count_are_left_out_and_said() -> None:
    lines = IRIS.decode().splitlines()
    numbered = [f"{at - 1},{line}" for at, line in enumerate(lines)]
    numbered[0] = "id," + lines[0]
    numbered[3] = "2,,1.5,setosa"
    numbered[4] = "3,5.1,1.5,"
    opened = open_file("iris.csv", csv(*numbered))
    assert guessed(opened)[2] == ("sepal", "petal")
    assert opened.notes == (
        "Left out as counting the rows: id.",
        "2 of 40 rows lack a number or a label, and are left out.",
    )
    assert len(opened.bundle.labels_fit) + len(opened.bundle.labels_test) == 38


def test_a_column_of_numbers_with_words_in_it_is_left_out_and_said() -> None:
    lines = IRIS.decode().splitlines()
    mixed = [f"{line},{at}" for at, line in enumerate(lines)]
    mixed[0], mixed[5] = lines[0] + ",height", lines[5] + ",tall"
    opened = open_file("iris.csv", csv(*mixed))
    assert guessed(opened)[2] == ("sepal", "petal")
    assert "1 of its values are no numbers, such as 'tall'" in opened.notes[0]


def test_labels_that_are_numbers_are_in_their_order() -> None:
    draw = np.random.default_rng(0)
    labels = np.repeat(np.arange(12), 10)
    vectors = draw.normal(size=(120, 5)) + 9 * np.eye(12)[labels][:, :5]
    for content in (
        npz(X=vectors, y=labels),
        npz(X=vectors, y=labels.astype(float)),
        npz(X=vectors.astype(np.float32), y=labels.astype(str)),
    ):
        opened = open_file("digits.npz", content)
        assert opened.bundle.class_names == tuple(map(str, range(12)))


def test_halves_of_an_npz_are_the_split() -> None:
    draw = np.random.default_rng(0)
    labels = np.repeat([0, 1], 15)
    vectors = draw.normal(size=(30, 4)) + 5 * labels[:, None]
    content = npz(
        X_train=vectors[:20], y_train=labels[:20], X_test=vectors[20:], y_test=labels[20:]
    )
    opened = open_file("halves.npz", content)
    assert guessed(opened)[:2] == ("labels", "split")
    assert len(opened.bundle.labels_test) == 10


def test_a_parquet_of_lists_is_a_table_of_vectors() -> None:
    draw = np.random.default_rng(0)
    labels = np.repeat(["x", "y"], 15)
    vectors = draw.normal(size=(30, 4)) + 5 * (labels == "x")[:, None]
    wide = parquet(**{f"v{at}": vectors[:, at] for at in range(4)}, kind=labels)
    nested = parquet(vector=list(vectors), kind=labels)
    one, other = (open_file("table.parquet", content) for content in (wide, nested))
    assert one.bundle.dims == other.bundle.dims == 4
    assert np.array_equal(one.bundle.features_fit, other.bundle.features_fit)


def test_without_pyarrow_a_parquet_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    content = parquet(a=[1.0], kind=["x"])
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(ValueError, match=r"pip install 'weight-surgery-lab\[parquet\]', or save"):
        open_file("table.parquet", content)


def test_a_bundle_is_itself_and_chance_is_said() -> None:
    opened = open_file("mine.npz", bundle())
    assert opened.guesses is None
    assert opened.title == "mine"
    noise = np.random.default_rng(0).normal(size=(24, 7)).astype(np.float32)
    assert open_file("mine.npz", bundle(features_test=noise)).near_chance


def test_no_more_than_the_most_bytes_are_read() -> None:
    with pytest.raises(ValueError, match="it has 64 MB, and at most 64 MB are read"):
        open_file("large.csv", bytes(FILE_BYTES + 1))


def test_a_column_that_outweighs_the_others_is_told_of() -> None:
    random = np.random.default_rng(0)
    rows = random.normal(size=(40, 3)) * [1, 50, 1] + np.arange(40)[:, None] % 2
    lines = [f"{a},{b},{c},{at % 2}" for at, (a, b, c) in enumerate(rows.tolist())]
    opened = open_file("wide.csv", csv("a,proline,c,label", *lines))
    assert any("proline" in note and "scale the columns" in note for note in opened.notes)
    even = [f"{a},{b / 50},{c},{at % 2}" for at, (a, b, c) in enumerate(rows.tolist())]
    assert not any("scale" in n for n in open_file("wide.csv", csv("a,b,c,label", *even)).notes)


def test_a_column_that_was_left_out_is_why_one_is_too_few() -> None:
    lines = [f"{at},{at % 3},{'xy'[at % 2]}" for at in range(1, 9)]
    with pytest.raises(ValueError, match=r"one column of numbers, 'b', and two are needed\. .*a"):
        open_file("mine.csv", csv("a,b,label", *lines))
