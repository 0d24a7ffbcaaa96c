"""Linux: the desktop portal tells whether less motion is wanted, and when that changes.

Source: org.freedesktop.portal.Settings, version 2: ``reduced-motion`` in
``org.freedesktop.appearance`` (1 is reduced). Desktops of before that have GNOME's own
``enable-animations`` in ``org.gnome.desktop.interface``, through the same portal.
"""

import asyncio
import logging
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

from ct_desktop.ui.motion.motion import Motion
from ct_desktop.ui.session_bus import ANSWER_TIMEOUT, NO_BUS, session_bus

_log = logging.getLogger(__name__)

_PORTAL = DBusAddress(
    "/org/freedesktop/portal/desktop",
    bus_name="org.freedesktop.portal.Desktop",
    interface="org.freedesktop.portal.Settings",
)

_REDUCED_WHEN: dict[tuple[str, str], object] = {
    ("org.freedesktop.appearance", "reduced-motion"): 1,
    ("org.gnome.desktop.interface", "enable-animations"): False,
}
"""The value that asks for less motion, by namespace and key."""


async def follow_desktop(motion: Motion) -> None:
    """Keep ``motion`` as the portal says, until cancelled or until there is no bus any more."""
    try:
        async with session_bus() as connection:
            await _Follower(motion, connection).follow()
    except NO_BUS as error:
        _log.info("The desktop does not tell whether less motion is wanted: %r", error)


class _Follower:
    """Reads both settings, then waits for what changes: an idle desktop wakes nothing here."""

    def __init__(self, motion: Motion, connection: DBusConnection) -> None:
        self._motion = motion
        self._connection = connection
        self._asked: dict[int, tuple[str, str]] = {}
        self._reduced: set[tuple[str, str]] = set()

    async def follow(self) -> None:
        async with asyncio.timeout(ANSWER_TIMEOUT):
            rule = MatchRule(
                type="signal",
                sender=_PORTAL.bus_name,
                interface=_PORTAL.interface,
                member="SettingChanged",
            )
            await self._send(new_method_call(message_bus, "AddMatch", "s", (rule.serialise(),)))
            for setting in _REDUCED_WHEN:
                serial = await self._send(new_method_call(_PORTAL, "Read", "ss", setting))
                self._asked[serial] = setting
        while True:
            self._take(await self._connection.receive())

    async def _send(self, message: Message) -> int:
        serial: int = next(self._connection.outgoing_serial)
        await self._connection.send(message, serial=serial)
        return serial

    def _take(self, message: Message) -> None:
        header, body = message.header, message.body
        kind = header.message_type
        if kind is MessageType.method_return:
            setting = self._asked.pop(header.fields.get(HeaderFields.reply_serial, 0), None)
            if setting is not None and len(body) == 1:
                self._note(setting, body[0])
        elif kind is MessageType.signal:
            match body:
                case (str() as namespace, str() as key, value):
                    self._note((namespace, key), value)

    def _note(self, setting: tuple[str, str], value: Any) -> None:
        # A variant is its signature and its value; Read wraps one into another.
        while isinstance(value, tuple) and len(value) == 2:
            value = value[1]
        if setting not in _REDUCED_WHEN:
            return
        if value == _REDUCED_WHEN[setting]:
            self._reduced.add(setting)
        else:
            self._reduced.discard(setting)
        self._motion.set_reduced(bool(self._reduced))
