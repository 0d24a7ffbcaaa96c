"""Notifications by the desktop's own service on the session bus.

Source: the Desktop Notifications Specification 1.2. Qt can only send these through a tray icon,
which many desktops do not show.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    message_bus,
    new_method_call,
)
from jeepney.io.asyncio import DBusConnection, open_dbus_connection

from ct_desktop.core.notices import Notice, NoticeTopic

_log = logging.getLogger(__name__)

_SERVICE = DBusAddress(
    "/org/freedesktop/Notifications",
    bus_name="org.freedesktop.Notifications",
    interface="org.freedesktop.Notifications",
)
_APP_NAME = "CrossTrade Desktop"
_DESKTOP_ENTRY = "io.crosstrade.Desktop"
_SOUND = "dialog-warning"
"""A sound of the freedesktop Sound Naming Specification: the service plays it as the trader set."""

_PRESSED = "default"
"""The action that a click on the notice itself means (the specification, section 2)."""

_SERVERS_OWN_TIMEOUT = -1
_TIMEOUT = 5.0
"""Seconds for the bus, and for the service behind it, to answer."""

_NO_BUS = (OSError, EOFError, KeyError, RuntimeError, ValueError, TimeoutError)
"""What jeepney raises where there is no session bus, or none any more."""


class FreedesktopNotifications:
    """A :class:`NotificationChannel` over D-Bus, connected from the first notice on.

    Answers are read here: jeepney's own router ends when an answer finds that whoever asked was
    cancelled, and leaves its socket open.
    """

    def __init__(self, on_pressed: Callable[[], None]) -> None:
        self._on_pressed = on_pressed
        self._waiting: asyncio.Queue[Notice] = asyncio.Queue()
        self._sent: dict[int, NoticeTopic] = {}
        self._answered = asyncio.Event()
        self._shown: dict[NoticeTopic, int] = {}

    def show(self, notice: Notice) -> None:
        """Show ``notice``, in place of an earlier one about the same."""
        self._waiting.put_nowait(notice)

    async def run(self) -> None:
        """Deliver until cancelled."""
        while True:
            notice = await self._waiting.get()
            try:
                async with asyncio.timeout(_TIMEOUT):
                    connection = await open_dbus_connection(bus="SESSION")
                async with connection:
                    await self._serve(connection, notice)
            except* _NO_BUS as group:
                _log.info("No notification was shown: %r", group.exceptions[0])

    async def _serve(self, connection: DBusConnection, first: Notice) -> None:
        self._sent.clear()
        self._shown.clear()
        pressed = MatchRule(type="signal", interface=_SERVICE.interface, member="ActionInvoked")
        await connection.send(new_method_call(message_bus, "AddMatch", "s", (pressed.serialise(),)))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._receive(connection))
            await self._send(connection, first)
            while True:
                await self._send(connection, await self._waiting.get())

    async def _send(self, connection: DBusConnection, notice: Notice) -> None:
        hints: dict[str, tuple[str, Any]] = {"desktop-entry": ("s", _DESKTOP_ENTRY)}
        if notice.sounds:
            hints["sound-name"] = ("s", _SOUND)
        call = new_method_call(
            _SERVICE,
            "Notify",
            "susssasa{sv}i",
            (
                _APP_NAME,
                self._shown.get(notice.about, 0),
                _DESKTOP_ENTRY,
                notice.title,
                notice.text,
                [_PRESSED, "Open"],
                hints,
                _SERVERS_OWN_TIMEOUT,
            ),
        )
        serial = next(connection.outgoing_serial)
        self._sent[serial] = notice.about
        self._answered.clear()
        await connection.send(call, serial=serial)
        # The next notice may take the place of this one, whose number comes with the answer.
        async with asyncio.timeout(_TIMEOUT):
            await self._answered.wait()

    async def _receive(self, connection: DBusConnection) -> None:
        while True:
            self._take(await connection.receive())

    def _take(self, message: Message) -> None:
        """Note the number of a notice that is shown, or that one was pressed."""
        kind = message.header.message_type
        about = self._sent.pop(message.header.fields.get(HeaderFields.reply_serial, 0), None)
        if kind is MessageType.signal:
            if (
                message.header.fields.get(HeaderFields.member) == "ActionInvoked"
                and message.body[0] in self._shown.values()
            ):
                self._on_pressed()
        elif about is not None:
            self._answered.set()
            if kind is MessageType.method_return:
                self._shown[about] = message.body[0]
            else:
                _log.info("The desktop shows no notifications: %s", message.body)
