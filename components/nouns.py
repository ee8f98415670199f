"""What a data set's samples are, in a word; of data that nobody here knows they are samples."""

from __future__ import annotations

from weight_surgery.core.workbench import Bundle

KNOWN = {
    "mnist": "digits",
    "digits": "digits",
    "fashion-mnist": "garments",
    "udhr": "paragraphs",
}


def things(bundle: Bundle) -> str:
    """Call test samples what they are, where that is known."""
    return KNOWN.get(str(bundle.metadata.get("dataset", "")).lower(), "samples")
