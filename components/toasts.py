"""What went wrong, as a sentence the person can act on."""

from __future__ import annotations

import logging
from typing import Any

import dash_mantine_components as dmc
from dash import set_props

from weight_surgery.components import ids
from weight_surgery.core.workbench import Busy

logger = logging.getLogger(__name__)


def container() -> dmc.NotificationContainer:
    """Return the place where toasts appear."""
    return dmc.NotificationContainer(id=ids.TOASTS, position="bottom-right", limit=3)


def toast(sentence: str, title: str = "Nothing was changed", id: str | None = None) -> None:
    """Show a sentence under a title for eight seconds; called from within a callback.

    id: by which the page takes it back, once what it complains of is right.
    """
    shown: dict[str, Any] = {
        "action": "show",
        "title": title,
        "message": sentence[:1].upper() + sentence[1:],
        "color": "orange",
        "autoClose": 8000,
    }
    if id:
        shown["id"] = id
    set_props(ids.TOASTS, {"sendNotifications": [shown]})


def show_error(error: Exception) -> None:
    """Turn what a callback raised into a toast; what nobody foresaw is logged whole.

    Raises Busy again: the page hears of it as of a server that is away, and asks once more.
    """
    if isinstance(error, Busy):
        raise error
    if isinstance(error, ValueError):
        toast(f"{error}.")
        return
    logger.error("a callback failed", exc_info=error)
    toast(
        "This could not be computed because of a fault in the program. The server's log has the "
        "details; what you see is still the last view that worked."
    )
