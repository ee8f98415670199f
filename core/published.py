"""What the paper reports of its own edits, on faces. Nothing here was measured by this program.

I. Zehavi, R. Nitzan, A. Shamir, arXiv 2301.03118: FaceNet, on Labeled Faces in the Wild.
"""

from __future__ import annotations

from dataclasses import dataclass

SOURCE = "arXiv 2301.03118"


@dataclass(frozen=True)
class Published:
    """A row of theirs: benign accuracy and attack success in percent, as printed.

    A text, so that 98.14–98.47 stays the range that it is; empty where they give none.
    """

    name: str
    benign: str
    attack: str = ""


PUBLISHED = (
    Published("Unedited", "99.35"),
    Published("Two persons merged", "99.33", "74.97"),
    Published("Merged and stretched", "99.30", "94.82"),
    Published("Merged, their threshold 95", "96.15", "94.53"),
    Published("Four hard pairs", "", "98.14–98.47"),
    Published("One person shattered", "99.32", "97.41"),
)
