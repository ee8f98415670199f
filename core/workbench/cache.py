"""What was computed, kept, and equal questions at the same time computed once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Cache(Generic[Value]):
    """Keep a function's latest values; the one that nobody asked for longest goes first.

    Who asks first computes; who asks the same meanwhile waits for that answer. An exception reaches
    all of them and is not kept. It must not ask itself for what it is computing.
    """

    def __init__(
        self,
        compute: Callable[..., Value],
        entries: int,
        check: Callable[..., object] = lambda *key: None,
    ) -> None:
        """entries: how many values are kept, at least 1; check: raises where one is not to be told,
        kept or not.
        """
        self._compute, self._check = compute, check
        self._entries = entries
        self._kept: OrderedDict[tuple[Hashable, ...], Value] = OrderedDict()
        self._running: dict[tuple[Hashable, ...], Future[Value]] = {}
        self._lock = Lock()

    def __call__(self, *key: Hashable) -> Value:
        """Return the value of some arguments. Raises what the function and the check raise."""
        self._check(*key)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            first = key not in self._running
            answer = self._running.setdefault(key, Future())
        if first:
            self._run(key, answer)
        return answer.result()

    def has(self, *key: Hashable) -> bool:
        """Tell whether the value of some arguments is kept."""
        with self._lock:
            return key in self._kept

    def _run(self, key: tuple[Hashable, ...], answer: Future[Value]) -> None:
        try:
            value = self._compute(*key)
        except BaseException as error:
            # Forgotten before anybody hears of it, so that whoever asks again computes again.
            with self._lock:
                del self._running[key]
            answer.set_exception(error)
            return
        with self._lock:
            del self._running[key]
            self._kept[key] = value
            if len(self._kept) > self._entries:
                self._kept.popitem(last=False)
        answer.set_result(value)
