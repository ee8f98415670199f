"""Whether a process can be sent visitors: what ships is read and gives the figures it gave."""

from __future__ import annotations

import logging
from pathlib import Path

from dash import Dash
from flask import Response, jsonify

from weight_surgery.core.recipe import read_recipe
from weight_surgery.core.workbench import PRETRAINED, Workbench

logger = logging.getLogger(__name__)

KNOWN = PRETRAINED / "known.recipe.json"


class Ready:
    """Answer at /ready. Who was ready once stays so: bundles are read once, and do not change."""

    def __init__(self, app: Dash, workbench: Workbench, known: Path = KNOWN) -> None:
        """known: a recipe of a model that ships, with the figures that it has."""
        self._workbench, self._known = workbench, known
        self._is_ready = False
        rule = f"{app.config.routes_pathname_prefix}ready"
        app.server.add_url_rule(rule, "ready", self.answer)

    def answer(self) -> tuple[Response, int]:
        """Say whether the known figures come out, with 503 and a sentence where they do not."""
        reason = "" if self._is_ready else self.reason()
        self._is_ready = not reason
        if reason:
            logger.error("not ready: %s", reason)
            return jsonify({"ready": False, "reason": reason}), 503
        return jsonify({"ready": True, "models": len(self._workbench.models)}), 200

    def reason(self) -> str:
        """Return why no visitor should come, or nothing."""
        try:
            replay = self._workbench.replay(read_recipe(self._known.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            logger.exception("the known answer could not be computed")
            return "a model that ships cannot be read, or its figures cannot be computed"
        if not replay.identical:
            return "the figures of a model that ships are not those that it had"
        return ""
