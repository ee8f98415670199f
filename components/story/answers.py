"""What the server answers for the story: how far it is measured, then all of its steps."""

from __future__ import annotations

from time import monotonic
from typing import Any

from weight_surgery.components import payload
from weight_surgery.components.story.plan import STORY_DAMPINGS, story_of, story_parts
from weight_surgery.components.story.words import step_text, step_title
from weight_surgery.core.specs import LONGEST_NAME, SurgerySpec
from weight_surgery.core.workbench import Workbench

# Long enough for all that is known already, short enough for progress to be seen.
PATIENCE = 0.7


def prepare(workbench: Workbench, request: dict[str, Any]) -> dict[str, Any]:
    """Measure on from a part for a moment; tell the whole story once all parts are there."""
    model, part = payload.entries("a request", request, "model", "part")
    model = payload.text_of("model", model, LONGEST_NAME)
    try:
        parts = story_parts(workbench, model)
        part = payload.integer("part", part, 0, len(parts))
        until = monotonic() + PATIENCE
        while part < len(parts) and monotonic() < until:
            name, index = parts[part]
            workbench.atlas_part(SurgerySpec(name), index, STORY_DAMPINGS)
            part += 1
        answer = {"model": model, "part": part, "parts": len(parts)}
        return answer if part < len(parts) else answer | told(workbench, model)
    except ValueError as error:
        return {"model": model, "refused": f"{error}."}


def told(workbench: Workbench, model: str) -> dict[str, Any]:
    """Return a story's steps in words, with the views they open."""
    story = story_of(workbench, model)
    return {
        "models": story.models,
        "steps": [
            {
                "topic": step.topic,
                "title": step_title(story, step),
                "text": "\n".join(step_text(workbench, story, step)),
                "query": step.view.to_query(),
            }
            for step in story.steps
        ],
    }
