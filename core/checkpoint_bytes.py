"""What the bytes of a checkpoint tell of it before torch reads them; nothing is unpickled."""

from __future__ import annotations

import io
import json
import pickletools
import re
import struct
import zipfile
from collections.abc import Iterator

from weight_surgery.core.bundle.archive import FAULTS
from weight_surgery.core.instead import BEGINNING, instead_of

SAVE = "torch.save(network.state_dict(), path)"
WAY_ON = f"save it with {SAVE}, tensors only, or as safetensors"
EMPTY, DAMAGED = "is empty; was it copied whole?", "is damaged"
MORE = "holds more than tensors, a whole network perhaps"
ZIP, ENDING = b"PK\x03\x04", struct.Struct("<4s4H2LH")
# The number that torch's older files begin with, as a pickle of its own.
OLDER = b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."
# More than this is left to the job, which may take its time.
MOST_LOOKED_AT = 2**20
# What torch takes from a pickle beside its own: nothing else of these modules.
TAKEN = {
    *("collections OrderedDict", "collections Counter", "_codecs encode"),
    *(
        f"{own} {one}"
        for own in ("builtins", "__builtin__")
        for one in ("bytearray", "set", "complex")
    ),
}
TORCH = re.compile(r"torch(?!\.nn\.modules)[. ]")


def check_checkpoint(content: bytes, name: str = "it") -> None:
    """Raise ValueError where a file cannot be a checkpoint, with what it is as far as that shows.

    What passes may still be none: only who reads it can tell.
    """
    if not content:
        raise ValueError(f"{name} {EMPTY}")
    if instead := instead_of(content[:BEGINNING]):
        raise ValueError(f"{name} is no checkpoint but {instead}")
    if fault := _fault(content):
        raise ValueError(f"{name} cannot be read as a checkpoint, it {fault}: {WAY_ON}")


def is_safetensors(begin: bytes) -> bool:
    """Tell safetensors: a length of eight bytes, then JSON."""
    return begin[8:9] == b"{"


def _fault(content: bytes) -> str:
    if is_safetensors(content):
        return "" if _is_whole(content) else DAMAGED
    if content.startswith(ZIP):
        return _fault_of_zip(content)
    if content.startswith(OLDER):
        return _fault_of_pickle(content[len(OLDER) : MOST_LOOKED_AT])
    # Other pickles are not torch's, and old archives are left to torch.
    is_pickle = content[:1] == b"\x80" and content[1:2] <= b"\x05"
    return MORE if is_pickle else "" if content[257:262] == b"ustar" else DAMAGED


def _is_whole(content: bytes) -> bool:
    """Tell whether safetensors are as long as they say."""
    (length,) = struct.unpack_from("<Q", content)
    if length > len(content) - 8:
        return False
    if length > MOST_LOOKED_AT:
        return True
    try:
        tensors = json.loads(content[8 : 8 + length])
        ends = [one["data_offsets"][1] for key, one in tensors.items() if key != "__metadata__"]
        return bool(8 + length + max(ends, default=0) == len(content))
    except (ValueError, RecursionError, KeyError, IndexError, TypeError, AttributeError):
        return False


def _fault_of_zip(content: bytes) -> str:
    at = content.rfind(b"PK\x05\x06")
    if at < 0 or len(content) - at < ENDING.size:
        return DAMAGED
    # A list of many thousands of members is dear to read.
    if ENDING.unpack_from(content, at)[5] > MOST_LOOKED_AT:
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            pickles = [one for one in archive.infolist() if one.filename.endswith("data.pkl")]
            if not pickles:
                return DAMAGED
            with archive.open(pickles[0]) as member:
                return _fault_of_pickle(member.read(MOST_LOOKED_AT))
    except FAULTS:
        return DAMAGED


def _fault_of_pickle(content: bytes) -> str:
    """Say whether a pickle names what torch does not take; one that is cut off is not looked at."""
    try:
        strange = any(name not in TAKEN and not TORCH.match(name) for name in _named(content))
    except Exception:  # arbitrary bytes end the list of opcodes in arbitrary ways
        return ""
    return MORE if strange else ""


def _named(content: bytes) -> Iterator[str]:
    """Yield what pickles, one after the other, name to be called or made; nothing is run."""
    stream = io.BytesIO(content)
    while stream.tell() < len(content):
        for opcode, given, _ in pickletools.genops(stream):
            # The other way to name something is none that torch takes.
            if opcode.name in ("GLOBAL", "STACK_GLOBAL"):
                yield str(given)
