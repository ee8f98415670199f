"""Whose word counts for where a request came from: that of proxies that were named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from ipaddress import ip_address, ip_network
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix

# What a client could write itself to seem another.
FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_", "HTTP_X_REAL_IP")


class TrustedProxies:
    """WSGI middleware: take what trusted proxies forward, drop what anybody else sends of it."""

    def __init__(
        self, app: Callable[..., Any], networks: Sequence[str], count: int, user_header: str
    ) -> None:
        """networks: of the proxies that are asked directly; count: how many stand in a row."""
        self._app = app
        self._behind = ProxyFix(app, x_for=count, x_proto=count, x_host=count)
        self._networks = [ip_network(one, strict=False) for one in networks]
        self._user = f"HTTP_{user_header.upper().replace('-', '_')}"

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if self._is_trusted(environ.get("REMOTE_ADDR", "")):
            return self._behind(environ, start)
        for name in [one for one in environ if one.startswith(FORWARDED) or one == self._user]:
            del environ[name]
        return self._app(environ, start)

    def _is_trusted(self, address: str) -> bool:
        try:
            peer = ip_address(address)
        except ValueError:
            return False
        return any(peer in network for network in self._networks)
