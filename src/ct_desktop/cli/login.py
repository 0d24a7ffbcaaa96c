"""``login``: the same steps as the window's dialog, as lines on standard error."""

import argparse
import asyncio
import sys
import webbrowser
from contextlib import aclosing

from ct_desktop.cli.chain_output import problem_as_text
from ct_desktop.cli.exit_codes import ExitCode, exit_code_of_problem
from ct_desktop.cli.standard_input import read_lines
from ct_desktop.connection.sign_in_attempt import PasteRejectedError, SignInAttempt
from ct_desktop.core.remote_session import RemoteSession
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignInStage, SignInStep, StepState
from ct_desktop.core.wording import MAY_REGISTER_AGAIN, SCOPE_TITLES, STAGE_TITLES
from ct_desktop.desktop_session import current_remote_session
from ct_desktop.services import Services

_MARKS = {
    StepState.RUNNING: "…",
    StepState.DONE: "ok",
    StepState.WARNING: "warning",
    StepState.FAILED: "FAILED",
}


async def run_login(arguments: argparse.Namespace, services: Services) -> ExitCode:
    """Sign in; ends with the trader's answer, the time-out, or the end of standard input."""
    # Over SSH a browser would open in the terminal or on a screen that nobody sits before.
    elsewhere = current_remote_session() is RemoteSession.SSH
    attempt = services.new_sign_in(
        Scope(arguments.scope),
        open_browser=None if arguments.no_browser or elsewhere else _open_browser,
        timeout=arguments.timeout,
        register_anew=arguments.register_again,
    )
    pasting: asyncio.Task[None] | None = None
    failed: SignInStep | None = None
    opened = False
    async with asyncio.TaskGroup() as tasks, aclosing(attempt.steps()) as steps:
        async for step in steps:
            _print_step(step)
            opened = step.browser_opened or opened
            if step.stage is SignInStage.WAIT and step.state is StepState.RUNNING:
                _print_link(step, opened=opened)
                pasting = tasks.create_task(_take_pasted(attempt))
            if step.state is StepState.FAILED:
                failed = step
        if pasting is not None:
            pasting.cancel()
    if failed is None or failed.problem is None:
        return ExitCode.WELL
    print(f"\n{problem_as_text(failed.problem)}", file=sys.stderr)
    if failed.may_register_again:
        print(f"{MAY_REGISTER_AGAIN} With: ct-desktop login --register-again", file=sys.stderr)
    return exit_code_of_problem(failed.problem)


async def _open_browser(url: str) -> bool:
    return await asyncio.to_thread(webbrowser.open, url)


async def _take_pasted(attempt: SignInAttempt) -> None:
    """Check each pasted line as the listener checks; a wrong one leaves the sign-in waiting."""
    async for line in read_lines():
        if not line.strip():
            continue
        try:
            attempt.paste(line)
        except PasteRejectedError as rejected:
            print(problem_as_text(rejected.problem), file=sys.stderr, flush=True)
        else:
            return


def _print_step(step: SignInStep) -> None:
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
    line = f"{STAGE_TITLES[step.stage]:<36} {_MARKS[step.state]:<8} {', '.join(facts)}"
    print(line.rstrip(), file=sys.stderr, flush=True)


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
