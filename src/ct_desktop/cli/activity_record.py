"""What a command does to the sign-in stands in the profile's history, for the window to show."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ct_desktop.core.activity import ActivityEntry
from ct_desktop.core.sign_in import SignIn
from ct_desktop.history.sign_in_watch import SignInWatch
from ct_desktop.services import Services


@asynccontextmanager
async def sign_in_recorded(services: Services) -> AsyncIterator[None]:
    """Note each change of the sign-in within the block, and write them at its end.

    A history that cannot be written stops no command; the log says so.
    """
    connection, clock = services.connection, services.clock
    watch = SignInWatch(connection.sign_in, clock.now().utc)
    entries: list[ActivityEntry] = []

    def note(sign_in: SignIn) -> None:
        entry = watch.look(sign_in, clock.now().utc)
        if entry is not None:
            entries.append(entry)

    unsubscribe = connection.changed.subscribe(note)
    try:
        yield
    finally:
        unsubscribe()
        for entry in entries:
            await services.history.record(entry)
