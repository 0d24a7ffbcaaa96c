"""What a desktop has for apps that keep the display awake, on a bus of the test's own.

The screen saver (org.freedesktop.ScreenSaver) and the login manager (org.freedesktop.login1), as
far as they take requests and give them back.
"""

import os
from typing import Any

from jeepney import Message, new_error, new_method_return

from support.bus_service import BusService

SCREEN_SAVER = "org.freedesktop.ScreenSaver"
LOGIN_MANAGER = "org.freedesktop.login1"

_COOKIE = 4711


class IdleService(BusService):
    """``requests`` are the bodies of what was asked.

    With ``refuses`` every request is answered with an error.
    """

    def __init__(self, address: str, name: str, *, refuses: bool = False) -> None:
        super().__init__(address, name)
        self._refuses = refuses
        self._locks: list[int] = []
        self.requests: list[tuple[Any, ...]] = []
        self.returned: list[int] = []

    def __exit__(self, *raised: object) -> None:
        super().__exit__(*raised)
        for lock in self._locks:
            os.close(lock)

    @property
    def holds_lock(self) -> bool:
        """Whether a file that was given out is still open somewhere else."""
        for lock in self._locks:
            try:
                os.write(lock, b".")
            except BrokenPipeError:
                continue
            return True
        return False

    def answer(self, call: Message, member: str) -> Message:
        if member == "Inhibit":
            return self._inhibit(call)
        assert member == "UnInhibit"
        return self._un_inhibit(call)

    def _inhibit(self, message: Message) -> Message:
        self.requests.append(tuple(message.body))
        if self._refuses:
            return new_error(message, "org.example.Refused", "s", ("not now",))
        if self.name == SCREEN_SAVER:
            return new_method_return(message, "u", (_COOKIE,))
        reading, writing = os.pipe()
        self._locks.append(writing)
        return new_method_return(message, "h", (_Lent(reading),))

    def _un_inhibit(self, message: Message) -> Message:
        self.returned.append(message.body[0])
        return new_method_return(message)


class _Lent:
    """A file that is closed here once it was sent."""

    def __init__(self, number: int) -> None:
        self._number = number

    def fileno(self) -> int:
        return self._number

    def __del__(self) -> None:
        os.close(self._number)
