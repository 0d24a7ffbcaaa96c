"""A real tray on a session bus: the watcher and the host that a desktop's panel has.

Source: the StatusNotifierItem specification (freedesktop.org), and ``com.canonical.dbusmenu`` for
the menu. Qt puts its tray icon there where such a watcher is on the bus.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    Properties,
    message_bus,
    new_error,
    new_method_call,
    new_method_return,
)
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection
from PySide6.QtGui import QImage

from support.waiting import wait_for

TIMEOUT = 20.0
"""Seconds for an icon to come, and for each answer."""

_WATCHER = "org.kde.StatusNotifierWatcher"
_ITEM = "org.kde.StatusNotifierItem"
_MENU = "com.canonical.dbusmenu"
_PROPERTIES: Mapping[str, tuple[str, Any]] = {
    "IsStatusNotifierHostRegistered": ("b", True),
    "ProtocolVersion": ("i", 0),
    "RegisteredStatusNotifierItems": ("as", []),
}


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One entry of an icon's menu, as a panel shows it."""

    number: int
    label: str
    enabled: bool
    checked: bool


class StatusNotifierHost:
    """The tray of the session of ``environment``, from ``__enter__`` to ``__exit__``.

    It holds the icon that registered last: these tests have one app.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._address = environment["DBUS_SESSION_BUS_ADDRESS"]
        self._items: list[str] = []
        self._serving: DBusConnection | None = None
        self._asking: DBusConnection | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self._asking = open_dbus_connection(self._address)
        self._serving = open_dbus_connection(self._address)
        Proxy(message_bus, self._serving).RequestName(_WATCHER)
        self._thread = threading.Thread(target=self._serve, args=(self._serving,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._serving is not None
        assert self._asking is not None
        # The thread ends when the bus tells it that its name has gone.
        Proxy(message_bus, self._asking).GetId()
        self._asking.send(
            new_method_call(
                DBusAddress("/StatusNotifierWatcher", self._serving.unique_name, _WATCHER), "End"
            )
        )
        if self._thread is not None:
            self._thread.join(TIMEOUT)
        self._serving.close()
        self._asking.close()

    def icons(self) -> list[str]:
        """The bus names of the icons that are there."""
        return [name for name in self._items if self._is_on_bus(name)]

    def wait_for_icon(self) -> None:
        """Return when there is an icon."""
        wait_for(self.icons, bool, TIMEOUT, "no icon came to the tray")

    def tool_tip(self) -> str:
        """What the panel shows of the icon under the pointer."""
        _, _, title, text = self._property("ToolTip")
        return f"{title}\n{text}".strip()

    def image(self) -> QImage:
        """The icon's greatest picture."""
        width, height, data = max(self._property("IconPixmap"), key=lambda each: each[0])
        # Network byte order: alpha, red, green, blue; QImage wants the machine's.
        words = bytearray(data)
        words[0::4], words[1::4], words[2::4], words[3::4] = (
            data[3::4],
            data[2::4],
            data[1::4],
            data[0::4],
        )
        return QImage(bytes(words), width, height, QImage.Format.Format_ARGB32).copy()

    def press(self) -> None:
        """Press the icon, as a click on it does."""
        self._call(self._address_of(_ITEM, "/StatusNotifierItem"), "Activate", "ii", (0, 0))

    def menu(self) -> list[MenuEntry]:
        """The entries of the icon's menu that can be seen, without its separators."""
        address = self._address_of(_MENU, self._property("Menu"))
        self._call(address, "AboutToShow", "i", (0,))
        _, (_, _, children) = self._call(address, "GetLayout", "iias", (0, -1, []))
        entries = []
        for _, (number, properties, _) in children:
            values = {name: value for name, (_, value) in properties.items()}
            if values.get("visible", True) and values.get("type") != "separator":
                entries.append(
                    MenuEntry(
                        number,
                        values.get("label", "").replace("_", ""),
                        values.get("enabled", True),
                        values.get("toggle-state", 0) == 1,
                    )
                )
        return entries

    def choose(self, label: str) -> None:
        """Choose the entry ``label`` of the menu."""
        entry = next(entry for entry in self.menu() if entry.label == label)
        address = self._address_of(_MENU, self._property("Menu"))
        self._call(address, "Event", "isvu", (entry.number, "clicked", ("s", ""), 0))

    def _property(self, name: str) -> Any:
        address = self._address_of(_ITEM, "/StatusNotifierItem")
        return self._send(Properties(address).get(name))[0][1]

    def _address_of(self, interface: str, path: str) -> DBusAddress:
        self.wait_for_icon()
        return DBusAddress(path, self.icons()[-1], interface)

    def _call(self, address: DBusAddress, method: str, signature: str, body: Any) -> Any:
        return self._send(new_method_call(address, method, signature, body))

    def _send(self, call: Message) -> Any:
        assert self._asking is not None
        answer = self._asking.send_and_get_reply(call, timeout=TIMEOUT)
        assert answer.header.message_type is MessageType.method_return, answer.body
        return answer.body

    def _is_on_bus(self, name: str) -> bool:
        assert self._asking is not None
        return bool(Proxy(message_bus, self._asking, timeout=TIMEOUT).NameHasOwner(name)[0])

    def _serve(self, connection: DBusConnection) -> None:
        while True:
            message = connection.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            member = message.header.fields.get(HeaderFields.member)
            if member == "End":
                return
            connection.send(self._answer(message, member))

    def _answer(self, call: Message, member: object) -> Message:
        sender = call.header.fields[HeaderFields.sender]
        if member == "RegisterStatusNotifierItem":
            named = str(call.body[0])
            # Some give their path alone; they mean themselves.
            self._items.append(sender if named.startswith("/") else named)
            return new_method_return(call)
        if member == "Get" and call.body[0] == _WATCHER and call.body[1] in _PROPERTIES:
            return new_method_return(call, "v", (_PROPERTIES[call.body[1]],))
        if member == "GetAll":
            return new_method_return(call, "a{sv}", (dict(_PROPERTIES),))
        if member == "Introspect":
            return new_method_return(call, "s", ("<node/>",))
        return new_error(call, "org.freedesktop.DBus.Error.UnknownMethod", "s", (str(member),))
