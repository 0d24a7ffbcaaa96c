"""Who wants to hear of a new value: the services' counterpart of a Qt signal."""

import logging
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Listeners(Generic[T]):
    """A list of callbacks, called in the order of subscribing, on the event loop's thread."""

    def __init__(self) -> None:
        self._callbacks: list[Callable[[T], None]] = []

    def subscribe(self, callback: Callable[[T], None]) -> Callable[[], None]:
        """Call ``callback`` with every new value, until the returned function is called."""
        self._callbacks.append(callback)

        def unsubscribe() -> None:
            if callback in self._callbacks:
                self._callbacks.remove(callback)

        return unsubscribe

    def emit(self, value: T) -> None:
        """Hand ``value`` to everyone. One listener's failure is logged and does not stop others."""
        for callback in tuple(self._callbacks):
            try:
                callback(value)
            except Exception:
                _log.exception("A listener failed")
