"""A conversation with the desktop's notification service, over the session bus.

Source: the Desktop Notifications Specification 1.2.
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
from jeepney.io.asyncio import DBusConnection

from ct_desktop.core.notices import Notice, NoticeTopic
from ct_desktop.ui.session_bus import ANSWER_TIMEOUT, NO_BUS, session_bus

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


async def converse(
    first: Notice, waiting: asyncio.Queue[Notice], on_pressed: Callable[[], None]
) -> None:
    """Show ``first`` and then what is ``waiting``, until there is no bus (any more).

    ``on_pressed`` is told when the trader presses a notice.
    """
    try:
        async with session_bus() as connection:
            await _Conversation(connection, on_pressed).run(first, waiting)
    except* NO_BUS as group:
        _log.info("No notification was shown: %r", group.exceptions[0])


class _Conversation:
    """One connection's.

    Answers are read here: jeepney's own router ends when an answer finds that whoever asked was
    cancelled, and leaves its socket open.
    """

    def __init__(self, connection: DBusConnection, on_pressed: Callable[[], None]) -> None:
        self._connection = connection
        self._on_pressed = on_pressed
        self._sent: dict[int, NoticeTopic] = {}
        self._answered = asyncio.Event()
        self._shown: dict[NoticeTopic, int] = {}

    async def run(self, first: Notice, waiting: asyncio.Queue[Notice]) -> None:
        pressed = MatchRule(type="signal", interface=_SERVICE.interface, member="ActionInvoked")
        add_match = new_method_call(message_bus, "AddMatch", "s", (pressed.serialise(),))
        await self._connection.send(add_match)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._receive())
            await self._send(first)
            while True:
                await self._send(await waiting.get())

    async def _send(self, notice: Notice) -> None:
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
        serial = next(self._connection.outgoing_serial)
        self._sent[serial] = notice.about
        self._answered.clear()
        await self._connection.send(call, serial=serial)
        # The next notice may take the place of this one, whose number comes with the answer.
        async with asyncio.timeout(ANSWER_TIMEOUT):
            await self._answered.wait()

    async def _receive(self) -> None:
        while True:
            self._take(await self._connection.receive())

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
