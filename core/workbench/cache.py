"""What was computed, kept, and equal questions at the same time computed once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, TypeVar

from weight_surgery.core.workbench.store import MISSING, Store
from weight_surgery.core.workbench.waiting import Waiting

Value = TypeVar("Value")
SAME = "the same question of somebody else"


@dataclass(frozen=True, eq=False)
class Caching:
    """What the caches of a workbench share: the room for what is kept, and who may wait."""

    store: Store
    waiting: Waiting


class Cache(Generic[Value]):
    """Keep a function's values in a store that others share.

    Who asks first computes; who asks the same meanwhile waits for that answer. An exception reaches
    all of them and is not kept. It must not ask itself for what it is computing.
    """

    def __init__(
        self,
        kind: str,
        compute: Callable[..., Value],
        caching: Caching,
        check: Callable[..., object] = lambda *key: None,
        lent: Callable[..., tuple[object, ...]] = lambda *key: (),
    ) -> None:
        """kind: what its values are called in the store, like no other's; check: raises where one
        is not to be told, kept or not; lent: what a value refers to that is kept anyway, of a key.
        """
        self._kind, self._compute, self._check, self._lent = kind, compute, check, lent
        self._store, self._waiting = caching.store, caching.waiting
        self._store.add_kind(kind)
        self._running: dict[tuple[Hashable, ...], Future[Value]] = {}
        self._lock = Lock()

    def __call__(self, *key: Hashable) -> Value:
        """Return the value of some arguments. Raises what the function and the check raise.

        Raises Busy where too many wait already for what others compute.
        """
        self._check(*key)
        with self._lock:
            kept: Any = self._store.get(self._kind, key)
            if kept is not MISSING:
                return kept
            first = key not in self._running
            answer = self._running.setdefault(key, Future())
        if first:
            self._store.count(self._kind, "misses")
            self._run(key, answer)
            return answer.result()
        self._store.count(self._kind, "joined")
        return self._waiting.result(answer, SAME)

    def has(self, *key: Hashable) -> bool:
        """Tell whether the value of some arguments is kept."""
        return self._store.has(self._kind, key)

    def _run(self, key: tuple[Hashable, ...], answer: Future[Value]) -> None:
        try:
            value = self._compute(*key)
            self._store.put(self._kind, key, value, self._lent(*key))
        except BaseException as error:
            # Forgotten before anybody hears of it, so that whoever asks again computes again.
            with self._lock:
                del self._running[key]
            answer.set_exception(error)
            return
        with self._lock:
            del self._running[key]
        answer.set_result(value)
