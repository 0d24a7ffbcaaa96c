"""Start at login as the Settings screen has it: read and switched in a thread, told as a value."""

import asyncio
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass

from ct_desktop.core.wording_tray import (
    START_AT_LOGIN_BY_WINDOWS,
    START_AT_LOGIN_NOT_IN_DEMO,
    START_AT_LOGIN_NOT_IN_FLATPAK,
    START_AT_LOGIN_NOT_MOVED,
)
from ct_desktop.profiles import DEFAULT_PROFILE, DEMO_PROFILE
from ct_desktop.profiles.folders import HOME_VARIABLE

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LoginStartState:
    """``on`` is what the system holds. ``reason`` says why it cannot be switched, ``failure`` what
    went wrong when it was tried; at most one of them. ``place`` is where the system keeps it.
    """

    on: bool
    reason: str = ""
    failure: str = ""
    place: str = ""


class LoginStartSwitch:
    """Reads and switches the system's entry for ``profile``, and tells ``show`` how it stands."""

    def __init__(self, profile: str, show: Callable[[LoginStartState], None]) -> None:
        self._profile = profile
        self._show = show
        self._switching = asyncio.Lock()

    async def read(self) -> None:
        """Tell how it stands."""
        await self._tell(None)

    async def switch(self, on: bool) -> None:
        """Switch it, one wish after the other, and tell how it stands then."""
        await self._tell(on)

    async def _tell(self, wanted: bool | None) -> None:
        reason = self._reason()
        if reason:
            self._show(LoginStartState(on=False, reason=reason))
            return
        async with self._switching:
            self._show(await asyncio.to_thread(self._look, wanted))

    def _reason(self) -> str:
        if self._profile == DEMO_PROFILE:
            return START_AT_LOGIN_NOT_IN_DEMO
        if os.environ.get("FLATPAK_ID"):
            # Its folder of settings is not the one that the desktop reads.
            return START_AT_LOGIN_NOT_IN_FLATPAK
        # The system starts the entry with its own environment, not with this process's.
        return START_AT_LOGIN_NOT_MOVED if os.environ.get(HOME_VARIABLE) else ""

    def _look(self, wanted: bool | None) -> LoginStartState:
        # Only whoever looks at the settings needs it.
        from ct_desktop.start_at_login import (  # noqa: PLC0415 - see above
            StartAtLoginError,
            login_entry,
            runs_from_package,
        )

        if runs_from_package():
            return LoginStartState(on=False, reason=START_AT_LOGIN_BY_WINDOWS)
        entry = login_entry("" if self._profile == DEFAULT_PROFILE else self._profile)
        failure = ""
        try:
            if wanted is not None:
                entry.switch_on() if wanted else entry.switch_off()
        except StartAtLoginError as error:
            _log.warning("Start at login was not switched: %s", error)
            failure = str(error)
        try:
            return LoginStartState(on=entry.is_on(), failure=failure, place=entry.place)
        except StartAtLoginError as error:
            _log.warning("Start at login cannot be read: %s", error)
            return LoginStartState(on=False, failure=failure or str(error))
