"""The desktop portal's settings, as far as motion goes, on a bus of the test's own."""

import threading
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
    new_signal,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

_NAME = "org.freedesktop.portal.Desktop"
_PORTAL = DBusAddress(
    "/org/freedesktop/portal/desktop",
    bus_name=_NAME,
    interface="org.freedesktop.portal.Settings",
)

Settings = dict[tuple[str, str], tuple[str, Any]]
"""Signature and value, by namespace and key."""


class SettingsPortal:
    """Stands on the bus from ``__enter__`` to ``__exit__`` and tells ``settings``."""

    def __init__(self, address: str, settings: Settings) -> None:
        self._address = address
        self._settings = settings
        self._connection: DBusConnection | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        connection = open_dbus_connection(self._address)
        connection.send_and_get_reply(message_bus.RequestName(_NAME))
        self._connection = connection
        self._thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._connection is not None
        assert self._thread is not None
        with open_dbus_connection(self._address) as caller:
            caller.send_and_get_reply(new_method_call(_PORTAL, "End"))
        self._thread.join()
        self._connection.close()

    def change(self, namespace: str, key: str, value: tuple[str, Any]) -> None:
        """Tell everybody of a new value."""
        assert self._connection is not None
        body = (namespace, key, value)
        self._connection.send(new_signal(_PORTAL, "SettingChanged", "ssv", body))

    def _serve(self, connection: DBusConnection) -> None:
        while True:
            message = connection.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            member = message.header.fields.get(HeaderFields.member)
            if member == "End":
                connection.send(new_method_return(message))
                return
            connection.send(self._read(message))

    def _read(self, message: Message) -> Message:
        value = self._settings.get(message.body)
        if value is None:
            name = "org.freedesktop.portal.Error.NotFound"
            return new_error(message, name, "s", ("Requested setting not found",))
        # Read, unlike ReadOne, gives a variant within a variant.
        return new_method_return(message, "v", (("v", value),))
