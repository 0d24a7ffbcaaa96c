"""What a report is made about, and from where its checks take what they need."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ct_desktop.connection.connection import Connection
from ct_desktop.connection.grant_storage import VaultOpener
from ct_desktop.core.activity import ActivityEntry
from ct_desktop.core.moment import Clock
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.profiles import AppFolders


class ActivityReader(Protocol):
    """As much of the history as a report reads."""

    async def entries(
        self, since: datetime, until: datetime, limit: int
    ) -> tuple[ActivityEntry, ...]:
        """At most ``limit`` entries between two moments in UTC, newest first."""
        ...


@dataclass(frozen=True, slots=True)
class Subject:
    """One profile, as its services see it.

    ``examine`` brings the chain up to date and ``state`` is what is known meanwhile. Without an
    ``activity`` the report says that none is recorded.
    """

    profile: str
    folders: AppFolders
    connection: Connection
    clock: Clock
    examine: Callable[[], Awaitable[MonitorState]]
    state: Callable[[], MonitorState]
    open_vault: VaultOpener
    activity: ActivityReader | None = None
