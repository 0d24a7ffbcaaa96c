"""The desktop's session bus: reaching it, and what jeepney raises where there is none.

Import it where it is used: nothing before the first figures needs D-Bus.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from jeepney.io.asyncio import DBusConnection, open_dbus_connection

ANSWER_TIMEOUT = 5.0
"""Seconds for a bus, and for a service behind it, to answer."""

NO_BUS = (OSError, EOFError, KeyError, RuntimeError, ValueError, TimeoutError)
"""What jeepney raises where there is no bus, or none any more."""


@asynccontextmanager
async def session_bus() -> AsyncIterator[DBusConnection]:
    """A connection of its own. Raises one of :data:`NO_BUS`."""
    async with asyncio.timeout(ANSWER_TIMEOUT):
        connection = await open_dbus_connection(bus="SESSION")
    async with connection:
        yield connection
