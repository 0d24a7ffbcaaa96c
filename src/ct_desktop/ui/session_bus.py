"""The desktop's session bus: reaching it, and what jeepney raises where there is none.

Import it where it is used: nothing before the first figures needs D-Bus.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from jeepney.auth import BEGIN, Authenticator
from jeepney.bus import get_bus
from jeepney.bus_messages import message_bus
from jeepney.io.asyncio import DBusConnection
from jeepney.low_level import HeaderFields
from jeepney.wrappers import unwrap_msg

ANSWER_TIMEOUT = 5.0
"""Seconds for a bus, and for a service behind it, to answer."""

NO_BUS = (OSError, EOFError, KeyError, RuntimeError, ValueError, TimeoutError)
"""What jeepney raises where there is no bus, or none any more."""

_LONGEST_LINE = 1024
"""Bytes of an answer while the connection is made."""


@asynccontextmanager
async def session_bus() -> AsyncIterator[DBusConnection]:
    """A connection of its own. Raises one of :data:`NO_BUS`.

    jeepney's own way to open one asks by way of its router: given up in the turn in which the bus
    answers, that ends in an error of its own and leaves the socket open.
    """
    async with asyncio.timeout(ANSWER_TIMEOUT):
        reader, writer = await asyncio.open_unix_connection(get_bus("SESSION"))
    async with DBusConnection(reader, writer) as connection:
        async with asyncio.timeout(ANSWER_TIMEOUT):
            await _authenticate(connection)
            await _say_hello(connection)
        yield connection


async def _authenticate(connection: DBusConnection) -> None:
    """Source: D-Bus specification, "Authentication Protocol"."""
    authenticator = Authenticator()
    for line in authenticator:
        connection.writer.write(line)
        await connection.writer.drain()
        answer = await connection.reader.read(_LONGEST_LINE)
        if not answer:
            raise EOFError("the bus closed the connection while it was made")
        authenticator.feed(answer)
    connection.writer.write(BEGIN)
    await connection.writer.drain()


async def _say_hello(connection: DBusConnection) -> None:
    """The first message, which gives the connection its name (``org.freedesktop.DBus.Hello``)."""
    serial = next(connection.outgoing_serial)
    await connection.send(message_bus.Hello(), serial=serial)
    while True:
        answer = await connection.receive()
        if answer.header.fields.get(HeaderFields.reply_serial) == serial:
            (connection.unique_name,) = unwrap_msg(answer)
            return
