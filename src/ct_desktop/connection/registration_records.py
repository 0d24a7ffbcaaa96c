"""This computer's client registrations, kept for good, and how many were asked for lately."""

import asyncio
import logging
from datetime import datetime

from ct_desktop.core.moment import Clock
from ct_desktop.oauth.registration import ClientRegistration
from ct_desktop.profiles import ProfileError, RegistrationAttempts, RegistrationStore

_log = logging.getLogger(__name__)


class RegistrationRecords:
    """One profile's registrations for one server. Files are read and written in threads.

    A registration that cannot be saved costs a new one next time, not this sign-in; so trouble
    with the disk is logged and not raised.
    """

    def __init__(
        self,
        *,
        server_url: str,
        store: RegistrationStore,
        attempts: RegistrationAttempts,
        clock: Clock,
    ) -> None:
        self._server_url = server_url
        self._store = store
        self._attempts = attempts
        self._clock = clock
        self.attempts_lately: tuple[datetime, ...] = ()
        """When registrations were asked for in the hour before the newest, which is among them."""

    async def find(self, issuer: str) -> ClientRegistration | None:
        """The registration with ``issuer``, if there is one that can be used."""
        try:
            document = await asyncio.to_thread(self._store.load, self._server_url, issuer)
            return None if document is None else ClientRegistration.read(document)
        except (ProfileError, ValueError) as error:
            _log.warning("The saved registration cannot be used: %s", error)
            return None

    async def save(self, registration: ClientRegistration) -> None:
        """Keep ``registration``, without its secret if it has one."""
        try:
            await asyncio.to_thread(
                self._store.save, self._server_url, registration.issuer, registration.as_json()
            )
        except ProfileError as error:
            _log.warning("The registration could not be saved: %s", error)

    async def forget(self, issuer: str) -> None:
        """Drop the registration with ``issuer``, so that the next sign-in registers anew."""
        try:
            await asyncio.to_thread(self._store.forget, self._server_url, issuer)
        except ProfileError as error:
            _log.warning("The registration could not be dropped: %s", error)

    async def note_attempt(self, issuer: str) -> None:
        """Count one registration asked for; servers allow few an hour."""
        try:
            self.attempts_lately = await asyncio.to_thread(self._note_and_count, issuer)
        except ProfileError as error:
            _log.warning("The registration could not be counted: %s", error)

    def _note_and_count(self, issuer: str) -> tuple[datetime, ...]:
        now = self._clock.now().utc
        self._attempts.note(issuer, now)
        return self._attempts.in_the_last_hour(issuer, now)
