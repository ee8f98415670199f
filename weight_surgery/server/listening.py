"""Listen with waitress: many connections held open, few threads, an end that finishes its work."""

from __future__ import annotations

import errno
import os
import signal
import socket
import threading
import time
from typing import Any

from weight_surgery.core.limits import FILE_BYTES
from weight_surgery.server.settings import RunSettings

THREADS, CONNECTIONS = 8, 2000
# Set where the reloader of Dash's own server has started this program again.
AGAIN = "WERKZEUG_RUN_MAIN"
# A file as it is sent, and the form around it.
MOST_BYTES = FILE_BYTES + 2**20
# Between two looks at whether all is answered.
MOMENT = 0.05


class Listener:
    """A waitress server on one address."""

    def __init__(
        self, app: Any, settings: RunSettings, threads: int = THREADS, held: int = CONNECTIONS
    ) -> None:
        """threads: that answer; held: how many connections, most of them idle, are kept open.

        Raises ValueError when the address cannot be had.
        """
        from waitress import create_server

        self._sockets: dict[int, Any] = {}
        try:
            self._server = create_server(
                app,
                map=self._sockets,
                host=settings.host,
                port=settings.port,
                threads=threads,
                connection_limit=held,
                # select() has no place for so many.
                asyncore_use_poll=True,
                max_request_body_size=MOST_BYTES,
                # `server.proxies` decides whose word counts.
                clear_untrusted_proxy_headers=False,
                ident=None,
            )
        except (OSError, ValueError) as error:
            raise cannot_listen(settings, error) from error

    def run(self, grace: float) -> None:
        """Answer until this process is told to end; what runs then has `grace` seconds to finish.

        Told a second time, it ends at once.
        """
        from waitress.wasyncore import loop

        told = threading.Event()

        def stop(number: int, frame: object) -> None:
            told.set()
            signal.signal(number, signal.SIG_DFL)
            self._server.pull_trigger()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        while not told.is_set():
            loop(1.0, use_poll=True, map=self._sockets, count=1)
        self._finish(grace)

    def _finish(self, grace: float) -> None:
        """Take nobody any more, and let whoever was taken have their answer."""
        from waitress.server import BaseWSGIServer
        from waitress.wasyncore import close_all, loop

        listening = [one for one in self._sockets.values() if isinstance(one, BaseWSGIServer)]
        for one in listening:
            one.del_channel(self._sockets)
            one.socket.close()
        dispatcher = listening[0].task_dispatcher

        def is_owed() -> bool:
            channels = [channel for one in listening for channel in one.active_channels.values()]
            sending = any(one.requests or one.total_outbufs_len for one in channels)
            return bool(sending or dispatcher.active_count or dispatcher.queue)

        until = time.monotonic() + grace
        while is_owed() and time.monotonic() < until:
            loop(MOMENT, use_poll=True, map=self._sockets, count=1)
        dispatcher.shutdown(timeout=MOMENT if is_owed() else 1)
        close_all(self._sockets, ignore_all=True)


def serve_with_tools(app: Any, settings: RunSettings) -> None:
    """Serve with Dash's own server and its developer tools. Raises ValueError for a taken port."""
    _check_free(settings)
    # Its reloader starts this program again, which says nothing then.
    if not os.environ.get(AGAIN):
        say(settings)
    # What app.run does, but for saying an address of its own, which of IPv6 is none.
    app.enable_dev_tools(debug=True)
    app.server.run(host=settings.host, port=settings.port, debug=True)


def say(settings: RunSettings) -> None:
    """Tell where the page is, and how it ends."""
    print(f"Weight Surgery Lab is at {settings.address} (stop it with Ctrl+C)", flush=True)


def _check_free(settings: RunSettings) -> None:
    # Dash's own server ends the process without a word of ours when the port is taken. Its
    # reloader starts this program again, with the port in its own hands.
    if os.environ.get(AGAIN):
        return
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        with socket.create_server((settings.host, settings.port), family=family):
            pass
    except OSError as error:
        raise cannot_listen(settings, error) from error


def cannot_listen(settings: RunSettings, error: Exception) -> ValueError:
    """Return the sentence for an address that cannot be had."""
    try:
        socket.getaddrinfo(settings.host, settings.port)
    except OSError:
        return ValueError(f"--host {settings.host} is no address; leave it out for this machine")
    if isinstance(error, OSError) and error.errno == errno.EADDRNOTAVAIL:
        return ValueError(
            f"--host {settings.host} is no address of this machine; 0.0.0.0 are all that it has"
        )
    return ValueError(
        f"cannot listen on {settings.address} ({error}); is it taken? Choose another with --port"
    )
