"""Makes the report: one check after another, each with a time limit, none stopping the rest."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import replace
from time import perf_counter

from ct_desktop.connection.server_clock import ServerClock
from ct_desktop.core.diagnostic_report import Check, DiagnosticStep, Fact, Report, Section
from ct_desktop.core.sign_in import StepState
from ct_desktop.diagnostics.chain import chain_section, check_chain
from ct_desktop.diagnostics.clock_check import check_clock
from ct_desktop.diagnostics.folders_check import check_folders
from ct_desktop.diagnostics.keychain_round_trip import check_keychain
from ct_desktop.diagnostics.log_tail import check_log
from ct_desktop.diagnostics.loopback_round_trip import check_loopback
from ct_desktop.diagnostics.network import check_network
from ct_desktop.diagnostics.private_names import (
    PrivateNames,
    names_in,
    names_of_this_computer,
    versions_in,
)
from ct_desktop.diagnostics.recent_activity import check_activity
from ct_desktop.diagnostics.subject import Subject
from ct_desktop.diagnostics.timings import check_timings
from ct_desktop.diagnostics.versions import OWN_PROFILES, check_versions

_log = logging.getLogger(__name__)

_TIME_LIMITS = {
    Check.NETWORK: 35.0,
    # NT8 that hangs is told from one that is gone by its own time-outs.
    Check.CHAIN: 75.0,
    # A person may have to type the keychain's password.
    Check.KEYCHAIN: 75.0,
    Check.LOOPBACK: 20.0,
}
_TIME_LIMIT = 10.0
"""Seconds for each of the others."""

_FROM_ELSEWHERE = (Check.CHAIN, Check.ACTIVITY, Check.LOG)
"""Sections with texts of a server or of another time, where names may be that nobody knows now."""

Work = Callable[[Subject], Awaitable[Section]]


class Diagnosis:
    """One report. Run :meth:`steps` to its end; then :attr:`report` is there."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self._server_clock = ServerClock(subject.clock)
        self._names = PrivateNames()
        self.report: Report | None = None

    async def steps(self) -> AsyncGenerator[DiagnosticStep, None]:
        """Each check as it begins and as it ends, masked. Closing it stops the check under way."""
        self._names = await asyncio.to_thread(names_of_this_computer)
        if self.subject.profile not in OWN_PROFILES:
            users = self._names.users | {self.subject.profile}
            self._names = replace(self._names, users=users)
        made_at = self.subject.clock.now().utc
        sections: list[Section] = []
        for check, work in self._checks().items():
            yield DiagnosticStep(check)
            section = self._masked(await self._section(check, work))
            sections.append(section)
            yield DiagnosticStep(check, section)
        self.report = Report(made_at, tuple(sections))

    def _checks(self) -> dict[Check, Work]:
        server_url = self.subject.connection.endpoint.server_url
        return {
            Check.VERSIONS: check_versions,
            Check.NETWORK: lambda _: check_network(server_url, self._server_clock),
            Check.CHAIN: check_chain,
            Check.TIMINGS: check_timings,
            Check.LOOPBACK: check_loopback,
            Check.KEYCHAIN: check_keychain,
            Check.CLOCK: lambda subject: check_clock(subject.clock, self._server_clock),
            Check.FOLDERS: check_folders,
            Check.ACTIVITY: check_activity,
            Check.LOG: check_log,
        }

    async def _section(self, check: Check, work: Work) -> Section:
        limit = _TIME_LIMITS.get(check, _TIME_LIMIT)
        began = perf_counter()
        try:
            async with asyncio.timeout(limit):
                section = await work(self.subject)
        except TimeoutError:
            section = self._unanswered(check, limit)
        except Exception as error:
            # A report is made where something is wrong, perhaps with the app itself.
            _log.exception("A check of the diagnostics failed: %s", check)
            section = Section(
                check,
                StepState.FAILED,
                "This could not be checked.",
                (Fact("error", "Error", f"{type(error).__name__}: {error}"),),
            )
        return replace(section, took=perf_counter() - began)

    def _unanswered(self, check: Check, limit: float) -> Section:
        if check is Check.CHAIN:
            note = f"Not everything answered within {limit:g} s."
            return chain_section(self.subject, self.subject.state(), note=note)
        return Section(check, StepState.FAILED, f"No answer within {limit:g} s.")

    def _masked(self, section: Section) -> Section:
        state = self.subject.state()
        accounts, logins = names_in(state)
        names = replace(
            self._names,
            accounts=self._names.accounts | accounts,
            logins=self._names.logins | logins,
            versions=versions_in(state),
        )
        self._names = names
        elsewhere = section.check in _FROM_ELSEWHERE

        def mask(text: str) -> str:
            return names.mask(text, from_elsewhere=elsewhere)

        return replace(
            section,
            summary=mask(section.summary),
            facts=tuple(replace(fact, value=mask(fact.value)) for fact in section.facts),
            lines=tuple(mask(line) for line in section.lines),
        )
