"""What a desktop has for apps that keep the display awake, on a bus of the test's own.

The screen saver (org.freedesktop.ScreenSaver) and the login manager (org.freedesktop.login1), as
far as they take requests and give them back.
"""

import os
import threading
from collections.abc import Callable
from typing import Any, Self

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    message_bus,
    new_error,
    new_method_call,
    new_method_return,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

SCREEN_SAVER = "org.freedesktop.ScreenSaver"
LOGIN_MANAGER = "org.freedesktop.login1"

_COOKIE = 4711


class IdleService:
    """Stands on the bus under ``name``, from ``__enter__`` to ``__exit__``.

    ``requests`` are the bodies of what was asked. With ``refuses`` every request is answered with
    an error.
    """

    def __init__(self, address: str, name: str, *, refuses: bool = False) -> None:
        self._address = address
        self._name = name
        self._refuses = refuses
        self._connection: DBusConnection | None = None
        self._thread: threading.Thread | None = None
        self._locks: list[int] = []
        self.requests: list[tuple[Any, ...]] = []
        self.returned: list[int] = []

    def __enter__(self) -> Self:
        connection = open_dbus_connection(self._address, enable_fds=True)
        connection.send_and_get_reply(message_bus.RequestName(self._name))
        self._connection = connection
        self._thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._connection is not None
        assert self._thread is not None
        with open_dbus_connection(self._address) as caller:
            caller.send_and_get_reply(_end(self._name))
        self._thread.join()
        self._connection.close()
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

    def _serve(self, connection: DBusConnection) -> None:
        while True:
            message = connection.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            member = message.header.fields.get(HeaderFields.member)
            answer = _ANSWERS.get(str(member))
            if answer is not None:
                connection.send(answer(self, message))
            if member == "End":
                return

    def _inhibit(self, message: Message) -> Message:
        self.requests.append(tuple(message.body))
        if self._refuses:
            return new_error(message, "org.example.Refused", "s", ("not now",))
        if self._name == SCREEN_SAVER:
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


def _end(name: str) -> Message:
    return new_method_call(DBusAddress("/", bus_name=name, interface="org.example.Test"), "End")


_ANSWERS: dict[str, Callable[[IdleService, Message], Message]] = {
    "Inhibit": IdleService._inhibit,
    "UnInhibit": IdleService._un_inhibit,
    "End": lambda _service, message: new_method_return(message),
}
