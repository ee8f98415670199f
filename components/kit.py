"""How the kit of components is set for this page: its theme, and what it leaves unsaid."""

from __future__ import annotations

from typing import Any

from dash import html

from weight_surgery.components import ids
from weight_surgery.components.theme import FONT

# A list or menu is drawn within a landmark. A list scrolls itself, and its field says that it has
# one; whether it is open, assets/lab/page/access.mjs says. A menu's focus starts on its first item.
# A dialog's header is not the page's.
WITHIN = {"target": f"#{ids.LISTS}"}
SELECT = {
    "comboboxProps": {"portalProps": WITHIN},
    "withScrollArea": False,
    "attributes": {"input": {"role": "combobox", "aria-expanded": "false"}},
}
THEME: dict[str, Any] = {
    "fontFamily": FONT,
    "headings": {"fontFamily": FONT, "fontWeight": "650"},
    "primaryColor": "violet",
    "defaultRadius": "md",
    "cursorType": "pointer",
    # One shade, and inks on it, that read on both grounds.
    "primaryShade": 6,
    "autoContrast": True,
    "respectReducedMotion": True,
    "components": {
        "Menu": {"defaultProps": {"portalProps": WITHIN, "withInitialFocusPlaceholder": False}},
        "ModalHeader": {"defaultProps": {"role": "presentation"}},
        "Notification": {"defaultProps": {"closeButtonProps": {"aria-label": "Close"}}},
        "SegmentedControl": {"defaultProps": {"color": "violet"}},
        "Select": {"defaultProps": SELECT},
    },
}


def lists() -> html.Section:
    """Return where open lists are drawn."""
    label: dict[str, Any] = {"aria-label": "Lists of choices"}
    return html.Section(id=ids.LISTS, **label)
