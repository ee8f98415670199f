"""How much a person may bring, in one place: said in the dialog, held to while reading."""

from __future__ import annotations

MEBIBYTE = 2**20

# One file as it is sent, and all that it unpacks to.
FILE_BYTES = 64 * MEBIBYTE
UNPACKED_BYTES = 512 * MEBIBYTE
# A bundle in a folder of the server's own.
BUNDLE_BYTES = 16 * 1024 * MEBIBYTE
# Arrays in an archive, and columns of a table.
MEMBERS = 64
COLUMNS = 5_000
SAMPLES = 200_000
# An identity head of so many dimensions is 64 MiB, of 20,000 it would be 1.6 GB.
DIMENSIONS = 4_096
CLASSES = 1_000
# A table's cells: so many numbers are 160 MB, and a model's embeddings are held several times.
CELLS = 20_000_000
# All that is kept for everybody, for so many hours.
KEPT_BYTES = 4_096 * MEBIBYTE
KEPT_HOURS = 24.0
LONGEST_TITLE = 60
