"""An .npz is looked at before it is unpacked, and read as NumPy reads it."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from tests.made_files import npz, zeros
from weight_surgery.core.bundle.archive import Archive

ARRAYS = {
    "numbers": np.arange(6.0).reshape(2, 3),
    "columns": np.asfortranarray(np.arange(6).reshape(2, 3)),
    "texts": np.array(["a", "äß"]),
    "one": np.array(True),
    "none": np.zeros((0, 3), np.float16),
}


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_arrays_are_those_that_were_saved(tmp_path: Path, save) -> None:
    save(tmp_path / "some.npz", **ARRAYS)
    for file in (tmp_path / "some.npz", io.BytesIO((tmp_path / "some.npz").read_bytes())):
        with Archive(file) as archive:
            assert set(archive.headers) == set(ARRAYS)
            for name, array in ARRAYS.items():
                found, header = archive.read(name), archive.headers[name]
                assert np.array_equal(found, array)
                assert (header.shape, header.dtype) == (found.shape, found.dtype)
                assert header.bytes == found.nbytes


def test_headers_are_read_without_what_they_are_of() -> None:
    content = zeros(10**9)
    tracemalloc.start()
    with Archive(io.BytesIO(content), most_bytes=2 * 10**9) as archive:
        assert archive.headers["zeros"].bytes == 10**9
        assert tracemalloc.get_traced_memory()[1] < 5 * 10**6
    tracemalloc.stop()


def test_the_limit_is_of_all_arrays_together() -> None:
    content = npz(one=np.zeros(1000), other=np.zeros(1000))
    Archive(io.BytesIO(content), most_bytes=17_000).close()
    with pytest.raises(ValueError, match="unpacks to"):
        Archive(io.BytesIO(content), most_bytes=12_000)
