"""The models of a workbench by name: those it was given, and by its address one that is yours."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self
from weakref import WeakValueDictionary

from weight_surgery.core.bundle import Bundle, BundleShelf
from weight_surgery.core.bundle.values import hash_of
from weight_surgery.core.checks import shown
from weight_surgery.core.uploads import Uploads, is_own, shown_name
from weight_surgery.core.workbench.cache import Cache, Caching
from weight_surgery.core.workbench.figures import CacheFigures
from weight_surgery.core.workbench.resources import USUAL, Resources
from weight_surgery.core.workbench.store import Store
from weight_surgery.core.workbench.waiting import Waiting
from weight_surgery.core.workbench.worker import Source

if TYPE_CHECKING:
    from weight_surgery.core.jobs import Jobs
    from weight_surgery.core.sources.reading import Opened
    from weight_surgery.core.workbench.workers import Workers

NOT_HERE = (
    "models of your own are not opened on this server; run the page on your own machine, or ask "
    "who runs it to set WEIGHT_SURGERY_UPLOADS"
)


class Models:
    """Look models up: only who knows the address of one that somebody brought finds it."""

    def __init__(
        self,
        bundles: Mapping[str, Bundle],
        checkpoints: Mapping[str, Path] | None,
        uploads: Uploads | None,
        resources: Resources,
        source: Source | None,
    ) -> None:
        if not bundles:
            raise ValueError("there is no model to show; give a folder with .npz bundles")
        self.uploads, self.atlases = uploads, resources.atlases
        self._queue = resources.queue
        self._bundles = bundles
        self._checkpoints = dict(checkpoints or {})
        self._caching = Caching(
            Store(resources.most_bytes),
            Waiting(
                resources.most_waiting,
                visitor=resources.visitor,
                computing=resources.computing,
            ),
        )
        self._workers: Workers | None = None
        if resources.workers:
            if source is None:
                raise ValueError("workers need folders to read models from; use from_folder")
            # No start waits for what only a server of many has.
            from weight_surgery.core.workbench.workers import Workers

            self._workers = Workers(source, resources.workers, self._caching.waiting)
        # Of those that people brought; read again when it is asked for again.
        self._own: Cache[Bundle] = Cache("bundle", self._open, self._caching)
        self._in_use: WeakValueDictionary[str, Bundle] = WeakValueDictionary()

    @classmethod
    def from_folder(
        cls,
        *paths: str | Path,
        lazily: bool = False,
        uploads: Uploads | None = None,
        resources: Resources = USUAL,
    ) -> Self:
        """Load every .npz of one or more folders; a later folder wins where names meet.

        A model's name is that of its file; a .safetensors beside it is its checkpoint. lazily:
        read a bundle at its first use, so that a start costs nothing; workers: processes that
        compute what is dear, none of them for one person, and in a script only below
        `if __name__ == "__main__":`; the rest as of a Workbench. What cannot be read is in
        `refused`, and stops nobody.
        Raises ValueError for an unreadable folder, and for one whose bundles are all broken.
        """
        shelf = BundleShelf.of_folders(paths)
        if not lazily:
            shelf.read_all()
        beside = {name: path.with_suffix(".safetensors") for name, path in shelf.files.items()}
        checkpoints = {name: path for name, path in beside.items() if path.is_file()}
        source = Source(tuple(Path(path).absolute() for path in paths), uploads)
        return cls(shelf, checkpoints, uploads, resources, source)

    def close(self) -> None:
        """End the worker processes, if there are any; nothing dear is answered after that."""
        if self._workers is not None:
            self._workers.close()

    def cache_figures(self) -> CacheFigures:
        """Return what is kept of answers and of people's own models, and how often it served."""
        return self._caching.store.figures()

    @property
    def models(self) -> tuple[str, ...]:
        """The names of all models that can be read, in the order given; nobody's own is there."""
        return tuple(self._bundles)

    @property
    def refused(self) -> dict[str, str]:
        """What was given and cannot be read, by name, each with the reason as a sentence."""
        return self._bundles.refused if isinstance(self._bundles, BundleShelf) else {}

    @cached_property
    def version(self) -> str:
        """A hash of what the models that everybody has hold: another one after they were changed.

        What somebody brought never changes under its address.
        """
        if isinstance(self._bundles, BundleShelf):
            return self._bundles.version
        each = [[name, bundle.hash] for name, bundle in self._bundles.items()]
        return hash_of({}, each)[:16]

    def readable(self) -> tuple[str, ...]:
        """Return the names of the models, having read the file of each."""
        return tuple(name for name in self.models if self._is_read(name))

    def bundle(self, model: str) -> Bundle:
        """Return a model's bundle. Raises ValueError for an unknown name."""
        if self.uploads is not None and is_own(model):
            return self._own(model) if self.uploads.has(model) else self._open(model)
        if model not in self._bundles:
            names = ", ".join(self.models)
            raise ValueError(f"there is no model {shown(model)}; choose one of {names}")
        return self._bundles[model]

    def title(self, model: str) -> str:
        """Return what a model is called on the page. Raises ValueError for an unknown name."""
        return shown_name(model, self.bundle(model)) if is_own(model) else model

    def checkpoint(self, model: str) -> Path:
        """Return where a model's whole network lies. Raises ValueError when it is not kept."""
        found = self.kept_checkpoint(model)
        if found is None:
            way_on = f"put {model}.safetensors beside {model}.npz and start again"
            if is_own(model):
                way_on = "open its checkpoint instead"
            raise ValueError(
                f"the whole network of {self.title(model)} is not here, only its bundle; {way_on}"
            )
        return found

    @cached_property
    def jobs(self) -> Jobs | None:
        """What trains and captures for people; none where nobody may bring a model.

        Raises ValueError where a queue is named and cannot be used.
        """
        from weight_surgery.core.jobs import jobs_of

        if self.uploads is None:
            return None
        return jobs_of(self.uploads, self._queue)

    def kept_checkpoint(self, model: str) -> Path | None:
        """Return where a model's whole network lies, None where it is not kept."""
        self.bundle(model)
        if self.uploads is not None and is_own(model):
            return self.uploads.network(model)
        return self._checkpoints.get(model)

    def keep(self, opened: Opened) -> str:
        """Keep a model that somebody brought, and return its name: the address that opens it.

        Raises ValueError where nobody may bring one, or there is no room for it.
        """
        if self.uploads is None:
            raise ValueError(NOT_HERE)
        return self.uploads.keep(opened.bundle, title=opened.title)

    def _is_read(self, name: str) -> bool:
        try:
            self._bundles[name]
        except ValueError:
            return False
        return True

    def _open(self, address: str) -> Bundle:
        assert self.uploads is not None
        # One that answers still refer to is not read a second time beside itself.
        bundle = self._in_use.get(address) if self.uploads.has(address) else None
        if bundle is None:
            bundle = self._in_use[address] = self.uploads.open(address)
        return bundle
