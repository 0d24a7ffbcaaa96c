"""A service on a bus of the test's own, served by a thread."""

import threading
from abc import ABC, abstractmethod
from typing import Self

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    message_bus,
    new_method_call,
    new_method_return,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

_END = "End"
"""What ends the thread; no real service has it."""


class BusService(ABC):
    """Stands on the bus at ``address`` under ``name``, from ``__enter__`` to ``__exit__``."""

    def __init__(self, address: str, name: str) -> None:
        self._address = address
        self.name = name
        self._connection: DBusConnection | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self._connection = open_dbus_connection(self._address, enable_fds=True)
        self._connection.send_and_get_reply(message_bus.RequestName(self.name))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._thread is not None
        end = DBusAddress("/", bus_name=self.name, interface="org.example.Test")
        with open_dbus_connection(self._address) as caller:
            caller.send_and_get_reply(new_method_call(end, _END))
        self._thread.join()
        self.connection.close()

    @property
    def connection(self) -> DBusConnection:
        """The service's own."""
        assert self._connection is not None
        return self._connection

    @abstractmethod
    def answer(self, call: Message, member: str) -> Message:
        """What the service answers to ``call``, in its thread."""

    def _serve(self) -> None:
        while True:
            message = self.connection.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            member = str(message.header.fields.get(HeaderFields.member))
            if member == _END:
                self.connection.send(new_method_return(message))
                return
            self.connection.send(self.answer(message, member))
