"""One request, as it is sent, and how forms and JSON become one."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import Any

JSON = "application/json"
SAME = {"Sec-Fetch-Site": "same-origin"}


@dataclass(frozen=True)
class Ask:
    """One request, as it is sent."""

    address: str
    method: str = "GET"
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    def to_text(self) -> str:
        """Return the request as JSON from which it can be sent again."""
        body = base64.b64encode(self.body).decode()
        try:
            body, coded = self.body.decode(), "text"
        except UnicodeDecodeError:
            coded = "base64"
        said = {"method": self.method, "address": self.address, "headers": self.headers}
        return json.dumps({**said, coded: body})


def written(value: Any) -> bytes:
    """Return a value as JSON, with whatever no page would write."""
    return json.dumps(value).encode()


def form(address: str, parts: dict[str, str], file: tuple[str, bytes] | None) -> Ask:
    edge = b"--edge"
    pieces = [
        edge
        + f'\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        + value.encode(errors="surrogatepass")
        for name, value in parts.items()
    ]
    if file is not None:
        name = file[0].replace('"', "%22").encode(errors="surrogatepass")
        head = b'\r\nContent-Disposition: form-data; name="file"; filename="' + name + b'"\r\n\r\n'
        pieces.append(edge + head + file[1])
    body = b"\r\n".join([*pieces, edge + b"--\r\n"])
    return Ask(
        address, "POST", body, {"Content-Type": "multipart/form-data; boundary=edge", **SAME}
    )
