"""A coroutine that tells before each of its steps."""

from collections.abc import Callable, Coroutine, Generator
from typing import Any


class SteppingCoroutine(Coroutine[Any, Any, Any]):
    """Goes on with ``inner``, and calls ``before_step`` each time before it does."""

    def __init__(self, inner: Coroutine[Any, Any, Any], before_step: Callable[[], None]) -> None:
        self._inner = inner
        self._before_step = before_step

    def send(self, value: Any) -> Any:
        self._before_step()
        return self._inner.send(value)

    def throw(self, *error: Any) -> Any:
        self._before_step()
        return self._inner.throw(*error)

    def close(self) -> None:
        self._inner.close()

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._inner.__await__()
