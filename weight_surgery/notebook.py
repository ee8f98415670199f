"""The page in a cell of a notebook, or at an address: `ws.show`."""

from __future__ import annotations

import threading
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from weight_surgery.components.opening import FIRST_MODEL
from weight_surgery.components.view import View
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.bundle.values import hash_of
from weight_surgery.core.checks import integer
from weight_surgery.core.comparison import Comparison
from weight_surgery.core.sources.asked import bundle_of
from weight_surgery.core.workbench import PRETRAINED, Workbench

HOST = "127.0.0.1"
LEAST_HEIGHT, MOST_HEIGHT = 200, 10_000


class Server(threading.Thread):
    """Serve a workbench on a free port of this machine, until it is closed or the process ends."""

    def __init__(self, key: str, workbench: Workbench) -> None:
        """key: of what is served, by which it is found again."""
        from waitress import create_server

        from weight_surgery.app import create_app
        from weight_surgery.server.headers import NOTEBOOKS
        from weight_surgery.server.listening import THREADS

        super().__init__(name="weight-surgery", daemon=True)
        self.key = key
        self.workbench = workbench
        self._sockets: dict[int, Any] = {}
        app = create_app(workbench, framed_by=NOTEBOOKS)
        self._listener = create_server(
            app.server, map=self._sockets, host=HOST, port=0, threads=THREADS
        )
        self.address = f"http://{HOST}:{self._listener.effective_port}"

    def run(self) -> None:
        self._listener.run()
        self._listener.task_dispatcher.shutdown()

    def close(self) -> None:
        """Let go of the port; what is closed already stays so."""
        from waitress.wasyncore import close_all

        if self.is_alive():
            self._listener.trigger.pull_trigger(lambda: close_all(self._sockets))
            self.join()


@dataclass(frozen=True, eq=False)
class Shown:
    """A page that is being served: its address; in a notebook's cell, the page itself."""

    address: str
    height: int
    server: Server

    def close(self) -> None:
        """Stop serving it, and every other page of the same model."""
        self.server.close()

    def __repr__(self) -> str:
        if not self.server.is_alive():
            return "Weight Surgery Lab was here; it is closed"
        return f"Weight Surgery Lab is at {self.address}"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """Return the page in a frame, as IPython asks for it."""
        found = {"text/plain": repr(self)}
        if self.server.is_alive():
            from IPython.display import IFrame

            found["text/html"] = IFrame(self.address, "100%", self.height)._repr_html_()
        return found


def show(model: Comparison | Bundle | str | Path = FIRST_MODEL, height: int = 900) -> Shown:
    """Show the page of a model or an edit: in the cell of a notebook, else at an address.

    model: a comparison, a bundle, a model that ships by its name, or an .npz file; it stands beside
    the models that ship. height: of the page in a cell, in pixels. It is served by this process, to
    this machine alone, until the process ends or `close` is called; one model is served once.
    Raises ValueError for anything else, and for a model of which no pair can be merged.
    """
    height = integer("height", height, LEAST_HEIGHT, MOST_HEIGHT)
    bundle = model.bundle if isinstance(model, Comparison) else bundle_of(model)
    if isinstance(model, Comparison):
        spec = replace(model.spec, model=bundle.name)
    else:
        spec = Workbench({bundle.name: bundle}).default_spec(bundle.name)
    server = _running(_key(bundle)) or _started(bundle)
    return Shown(f"{server.address}/?{View(spec).to_query()}", height, server)


def _key(bundle: Bundle) -> str:
    """Return what two bundles share of which the page would show the same."""
    values = {field.name: getattr(bundle, field.name) for field in fields(bundle)}
    arrays = {name: one for name, one in values.items() if isinstance(one, np.ndarray)}
    return hash_of(arrays, [one for name, one in values.items() if name not in arrays])


def _running(key: str) -> Server | None:
    """Return the server of a model in this process, if one runs."""
    # The list of threads knows, so that nothing has to be kept beside it.
    servers = (one for one in threading.enumerate() if isinstance(one, Server))
    return next((one for one in servers if one.key == key), None)


def _started(bundle: Bundle) -> Server:
    """Serve a bundle beside the models that ship."""
    known = Workbench.from_folder(PRETRAINED, lazily=True)
    bundles = {name: known.bundle(name) for name in known.models}
    key, name = _key(bundle), bundle.name
    beside = {one: PRETRAINED / f"{one}.safetensors" for one in bundles}
    if name in bundles and _key(bundles[name]) != key:
        # The whole network that ships under that name is another one's.
        del beside[name]
    checkpoints = {one: path for one, path in beside.items() if path.is_file()}
    server = Server(key, Workbench({**bundles, name: bundle}, checkpoints))
    server.start()
    return server
