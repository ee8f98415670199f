"""Files as people bring them, and as nobody should: made in memory."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

import numpy as np

from tests.conftest import make_bundle
from weight_surgery.core.bundle import save_bundle

GIGABYTE = 10**9


def npz(**arrays: Any) -> bytes:
    stream = io.BytesIO()
    np.savez(stream, **arrays)
    return stream.getvalue()


def bundle(**changes: Any) -> bytes:
    """Return a bundle's .npz with some arrays replaced, or left out where they are None."""
    stream = io.BytesIO()
    save_bundle(stream, make_bundle(samples=6))
    with np.load(io.BytesIO(stream.getvalue())) as archive:
        arrays = {name: archive[name] for name in archive.files} | changes
    return npz(**{name: array for name, array in arrays.items() if array is not None})


def zipped(*members: tuple[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def header(shape: tuple[int, ...], kind: str = "<f8", order: bool = False) -> bytes:
    """Return what comes before an array's numbers in an .npy."""
    stream = io.BytesIO()
    said = {"descr": kind, "fortran_order": order, "shape": shape}
    np.lib.format.write_array_header_1_0(stream, said)
    return stream.getvalue()


def zeros(total: int) -> bytes:
    """Return an .npz of so many bytes of zeros, packed to a thousandth, never held as a whole."""
    head, block, name = header((total // 8,)), bytes(10**7), b"zeros.npy"
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    begun = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    # What follows a full flush knows nothing of what was before it, so it can be said again.
    again = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    content = begun + again * (total // len(block)) + packer.flush()
    size = len(head) + total // len(block) * len(block)
    sizes = (0, len(content), size)
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 33, *sizes, len(name), 0)
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 33, *sizes, len(name), *[0] * 6)
    start = len(local) + len(name) + len(content)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(entry) + len(name), start, 0)
    return b"".join((local, name, content, entry, name, end))


def csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def rows(count: int, *fields: str) -> list[str]:
    return [",".join(fields)] * count


def parquet(**columns: Any) -> bytes:
    import pandas as pd

    stream = io.BytesIO()
    pd.DataFrame(columns).to_parquet(stream)
    return stream.getvalue()


def encrypted() -> bytes:
    content = bytearray(npz(a=np.zeros(3)))
    content[6] |= 1
    at = content.index(b"PK\1\2")
    content[at + 8] |= 1
    return bytes(content)


def many_members() -> bytes:
    return zipped(*((f"a{at}.npy", header((0,))) for at in range(3000)))


def many_names() -> bytes:
    """Return an .npz whose list of members is millions of bytes though it says that it has one."""
    content = bytearray(zipped(*((f"{at:0200}.npy", b"") for at in range(9000))))
    at = content.rindex(b"PK\5\6")
    struct.pack_into("<HH", content, at + 8, 1, 1)
    return bytes(content)


def lying_header() -> bytes:
    return zipped(("vectors.npy", header((1_000_000, 4000)) + bytes(100)))


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def damaged(content: bytes) -> bytes:
    """Change bytes in the middle of what is packed, so that it unpacks to something else."""
    middle = len(content) // 2
    return (
        content[:middle]
        + bytes(byte ^ 255 for byte in content[middle : middle + 9])
        + (content[middle + 9 :])
    )
