"""Ask this machine's own server whether it is ready: `python -m weight_surgery.server.alive`."""

from __future__ import annotations

import http.client
import sys

from weight_surgery.server.reading import read_settings
from weight_surgery.server.settings import Settings

# What listens on all addresses is asked at this machine's own.
ALL = {"0.0.0.0": "127.0.0.1", "::": "::1"}
SECONDS = 4.0


def main() -> int:
    """Say nothing and return 0 where the server that the environment describes is ready, else 1."""
    try:
        settings = read_settings(Settings, ())
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    host = ALL.get(settings.host, settings.host)
    line = http.client.HTTPConnection(host, settings.port, timeout=SECONDS)
    prefix = "/" if settings.strip_prefix else settings.prefix
    named = {"Host": settings.hosts[0]} if settings.hosts else {}
    try:
        line.request("GET", f"{prefix}ready", headers=named)
        answer = line.getresponse()
        said = answer.read().decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        print(f"{settings.address} does not answer ({error})", file=sys.stderr)
        return 1
    if answer.status != http.HTTPStatus.OK:
        print(f"{answer.status} {said}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
