"""A sign-in as lines on standard error, shared by every command that signs in."""

import asyncio
import sys
import webbrowser
from collections.abc import AsyncIterator
from typing import Protocol

from ct_desktop.cli.chain_output import problem_as_text
from ct_desktop.connection.sign_in_attempt import OpenBrowser, PasteRejectedError
from ct_desktop.core.remote_session import RemoteSession
from ct_desktop.core.sign_in import SignInStage, SignInStep, StepState
from ct_desktop.core.wording import MAY_REGISTER_AGAIN, SCOPE_TITLES, STAGE_TITLES
from ct_desktop.desktop_session import current_remote_session

_MARKS = {
    StepState.RUNNING: "…",
    StepState.DONE: "ok",
    StepState.WARNING: "warning",
    StepState.FAILED: "FAILED",
}


class Pasting(Protocol):
    """Whatever takes the address on which a browser ended."""

    def paste(self, text: str) -> None:
        """Take it. Raises :class:`PasteRejectedError`."""
        ...


class SignInLines:
    """Prints each step, and lets the link's answer be pasted while the sign-in waits.

    ``lines`` are those of standard input.
    """

    def __init__(
        self, pasting: Pasting, tasks: asyncio.TaskGroup, lines: AsyncIterator[str]
    ) -> None:
        self._pasting = pasting
        self._tasks = tasks
        self._lines = lines
        self._opened = False
        self._taking: asyncio.Task[None] | None = None

    def show(self, step: SignInStep) -> None:
        """Print ``step``, with the link where the browser is waited for."""
        print_line(STAGE_TITLES[step.stage], step.state, _facts(step))
        self._opened = step.browser_opened or self._opened
        if step.stage is SignInStage.WAIT and step.state is StepState.RUNNING:
            _print_link(step, opened=self._opened)
            self._taking = self._tasks.create_task(self._take_pasted())

    def end(self) -> None:
        """Take nothing any more."""
        if self._taking is not None:
            self._taking.cancel()

    async def _take_pasted(self) -> None:
        """Check each pasted line as the listener checks; a wrong one leaves the sign-in waiting."""
        async for line in self._lines:
            if not line.strip():
                continue
            try:
                self._pasting.paste(line)
            except PasteRejectedError as rejected:
                print(problem_as_text(rejected.problem), file=sys.stderr, flush=True)
            else:
                return


def browser_opener(*, wanted: bool) -> OpenBrowser | None:
    """What opens the browser, ``None`` where none is to be opened.

    Over SSH a browser would open in the terminal or on a screen that nobody sits before.
    """
    elsewhere = current_remote_session() is RemoteSession.SSH
    return _open_browser if wanted and not elsewhere else None


def print_line(title: str, state: StepState, facts: str = "") -> None:
    """One step's title, how far it is, and what is worth knowing of it."""
    print(f"{title:<36} {_MARKS[state]:<8} {facts}".rstrip(), file=sys.stderr, flush=True)


def print_may_register_again(step: SignInStep | None) -> None:
    """The way out where a dropped registration would explain the failure."""
    if step is not None and step.may_register_again:
        print(f"{MAY_REGISTER_AGAIN} With: ct-desktop login --register-again", file=sys.stderr)


async def _open_browser(url: str) -> bool:
    return await asyncio.to_thread(webbrowser.open, url)


def _facts(step: SignInStep) -> str:
    facts = []
    if step.port is not None:
        facts.append(f"port {step.port}")
    if step.registration_reused:
        facts.append("registered before")
    if step.registrations_lately is not None:
        facts.append(f"{step.registrations_lately} in the last hour")
    if step.granted_scope is not None:
        facts.append(SCOPE_TITLES[step.granted_scope])
    if step.state is StepState.WARNING and step.problem is not None:
        facts.append(step.problem.title)
    if step.state is not StepState.RUNNING and step.duration is not None:
        facts.append(f"{step.duration:.1f} s")
    return ", ".join(facts)


def _print_link(step: SignInStep, *, opened: bool) -> None:
    text = (
        "Your browser should have opened. If not, open this link:"
        if opened
        else "Open this link in a browser, on this computer or another:"
    )
    print(
        f"\n{text}\n\n{step.authorization_url}\n\n"
        "When the browser ends on a page it cannot open, paste that page’s address here "
        "and press Enter.\n",
        file=sys.stderr,
        flush=True,
    )
