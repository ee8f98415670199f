"""A gate between the page and its server."""

from __future__ import annotations

from playwright.sync_api import Page, Route

from weight_surgery.components import ids

# What has parts of the atlas measured: the ranking all of them, the atlas itself one at a time.
MEASURING = (ids.RANKING_ASK, '"measure":true')


class Gate:
    """Hold what the page asks back until it is opened: all, or what names one of `names`."""

    def __init__(self, page: Page, *names: str) -> None:
        self.names = names
        self.is_open = False
        self.held: list[Route] = []
        for asked in ("**/_dash-update-component*", "**/lab/samples?*"):
            page.route(asked, self._handle)

    def _handle(self, route: Route) -> None:
        asked = route.request.post_data or ""
        if self.is_open or not any(name in asked for name in self.names or ("",)):
            route.continue_()
        else:
            self.held.append(route)

    def open(self) -> None:
        self.is_open = True
        for route in self.held:
            route.continue_()
