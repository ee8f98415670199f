"""Files that nobody can open, each with what is said of it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping

import numpy as np

from tests.bad_bundles import BUNDLES
from tests.made_files import (
    GIGABYTE,
    csv,
    cut,
    damaged,
    encrypted,
    header,
    lying_header,
    many_members,
    many_names,
    npz,
    parquet,
    rows,
    zeros,
    zipped,
)

VECTORS = np.random.default_rng(0).normal(size=(40, 3))
LABELS = np.arange(40) % 4
GOOD = npz(vectors=VECTORS, labels=LABELS)

# By what is wrong: the file's name, its content, and words of the sentence.
BAD: Mapping[str, tuple[str, Callable[[], bytes], str]] = {
    # No such kind of file.
    "an image": ("cat.png", lambda: b"\x89PNG....", r"ends in .png cannot be opened"),
    "no ending": ("embeddings", lambda: GOOD, "ends in nothing"),
    "no name": (" .csv", lambda: b"a", "title must be"),
    "a pickle": ("model.pkl", lambda: b"\x80\x04.", "ends in .pkl"),
    "nothing": ("a.csv", lambda: b"", "it is empty; save it again"),
    # An .npz that is none, or dangerous.
    "text called npz": ("a.npz", lambda: b"hello" * 99, "it is no .npz"),
    "nothing called npz": ("a.npz", lambda: b"", "it is empty"),
    "half an npz": ("a.npz", lambda: cut(GOOD), "cut short"),
    "4 GB of zeros": ("a.npz", lambda: zeros(4 * GIGABYTE), "unpacks to 3,8.. MB"),
    "too many arrays": ("a.npz", many_members, "too many arrays"),
    "too long a list": ("a.npz", many_names, "too many arrays"),
    "no arrays": ("a.npz", zipped, "it holds no arrays"),
    "a zip in a zip": ("a.npz", lambda: zipped(("more.npz", GOOD)), "'more.npz', which is no"),
    "a folder": ("a.npz", lambda: zipped(("../../a.npy", header((0,)))), "which is no array"),
    "packed otherwise": (
        "a.npz",
        lambda: zipped(("a.npy", header((1,)) + bytes(8)), packing=zipfile.ZIP_BZIP2),
        "packed in a way",
    ),
    "encrypted": ("a.npz", encrypted, "it is encrypted"),
    "pickled objects": (
        "a.npz",
        lambda: npz(vectors=np.array([{}, 1], object), labels=LABELS),
        "would have to be unpickled",
    ),
    "dates": (
        "a.npz",
        lambda: npz(a=np.zeros(3, "M8[s]")),
        r"holds datetime64\[s\]; give numbers or texts",
    ),
    "complex numbers": ("a.npz", lambda: npz(a=np.zeros(3, complex)), "holds complex128"),
    "a header that lies": ("a.npz", lying_header, "holds more or less than that"),
    "no header": ("a.npz", lambda: zipped(("a.npy", b"12345678")), "does not begin as one does"),
    "damaged": (
        "a.npz",
        lambda: damaged(npz(vectors=VECTORS.repeat(50, axis=0), labels=LABELS.repeat(50))),
        "is damaged; save it again",
    ),
    # Arrays that are no table.
    "only images": (
        "a.npz",
        lambda: npz(images=np.zeros((9, 8, 8)), labels=np.arange(9)),
        "no array of vectors",
    ),
    "no labels": ("a.npz", lambda: npz(vectors=VECTORS), "no labels for the 40 rows"),
    "other labels": (
        "a.npz",
        lambda: npz(vectors=VECTORS, labels=LABELS[:9]),
        "no labels for the 40 rows",
    ),
    "two arrays": (
        "a.npz",
        lambda: npz(one=VECTORS, other=VECTORS, labels=LABELS),
        "2 arrays that may be the vectors",
    ),
    "halves of two widths": (
        "a.npz",
        lambda: npz(x_train=VECTORS, y_train=LABELS, x_test=VECTORS[:, :2], y_test=LABELS),
        "both need the same",
    ),
    "half the labels": (
        "a.npz",
        lambda: npz(x_train=VECTORS, y_train=LABELS, x_test=VECTORS, y_test=LABELS[:3]),
        "one label for each of the 40 rows of 'x_test'",
    ),
    "one dimension": (
        "a.npz",
        lambda: npz(vectors=VECTORS[:, :1], labels=LABELS),
        "one column of numbers",
    ),
    "5,000 dimensions": (
        "a.npz",
        lambda: npz(vectors=np.zeros((6, 4500), np.float16), labels=LABELS[:6] % 2),
        "at most 4,096 can be edited",
    ),
    **BUNDLES,
    # Tables in text.
    "a table of letters of nothing": ("a.csv", lambda: b"\0\1\2" * 99, "no text"),
    "broken utf-16": ("a.csv", lambda: b"\xff\xfea", "UTF-16"),
    "blank lines": ("a.csv", lambda: b"\n \n\n", "it is empty"),
    "a header alone": ("a.csv", lambda: csv("a,b,label"), "it is empty"),
    "one name twice": (
        "a.csv",
        lambda: csv("a,a,label", *rows(9, "1", "2", "x")),
        "two columns are called 'a'",
    ),
    "longer lines": (
        "a.csv",
        lambda: csv("a,b,label", *rows(9, "1", "2", "x", "4")),
        "more fields than the 3",
    ),
    "lines of all lengths": (
        "a.csv",
        lambda: csv("a,b,label", "1,2,x", "1,2,x,4,5,6", "1,2"),
        "different numbers of fields",
    ),
    "an open quote": ("a.csv", lambda: csv("a,b,label", '1,"2,x'), "fields"),
    "5,001 columns": (
        "a.csv",
        lambda: csv(",".join(f"c{at}" for at in range(5001))),
        "5,001 columns, and at most 5,000",
    ),
    "6,000 columns": ("a.csv", lambda: csv(",".join(["1"] * 6000)), "it has 6,000 columns"),
    "a web page": (
        "a.csv",
        lambda: b"\n<!DOCTYPE html>\n<p>Sign in",
        "it is no .csv but a web page",
    ),
    "a web page called npz": ("a.npz", lambda: b"<html>", "it is no .npz but a web page"),
    "a pointer": (
        "a.csv",
        lambda: b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n",
        "git lfs pull",
    ),
    "too many rows": (
        "a.csv",
        lambda: b"a,b\n" + b"1,2\n" * 200_001 + b"\n\n",
        "it has 200,001 rows, and at most 200,000",
    ),
    "too many rows without a header": ("a.csv", lambda: b"1,2\n" * 200_002, "it has 200,002 rows"),
    "too many rows of several lines": (
        "a.csv",
        lambda: b"a,b\r\n" + b'1,"2\r\n3"\r\n' * 200_001,
        "it has 200,001 rows",
    ),
    "too many values": (
        "a.csv",
        lambda: csv(",".join(f"c{at}" for at in range(4999))) + b"\n1" * 4100 + b"\n",
        "it has 4,100 × 4,999 values, and at most 20,000,000",
    ),
    "no labels in it": (
        "a.csv",
        lambda: csv("a,b", *(f"{at / 7},{at / 3}" for at in range(30))),
        "no column of labels",
    ),
    "no numbers": ("a.csv", lambda: csv("a,label", *rows(9, "x", "y"), "z,w", "z,w"), "no columns"),
    "one class": ("a.csv", lambda: csv("a,b,label", *rows(9, "1", "2", "x")), "no column of"),
    "a lonely class of a long name": (
        "a.csv",
        lambda: csv("a,b,label", *rows(9, "1", "2", "x"), "1,2," + "y" * 9999),
        "class y{40}… has one sample",
    ),
    "a lonely class": (
        "a.csv",
        lambda: csv("a,b,label", *rows(9, "1", "2", "x"), "1,2,y"),
        "class y has one sample",
    ),
    "holes everywhere": (
        "a.csv",
        lambda: csv("a,b,label", *rows(9, "1", "", "x"), *rows(4, "1", "2", "y")),
        "9 of its 13 rows lack",
    ),
    "only to fit": (
        "a.csv",
        lambda: csv(
            "a,b,label,split",
            *rows(4, "1", "2", "x", "train"),
            *rows(4, "2", "1", "y", "train"),
            "2,2,x,test",
        ).replace(b"2,2,x,test", b"2,2,z,test"),
        "leaves class z|class z has one",
    ),
    "infinities": (
        "a.csv",
        lambda: csv("a,b,label", *rows(9, "1", "inf", "x"), *rows(4, "1", "2", "y")),
        "9 of its 13 rows lack",
    ),
    "too large for 32 bits": (
        "a.csv",
        lambda: csv("a,b,label", *rows(9, "1", "1e300", "x"), *rows(9, "2", "1e300", "y")),
        "too large for float32",
    ),
    # Parquet.
    "text called parquet": ("a.parquet", lambda: b"hello" * 99, "no readable .parquet"),
    "half a parquet": (
        "a.parquet",
        lambda: cut(parquet(a=VECTORS[:, 0], label=LABELS)),
        "no readable .parquet",
    ),
    "a parquet of bytes": (
        "a.parquet",
        lambda: parquet(a=[b"x"] * 9, label=["x"] * 4 + ["y"] * 5),
        "no columns of numbers",
    ),
    "a parquet of lists of all lengths": (
        "a.parquet",
        lambda: parquet(a=[[1.0]] * 4 + [[1.0, 2.0]] * 5, label=["x"] * 4 + ["y"] * 5),
        "no columns of numbers",
    ),
}
