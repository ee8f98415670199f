"""An .npz looked at before anything in it is unpacked: how many arrays, of what kind, how large."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import IO

import numpy as np
from numpy.lib import format as npy

from weight_surgery.core.checks import shown
from weight_surgery.core.limits import MEMBERS, UNPACKED_BYTES

# The record that ends a zip file, without the comment after it.
END = struct.Struct("<4s4H2LH")
END_MARK, LONGEST_COMMENT = b"PK\x05\x06", 65_535
# A member's entry in the directory is 46 bytes and its name.
DIRECTORY_BYTES = 512 * MEMBERS
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# So much of what an array says of itself is told.
LONGEST = 60
KINDS = "biufUS"
ENCRYPTED = 1
HEADERS = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
# What zipfile and NumPy raise of bytes that are not theirs.
FAULTS = (
    *(OSError, EOFError, KeyError, ValueError, TypeError, RuntimeError, OverflowError),
    *(zipfile.BadZipFile, zlib.error, struct.error),
)


@dataclass(frozen=True)
class Header:
    """What an array says of itself before it is read."""

    shape: tuple[int, ...]
    dtype: np.dtype

    @property
    def bytes(self) -> int:
        """How much memory the array takes."""
        return prod(self.shape) * self.dtype.itemsize


class Archive:
    """The arrays of an .npz by name, each read when it is asked for; never pickled ones."""

    def __init__(self, file: str | Path | IO[bytes], most_bytes: int = UNPACKED_BYTES) -> None:
        """Open an .npz; most_bytes: what all of it may unpack to.

        Raises ValueError for what is none, is too large, or holds anything but plain arrays.
        """
        _check_directory(file)
        try:
            self._zip = zipfile.ZipFile(file)
        except FAULTS:
            raise ValueError("it is no readable .npz, or is damaged; save it again") from None
        self.headers = self._headers(most_bytes)

    def read(self, name: str) -> np.ndarray:
        """Return an array. Raises ValueError where it is broken."""
        try:
            with self._zip.open(f"{name}.npy") as member:
                return np.asarray(npy.read_array(member, allow_pickle=False))
        except FAULTS:
            raise ValueError(f"its array {shown(name)} is damaged; save it again") from None

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _headers(self, most_bytes: int) -> dict[str, Header]:
        members = self._zip.infolist()
        if not members:
            raise ValueError("it holds no arrays; save some with numpy.savez")
        _check_members(members, most_bytes)
        return {member.filename.removesuffix(".npy"): self._header(member) for member in members}

    def _header(self, member: zipfile.ZipInfo) -> Header:
        name = member.filename.removesuffix(".npy")
        try:
            with self._zip.open(member) as content:
                shape, _, dtype = HEADERS[npy.read_magic(content)](content)
                begun = content.tell()
        except FAULTS:
            raise ValueError(
                f"its array {shown(name)} does not begin as one does; save it again"
            ) from None
        header = Header(shape, dtype)
        if dtype.hasobject:
            raise ValueError(
                f"its array {shown(name)} holds Python objects, which would have to be unpickled "
                "and never are; save it as numbers or texts"
            )
        if dtype.kind not in KINDS:
            raise ValueError(
                f"its array {shown(name)} holds {str(dtype)[:LONGEST]}; give numbers or texts"
            )
        if begun + header.bytes != member.file_size:
            raise ValueError(
                f"its array {shown(name)} says that it is {str(shape)[:LONGEST]}, and holds more "
                "or less than that"
            )
        return header


def _check_directory(file: str | Path | IO[bytes]) -> None:
    """Raise ValueError where the list of members is none, or would be dear to read."""
    if isinstance(file, (str, Path)):
        with open(file, "rb") as opened:
            _check_directory(opened)
        return
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - END.size - LONGEST_COMMENT))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(END_MARK)
    if at < 0 or len(tail) - at < END.size:
        raise ValueError("it is no .npz: it does not end as one does, or was cut short")
    entries, length = END.unpack_from(tail, at)[4:6]
    if entries > MEMBERS or length > DIRECTORY_BYTES:
        raise ValueError(f"it holds too many arrays; at most {MEMBERS} are read")


def _check_members(members: list[zipfile.ZipInfo], most_bytes: int) -> None:
    names = [member.filename for member in members]
    for member in members:
        name = member.filename
        if not name.endswith(".npy") or "/" in name or "\\" in name:
            raise ValueError(f"it holds {shown(name)}, which is no array; save arrays alone")
        if member.flag_bits & ENCRYPTED:
            raise ValueError("it is encrypted; save it without a password")
        if member.compress_type not in PACKED:
            raise ValueError("it is packed in a way that numpy.savez does not use; save it again")
    if len(set(names)) < len(names):
        raise ValueError("it holds two arrays of one name; save it again")
    total = sum(member.file_size for member in members)
    if total > most_bytes:
        raise ValueError(
            f"it unpacks to {total / 2**20:,.0f} MB, and at most {most_bytes / 2**20:,.0f} MB are "
            "read; keep fewer samples, or float32 instead of float64"
        )
