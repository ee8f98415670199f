"""What a person reads of components, whatever they are made of."""

from __future__ import annotations

from typing import Any


def said(content: Any) -> str:
    """Return the text of a component, of a list of them, or of what either was packed into."""
    if isinstance(content, str):
        return content
    if isinstance(content, (list, tuple)):
        return "".join(map(said, content))
    packed = content if isinstance(content, dict) else getattr(content, "children", None)
    return said(packed["props"].get("children")) if isinstance(packed, dict) else said(packed or "")
