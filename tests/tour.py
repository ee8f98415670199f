"""Everything that a visitor can ask of a server, once: `python -m tests.tour FOLDER`.

It says what was answered and whether torch is in the process, as JSON.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from tests.conftest import make_catalogue
from tests.hostile import MANY, questions
from tests.test_callbacks import body_of, names_of, on_server, said, sound_values
from weight_surgery.app import create_app
from weight_surgery.components import ids
from weight_surgery.components.export import BUTTONS
from weight_surgery.core.bundle import save_bundle
from weight_surgery.core.methods import METHODS
from weight_surgery.core.specs import Operation, SurgerySpec
from weight_surgery.core.uploads import Uploads
from weight_surgery.core.workbench import Workbench

MODEL = "digits-3d"
SAME = {"Sec-Fetch-Site": "same-origin"}
PLAN = (
    Operation("merge", (0, 1), 0.2),
    Operation("merge", (2, 3), 0.4),
    Operation("shatter", (4,)),
)


def main(folder: Path) -> dict[str, Any]:
    """Visit every callback, every button of Take home, every method, and what is brought along."""
    save_bundle(folder / f"{MANY}.npz", make_catalogue(samples=2))
    workbench = Workbench.from_folder(folder, uploads=Uploads(folder / "own"))
    app = create_app(workbench)
    app._setup_server()
    client = app.server.test_client()
    client.get("/"), client.get("/_dash-layout"), client.get("/_dash-dependencies")
    values, sentences, files = sound_values(workbench, MODEL), [], []

    def post(name: str, trigger: str, changed: dict[str, Any]) -> None:
        body = body_of(name, app.callback_map[name], trigger, {**values, **changed})
        reply = client.post("/_dash-update-component", json=body)
        sentences.append(said(reply))
        sent = (reply.json or {}).get("response", {}).get(ids.EXPORT_DOWNLOAD) or {}
        files.extend(data["filename"] for data in sent.values() if data)

    for name, callback in on_server(app).items():
        for trigger in names_of(callback, "inputs"):
            post(name, trigger, {})
        if f"{ids.ASK_STORE}.data" in names_of(callback, "inputs"):
            for asked in questions(workbench, MODEL):
                post(name, f"{ids.ASK_STORE}.data", {f"{ids.ASK_STORE}.data": asked})
    visit_edits(workbench)
    own = [bring(client), client.post("/lab/own", data={}, headers=SAME).json]
    return {
        "torch": "torch" in sys.modules,
        "callbacks": len(on_server(app)),
        "sentences": [one for one in sentences if one],
        "files": sorted(files),
        "buttons": len(BUTTONS),
        "own": own,
        "jobs": ask_of_jobs(client),
    }


def visit_edits(workbench: Workbench) -> None:
    """Ask for every method, a plan and a repair, and follow a recipe."""
    spec = SurgerySpec(MODEL).with_operation(classes=(3, 8))
    for method in METHODS:
        if method not in workbench.refused_methods(spec):
            workbench.compare(spec.with_operation(method=method))
    plan = SurgerySpec(MODEL, PLAN, repair=True)
    workbench.step_reports(plan)
    workbench.examination(plan), workbench.recognition(plan)
    workbench.plan_step(MODEL, "paper", 0.0, 2)
    workbench.replay(workbench.recipe(spec))


def bring(client: Any) -> str:
    """Bring a table and open it; return its title."""
    draw = np.random.default_rng(0)
    rows = [f"{a:.3f},{b:.3f},{'xy'[int(a > 0)]}" for a, b in draw.normal(size=(60, 2))]
    content = "\n".join(["a,b,kind", *rows]).encode()
    data = {"file": (io.BytesIO(content), "mine.csv"), "open": "1"}
    return client.post("/lab/own", data=data, headers=SAME).json.get("title", "")


def ask_of_jobs(client: Any) -> list[Any]:
    """Ask how long a job takes, start one and end it; its process is not this one."""

    def ask(**asked: Any) -> Any:
        data = {"asked": json.dumps(asked)}
        return client.post("/lab/jobs", data=data, headers=SAME).json

    training = {"dataset": "digits", "network": "compact", "dims": 3, "epochs": 1, "seed": 0}
    takes = ask(do="takes", asked=training)
    begun = ask(do="start", token="t", kind="train", asked=training)
    ended = ask(do="cancel", job=begun["id"])
    return [takes.get("takes"), begun.get("live"), ended.get("state")]


if __name__ == "__main__":
    json.dump(main(Path(sys.argv[1])), sys.stdout)
