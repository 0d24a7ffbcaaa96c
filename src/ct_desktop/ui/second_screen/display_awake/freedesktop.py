"""Linux: the desktop's screen saver is asked over D-Bus; failing that, the login manager.

Source: freedesktop's Idle Inhibition Service (org.freedesktop.ScreenSaver), and "Inhibitor Locks"
of systemd-logind. Both take the request back by themselves when this process ends.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, suppress
from typing import Any

from jeepney import DBusAddress, Message, MessageType, new_method_call
from jeepney.io.blocking import open_dbus_connection

from ct_desktop.ui.second_screen.display_awake.keeper import NotKeptAwakeError
from ct_desktop.ui.session_bus import ANSWER_TIMEOUT, NO_BUS

_APP_NAME = "CrossTrade Desktop"
_REASON = "The second screen is being watched"

_SCREEN_SAVER = DBusAddress(
    "/org/freedesktop/ScreenSaver",
    bus_name="org.freedesktop.ScreenSaver",
    interface="org.freedesktop.ScreenSaver",
)
_LOGIN_MANAGER = DBusAddress(
    "/org/freedesktop/login1",
    bus_name="org.freedesktop.login1",
    interface="org.freedesktop.login1.Manager",
)


@asynccontextmanager
async def inhibited() -> AsyncIterator[None]:
    """The display is kept awake within.

    Raises :class:`NotKeptAwakeError` where neither service takes the request.
    """
    held = await asyncio.to_thread(_ask)
    try:
        yield
    finally:
        await asyncio.to_thread(held.close)


def _ask() -> ExitStack:
    """The request, which holds until what comes back is closed."""
    refusals = []
    for ask in (_ask_screen_saver, _ask_login_manager):
        with ExitStack() as held:
            try:
                ask(held)
            except (NotKeptAwakeError, *NO_BUS) as error:
                refusals.append(f"{error!r}")
                continue
            return held.pop_all()
    raise NotKeptAwakeError("; ".join(refusals))


def _ask_screen_saver(held: ExitStack) -> None:
    connection = held.enter_context(open_dbus_connection(bus="SESSION"))
    call = new_method_call(_SCREEN_SAVER, "Inhibit", "ss", (_APP_NAME, _REASON))
    (cookie,) = _body(connection.send_and_get_reply(call, timeout=ANSWER_TIMEOUT))

    def give_back() -> None:
        # The service does so by itself when the connection is gone.
        with suppress(*NO_BUS):
            connection.send(new_method_call(_SCREEN_SAVER, "UnInhibit", "u", (cookie,)))

    held.callback(give_back)


def _ask_login_manager(held: ExitStack) -> None:
    # Only the lock has to stay; it is a file, and closing it gives it back.
    with open_dbus_connection(bus="SYSTEM", enable_fds=True) as connection:
        call = new_method_call(
            _LOGIN_MANAGER, "Inhibit", "ssss", ("idle", _APP_NAME, _REASON, "block")
        )
        (lock,) = _body(connection.send_and_get_reply(call, timeout=ANSWER_TIMEOUT))
    held.callback(lock.close)


def _body(reply: Message) -> tuple[Any, ...]:
    if reply.header.message_type is not MessageType.method_return or len(reply.body) != 1:
        raise NotKeptAwakeError(f"it answered {reply.body}")
    body: tuple[Any, ...] = reply.body
    return body
