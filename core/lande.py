"""Lande, a classifier of languages published on npm, read from its package and run.

A network 620 → 120 → ReLU → 50 over how often some groups of one to four letters occur. What is
done to the text is what its `standalone/utils.js` does, and the weights are decoded as toygrad
encodes them; both are under the MIT licence, in `pretrained/lang-50.LICENSE.txt`.
"""

from __future__ import annotations

import base64
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from torch import nn

GRAMS = ("unigrams", "bigrams", "trigrams", "quadgrams")
# What JavaScript calls white space; Python's own set differs by a few.
SPACE = r"[\t\n\v\f\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]"
NAME = re.compile(r"^\| `(\w+)` *\| (.+?) *\|$", re.MULTILINE)
# A byte stands for (byte − 127) / scale.
ZERO = 127


@dataclass(frozen=True)
class Lande:
    """Hold the network: codes and English names of C languages, its letter groups, its two layers.

    grams: for each length n from 1 the groups of that length; first: weight (h, inputs) and bias
    (h,); second: weight (C, h) and bias (C,); float32.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    grams: tuple[tuple[str, ...], ...]
    first: tuple[np.ndarray, np.ndarray]
    second: tuple[np.ndarray, np.ndarray]

    def inputs(self, texts: Sequence[str]) -> np.ndarray:
        """Return how often each group occurs in each text, (N, inputs) float32."""
        return np.array([frequencies(text, self.grams) for text in texts], np.float32)

    def module(self) -> nn.Sequential:
        """Return the network as a torch module, float64: 620 → 120 → ReLU → 50."""
        import torch
        from torch import nn

        layers = []
        for weight, bias in (self.first, self.second):
            outputs, inputs = weight.shape
            layer = nn.Linear(inputs, outputs, dtype=torch.float64)
            layer.load_state_dict({"weight": torch.tensor(weight), "bias": torch.tensor(bias)})
            layers.append(layer)
        return nn.Sequential(layers[0], nn.ReLU(), layers[1])


def frequencies(text: str, grams: Sequence[Sequence[str]]) -> list[float]:
    """Return the share of each group among all of its length in a text, in the order of `grams`."""
    units = _units(normalized(text))
    shares = []
    for length, groups in enumerate(grams, start=1):
        found = Counter(units[at : at + length] for at in range(len(units) - length + 1))
        total = found.total()
        shares += [found[_units(group)] / total if total else 0.0 for group in groups]
    return shares


def normalized(text: str) -> str:
    """Leave letters, their marks and single spaces, in lower case, with a space at each end."""
    kept = (
        letter
        for letter in re.sub("-+", " ", text)
        if unicodedata.category(letter)[0] in "LM" or re.match(SPACE, letter)
    )
    lower = re.sub(SPACE + "{2,}", " ", "".join(kept)).lower()
    return f" {re.sub(f'^{SPACE}+|{SPACE}+$', '', lower)} "


def load_lande(folder: str | Path) -> Lande:
    """Read the network from its unpacked npm package.

    Raises ValueError where the folder does not hold it.
    """
    folder = Path(folder)
    try:
        codes = tuple(_exported(folder / "standalone" / "t50-langs.js"))
        names = dict(NAME.findall((folder / "readme.md").read_text(encoding="utf-8")))
        grams = _exported(folder / "standalone" / "t50-ngrams.js")
        layers = _exported(folder / "standalone" / "t50-options.js")["layers"]
        first, second = (_dense(layer) for layer in layers if layer["type"] == "dense")
        return Lande(
            codes,
            tuple(names[code] for code in codes),
            tuple(tuple(grams[name]) for name in GRAMS),
            first,
            second,
        )
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"{folder} does not hold lande 1.0.10 ({error}); give its folder, unpacked from what "
            "`npm pack lande@1.0.10` gives"
        ) from error


def _units(text: str) -> str:
    """Split letters beyond the first 65,536 in two, as JavaScript counts them."""
    units = np.frombuffer(text.encode("utf-16" + sys.byteorder[0] + "e"), np.uint16)
    return "".join(map(chr, units))


def _exported(path: Path) -> Any:
    """Return the JSON that a module exports."""
    text = path.read_text(encoding="utf-8")
    return json.loads(text.removeprefix("export default ").rstrip(";\n"))


def _dense(layer: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    return np.stack([_decoded(row) for row in layer["_filters"]]), _decoded(layer["_biases"])


def _decoded(text: str) -> np.ndarray:
    """Read numbers of one byte each: the precision 1, their scale, a bar, the bytes in base 64."""
    scale, bar, content = text[1:].partition("|")
    if text[0] != "1" or not bar:
        raise ValueError(f"weights of another precision, {text[:8]}…")
    values = np.frombuffer(base64.b64decode(content), np.uint8).astype(float)
    return ((values - ZERO) / float(scale)).astype(np.float32)
