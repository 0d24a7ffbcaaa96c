"""Puts one profile's services together, for the window and the command line alike."""

import asyncio
import logging
import platform
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from ct_desktop.clock import SystemClock
from ct_desktop.connection.connection import Connection, Endpoint
from ct_desktop.connection.grant_keeper import GrantKeeper
from ct_desktop.connection.grant_storage import GrantStorage, VaultOpener
from ct_desktop.connection.registration_records import RegistrationRecords
from ct_desktop.connection.server_clock import ServerClock
from ct_desktop.core.account_rules import NO_RULES, AccountRules
from ct_desktop.core.moment import Clock
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignInState
from ct_desktop.history import History
from ct_desktop.history.equity_recorder import EquityRecorder
from ct_desktop.history.peak_recorder import PeakRecorder
from ct_desktop.history.recorder import ActivityRecorder
from ct_desktop.http_client import create_http_client
from ct_desktop.mcp import Lifecycle
from ct_desktop.monitor.monitor import Monitor
from ct_desktop.monitor.watermarks import WatermarkRound
from ct_desktop.profiles import (
    DEMO_PROFILE,
    AppFolders,
    ProfileError,
    RegistrationAttempts,
    RegistrationStore,
    SettingsChanges,
    SettingsStore,
)
from ct_desktop.updates import UpdateChecker, UpdateRecord, releases_url, updated_by
from ct_desktop.vault import open_vault

if TYPE_CHECKING:
    from ct_desktop.connection.scope_change import ScopeChange
    from ct_desktop.connection.sign_in_attempt import OpenBrowser, SignInAttempt
    from ct_desktop.core.monitor_state import MonitorState
    from ct_desktop.diagnostics.diagnosis import Diagnosis

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Services:
    """One profile's services, open."""

    connection: Connection
    monitor: Monitor
    settings: SettingsStore
    clock: Clock
    http: httpx.AsyncClient
    records: RegistrationRecords
    profile: str
    folders: AppFolders
    open_vault: VaultOpener
    history: History
    activity: ActivityRecorder
    watermarks: WatermarkRound
    peaks: PeakRecorder
    equity: EquityRecorder
    updates: UpdateChecker

    async def account_rules(self) -> AccountRules:
        """What the trader says of each account, as it is saved now.

        Where the settings cannot be read, nothing: every class is a guess again.
        """
        try:
            loaded = await asyncio.to_thread(self.settings.load)
        except ProfileError as error:
            _log.warning("The account rules could not be read: %s", error)
            return NO_RULES
        return AccountRules.of(loaded.settings.account_rules)

    def new_sign_in(
        self,
        scope: Scope,
        *,
        open_browser: "OpenBrowser | None",
        timeout: float | None = None,
        register_anew: bool = False,
    ) -> "SignInAttempt":
        """A sign-in for a person who asked for it, who has ``timeout`` seconds in the browser.

        Without a ``timeout`` it is the flow's own.
        """
        return self._attempt(scope, open_browser, timeout, register_anew=register_anew)

    def new_scope_change(
        self,
        scope: Scope,
        *,
        open_browser: "OpenBrowser | None",
        timeout: float | None = None,
        register_anew: bool = False,
    ) -> "ScopeChange":
        """A change to ``scope`` for a person who asked for it; the rest is as above."""
        from ct_desktop.connection.scope_change import ScopeChange  # noqa: PLC0415 - as below

        attempt = self._attempt(
            scope, open_browser, timeout, register_anew=register_anew, tries_a_tool=True
        )
        return ScopeChange(
            connection=self.connection, attempt=attempt, scope=scope, clock=self.clock
        )

    def new_diagnosis(self, *, watched: bool) -> "Diagnosis":
        """A report on this profile.

        ``watched``: the monitor is at work and its state is current; else all is asked for once.
        """
        from ct_desktop.diagnostics.diagnosis import Diagnosis  # noqa: PLC0415 - on demand
        from ct_desktop.diagnostics.subject import Subject  # noqa: PLC0415 - on demand

        async def current() -> "MonitorState":
            return self.monitor.state

        return Diagnosis(
            Subject(
                profile=self.profile,
                folders=self.folders,
                connection=self.connection,
                clock=self.clock,
                examine=current if watched else self.monitor.check_everything,
                state=lambda: self.monitor.state,
                open_vault=self.open_vault,
                activity=self.history,
            )
        )

    def _attempt(
        self,
        scope: Scope,
        open_browser: "OpenBrowser | None",
        timeout: float | None,
        *,
        register_anew: bool,
        tries_a_tool: bool = False,
    ) -> "SignInAttempt":
        # Most starts need no sign-in, and all that one takes would be imported for nothing.
        from ct_desktop.connection.sign_in_attempt import SignInAttempt  # noqa: PLC0415 - see above
        from ct_desktop.oauth.flow import AUTHORIZATION_TIMEOUT  # noqa: PLC0415 - see above

        return SignInAttempt(
            connection=self.connection,
            http=self.http,
            records=self.records,
            scope=scope,
            open_browser=open_browser,
            timeout=AUTHORIZATION_TIMEOUT if timeout is None else timeout,
            clock=self.clock,
            register_anew=register_anew,
            tries_a_tool=tries_a_tool,
        )


