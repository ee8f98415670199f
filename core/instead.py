"""What a file is instead of what its name says, by its first bytes."""

from __future__ import annotations

import re

PAGE = "a web page: the download was refused or asked a question"
POINTER = "a pointer of Git LFS: fetch the file itself with `git lfs pull`"
LFS = b"version https://git-lfs"
# So much of a file tells.
BEGINNING = 256
MARK = b"\xef\xbb\xbf"
# In a table the first field may begin with "<"; a page begins with one of these.
TAG = re.compile(rb"<(!doctype|html|head|body|title|\?xml|!--)", re.IGNORECASE)


def instead_of(begin: bytes, is_text: bool = False) -> str:
    """Return what a file is instead, nothing where that cannot be told.

    is_text: whether what its name says is a text itself.
    """
    begin = begin.removeprefix(MARK).lstrip()
    if begin.startswith(LFS):
        return POINTER
    is_page = TAG.match(begin) if is_text else begin.startswith(b"<")
    return PAGE if is_page else ""
