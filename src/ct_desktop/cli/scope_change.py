"""``login`` at another scope than is held: the window's transaction, as lines on standard error."""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import aclosing

from ct_desktop.cli.chain_output import problem_as_text
from ct_desktop.cli.exit_codes import ExitCode, exit_code_of_problem
from ct_desktop.cli.sign_in_lines import (
    SignInLines,
    browser_opener,
    print_line,
    print_may_register_again,
)
from ct_desktop.cli.standard_input import read_lines
from ct_desktop.connection.scope_change import ScopeChange
from ct_desktop.core.masking import mask_account_name
from ct_desktop.core.scope_change import (
    ScopeChangeEnd,
    ScopeChangeStage,
    ScopeChangeStep,
    Standing,
    funded_accounts,
)
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignInStep, StepState
from ct_desktop.core.wording import AI_CLIENTS_PAGE
from ct_desktop.core.wording_scope import (
    FUNDED_UNKNOWN,
    IF_STOPPED_HALF_WAY_HERE,
    ONE_SCOPE_AT_A_TIME,
    SCOPE_CHANGE_TITLES,
    SCOPE_LINES,
    WAY_BACK_COMMAND,
    WHAT_THIS_APP_DOES,
    end_words,
    funded_warning,
)
from ct_desktop.crosstrade.errors import CallFailed
from ct_desktop.services import Services

_STEP_TITLES = {
    ScopeChangeStage.REVOKE: "Revoke the present sign-in",
    ScopeChangeStage.FORGET: "Remove it from the keychain",
}
"""The stages that are no part of a sign-in, whose own steps have titles already."""

_QUESTION = "Change to the trade scope? [y/N] "


async def run_scope_change(
    arguments: argparse.Namespace, services: Services, *, held: Scope, asked: Scope
) -> ExitCode:
    """Explain, ask, change, and say what holds, also where it is interrupted by Ctrl+C."""
    upwards = asked is Scope.TRADE
    if upwards and not arguments.yes and not _is_terminal():
        text = "changing to mcp:trade wants your confirmation: run it in a terminal, or add --yes"
        print(f"ct-desktop: {text}", file=sys.stderr)
        return ExitCode.USAGE
    changing = services.new_scope_change(
        asked,
        open_browser=browser_opener(wanted=not arguments.no_browser),
        timeout=arguments.timeout,
        register_anew=arguments.register_again,
    )
    unchanged = ScopeChangeEnd(Standing.UNCHANGED, held)
    lines = read_lines()
    failed: SignInStep | None = None
    try:
        _explain(held, asked)
        if upwards:
            await _warn_of_funded_accounts(services)
            if not (arguments.yes or await _is_confirmed(lines)):
                _print_end(unchanged, asked)
                return ExitCode.NOT_ALLOWED
        failed = await _walk(changing, lines)
    except asyncio.CancelledError:
        _print_end(changing.end or unchanged, asked)
        raise
    assert changing.end is not None, "the steps came to their end"
    _print_end(changing.end, asked)
    print_may_register_again(failed)
    return _exit_code(changing.end)


async def _walk(changing: ScopeChange, lines: AsyncIterator[str]) -> SignInStep | None:
    """Print each step; the step of the sign-in beneath that failed, if one did."""
    failed: SignInStep | None = None
    async with asyncio.TaskGroup() as tasks, aclosing(changing.steps()) as steps:
        shown = SignInLines(changing, tasks, lines)
        async for step in steps:
            if step.sign_in_step is None:
                _print_step(step)
                continue
            shown.show(step.sign_in_step)
            if step.sign_in_step.state is StepState.FAILED:
                failed = step.sign_in_step
        shown.end()
    return failed


def _is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


async def _is_confirmed(lines: AsyncIterator[str]) -> bool:
    print(_QUESTION, end="", file=sys.stderr, flush=True)
    return (await anext(lines, "")).strip().lower() in ("y", "yes")


def _explain(held: Scope, asked: Scope) -> None:
    rows = [f"{'':<40} {held.value:<10} {asked.value}"]
    for (line, now), (_, then) in zip(SCOPE_LINES[held], SCOPE_LINES[asked], strict=True):
        rows.append(f"{line:<40} {_yes(now):<10} {_yes(then)}")
    _print_paragraphs(
        SCOPE_CHANGE_TITLES[asked],
        "\n".join(rows),
        WHAT_THIS_APP_DOES[asked],
        ONE_SCOPE_AT_A_TIME,
        IF_STOPPED_HALF_WAY_HERE,
    )


async def _warn_of_funded_accounts(services: Services) -> None:
    try:
        listed = await services.connection.call(lambda crosstrade: crosstrade.list_accounts())
    except CallFailed:
        _print_paragraphs(". ".join(FUNDED_UNKNOWN))
        return
    names = funded_accounts(listed.accounts, await services.account_rules())
    if names:
        masked = [mask_account_name(name) for name in names]
        _print_paragraphs(". ".join(funded_warning(masked)))


def _print_step(step: ScopeChangeStep) -> None:
    trouble = step.problem.title if step.problem is not None else ""
    facts = ", ".join(text for text in (step.detail, trouble) if text)
    print_line(_STEP_TITLES[step.stage], step.state, facts)


def _print_end(end: ScopeChangeEnd, asked: Scope) -> None:
    """What interrupted it, what holds now, and the way back where nothing is signed in."""
    gone = end.standing in (Standing.SIGNED_OUT, Standing.OLD_MAY_LIVE_ON)
    texts = []
    if end.problem is not None and gone:
        # What to do about it is the way back, below.
        texts.append(f"{end.problem.title}. {end.problem.cause}")
    elif end.problem is not None and end.standing is Standing.UNCHANGED:
        texts.append(problem_as_text(end.problem))
    said = ". ".join(end_words(end, asked))
    if end.old_in_doubt and end.standing is not Standing.UNCHANGED:
        said += f"\nAI Clients page: {AI_CLIENTS_PAGE}"
    if gone:
        said += f"\nWith: {WAY_BACK_COMMAND}"
    print("\n" + "\n\n".join((*texts, said)), file=sys.stderr, flush=True)


def _print_paragraphs(*texts: str) -> None:
    for text in texts:
        print(f"{text}\n", file=sys.stderr, flush=True)


def _yes(allowed: bool) -> str:
    return "yes" if allowed else "no"


def _exit_code(end: ScopeChangeEnd) -> ExitCode:
    if end.standing is Standing.CHANGED:
        return ExitCode.WELL
    if end.standing is Standing.OTHER_SCOPE:
        return ExitCode.NOT_ALLOWED
    return ExitCode.UNEXPECTED if end.problem is None else exit_code_of_problem(end.problem)
