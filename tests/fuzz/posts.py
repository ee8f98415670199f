"""What a real page asked of the server, as recorded (`python -m tests.fuzz.record`)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.browser.conftest import SMALL
from tests.conftest import make_catalogue
from weight_surgery.core.uploads import Uploads
from weight_surgery.core.workbench import PRETRAINED, Workbench

POSTS = Path(__file__).parent / "posts.json"
CALLBACKS = "/_dash-update-component"


def workbench_of(uploads: Uploads | None = None) -> Workbench:
    """Return the models that the posts are of."""
    shipped = Workbench.from_folder(PRETRAINED, lazily=True)
    small = {name: shipped.bundle(name) for name in SMALL}
    return Workbench(small | {"many": make_catalogue()}, uploads=uploads)


def recorded() -> tuple[list[dict[str, Any]], list[str]]:
    """Return the bodies of posts to callbacks, and the addresses that were asked for."""
    kept = json.loads(POSTS.read_text(encoding="utf-8"))
    return kept["posts"], kept["links"]
