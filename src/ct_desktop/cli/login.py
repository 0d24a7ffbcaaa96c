"""``login``: the same steps as the window's dialog, as lines on standard error."""

import argparse
import asyncio
import sys
from contextlib import aclosing

from ct_desktop.cli.chain_output import problem_as_text
from ct_desktop.cli.exit_codes import ExitCode, exit_code_of_problem
from ct_desktop.cli.scope_change import run_scope_change
from ct_desktop.cli.sign_in_lines import SignInLines, browser_opener, print_may_register_again
from ct_desktop.cli.standard_input import read_lines
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignInStep, StepState
from ct_desktop.history.sign_in_entries import sign_in_failed
from ct_desktop.services import Services


async def run_login(arguments: argparse.Namespace, services: Services) -> ExitCode:
    """Sign in, or change the scope of the sign-in that is there.

    Ends with the trader's answer, the time-out, or the end of standard input.
    """
    asked = Scope(arguments.scope)
    held = (await services.connection.load()).scope
    if held is not None and held is not asked:
        return await run_scope_change(arguments, services, held=held, asked=asked)
    return await _sign_in(arguments, services, asked)


async def _sign_in(arguments: argparse.Namespace, services: Services, scope: Scope) -> ExitCode:
    attempt = services.new_sign_in(
        scope,
        open_browser=browser_opener(wanted=not arguments.no_browser),
        timeout=arguments.timeout,
        register_anew=arguments.register_again,
    )
    failed: SignInStep | None = None
    async with asyncio.TaskGroup() as tasks, aclosing(attempt.steps()) as steps:
        shown = SignInLines(attempt, tasks, read_lines())
        async for step in steps:
            shown.show(step)
            if step.state is StepState.FAILED:
                failed = step
        shown.end()
    if failed is None or failed.problem is None:
        return ExitCode.WELL
    await services.history.record(sign_in_failed(failed.problem, services.clock.now().utc))
    print(f"\n{problem_as_text(failed.problem)}", file=sys.stderr)
    print_may_register_again(failed)
    return exit_code_of_problem(failed.problem)