@asynccontextmanager
async def open_services(
    *,
    folders: AppFolders,
    profile: str,
    server_url: str | None = None,
    clock: Clock | None = None,
    open_vault: VaultOpener = open_vault,
) -> AsyncIterator[Services]:
    """The services of ``profile``; the keychain is neither opened nor read yet.

    ``server_url`` overrules the saved one, ``clock`` and ``open_vault`` the system's own. Raises
    ``ProfileError``.
    """
    clock = clock or SystemClock()
    places = await asyncio.to_thread(folders.profile, profile)
    settings = SettingsStore(places.settings)
    saved = (await asyncio.to_thread(settings.load)).settings
    url = server_url or saved.server_url
    server_clock = ServerClock(clock)
    async with create_http_client() as http:
        http.event_hooks = {"response": [server_clock.observe]}
        keeper = GrantKeeper(
            http=http,
            storage=GrantStorage(
                open_vault=open_vault,
                item=f"{profile}/{urlsplit(url).netloc}",
                lock_path=places.sign_in_lock,
                record_path=places.sign_in_record,
            ),
            clock=clock,
            server_clock=server_clock,
        )
        connection = Connection(
            Endpoint(
                server_url=url,
                client_name=f"CrossTrade Desktop on {platform.node() or 'this computer'}",
                known_lifecycle=_known_lifecycle(saved.mcp_lifecycle),
            ),
            http=http,
            keeper=keeper,
            clock=clock,
            server_clock=server_clock,
        )
        records = RegistrationRecords(
            server_url=url,
            store=RegistrationStore(places.settings),
            attempts=RegistrationAttempts(folders.registration_attempts),
            clock=clock,
        )
        monitor = Monitor(connection, clock=clock)
        history = History(places.history, clock=clock)
        watermarks = WatermarkRound(
            connection, clock=clock, calls_a_minute=lambda: monitor.rules.calls_a_minute
        )
        try:
            yield Services(
                connection=connection,
                monitor=monitor,
                settings=settings,
                clock=clock,
                http=http,
                records=records,
                profile=profile,
                folders=folders,
                open_vault=open_vault,
                history=history,
                activity=ActivityRecorder(history, monitor, connection, clock=clock),
                watermarks=watermarks,
                peaks=PeakRecorder(history, monitor, watermarks),
                equity=EquityRecorder(history, monitor, clock=clock),
                updates=_update_checker(folders, profile, url, clock),
            )
        finally:
            await connection.aclose()
            await history.aclose()
            await _remember(settings, connection)


def _update_checker(
    folders: AppFolders, profile: str, server_url: str, clock: Clock
) -> UpdateChecker:
    """The demo asks its own server, and so remembers that for itself."""
    in_demo = profile == DEMO_PROFILE
    url = releases_url(server_url, in_demo=in_demo)
    path = folders.profile(profile).update_record if in_demo else folders.update_record
    return UpdateChecker(
        url=url, record=UpdateRecord(path, url), clock=clock, updated_by=updated_by()
    )


async def _remember(settings: SettingsStore, connection: Connection) -> None:
    """Keep what makes the next start quicker. Nothing in it is secret."""
    sign_in = connection.sign_in
    if sign_in.state in (SignInState.UNREAD, SignInState.KEYCHAIN_TROUBLE):
        return
    lifecycle = connection.lifecycle or connection.endpoint.known_lifecycle
    changes = SettingsChanges(
        signed_in_since=sign_in.signed_in_since,
        last_granted_scope=sign_in.scope.value if sign_in.scope else None,
        mcp_lifecycle=lifecycle.value if lifecycle else None,
    )
    try:
        await asyncio.to_thread(lambda: settings.update(**changes))
    except ProfileError as error:
        _log.warning("The settings could not be saved: %s", error)


def _known_lifecycle(text: str | None) -> Lifecycle | None:
    try:
        return Lifecycle(text) if text else None
    except ValueError:
        return None
