"""What each command does, on the services of one profile."""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from ct_desktop.cli.activity_record import sign_in_recorded
from ct_desktop.cli.chain_output import (
    problem_as_text,
    self_test_as_text,
    self_test_failed,
    status_as_text,
)
from ct_desktop.cli.check_progress import check_progress
from ct_desktop.cli.diagnose import check_output, open_vault_briefly, run_diagnose
from ct_desktop.cli.documents import (
    AccountDocument,
    AccountsDocument,
    Document,
    LimitedAccountDocument,
    PositionDocument,
    PositionsDocument,
    SelfTestDocument,
    StatusDocument,
)
from ct_desktop.cli.exit_codes import ExitCode, exit_code_of_chain, exit_code_of_problem
from ct_desktop.cli.login import run_login
from ct_desktop.cli.logout_all import run_logout_all
from ct_desktop.cli.profiles import run_profiles
from ct_desktop.cli.table_output import records_as_csv, records_as_text
from ct_desktop.connection.errors import StorageFailedError
from ct_desktop.core.account_rules import AccountRules
from ct_desktop.core.drawdown import Peaks
from ct_desktop.core.problems import Problem
from ct_desktop.core.rows import account_rows, oldest
from ct_desktop.core.sign_in import RevocationOutcome, SignIn, SignInState
from ct_desktop.core.wording import ACCESS_MAY_LIVE_ON, AI_CLIENTS_PAGE, REVOCATION_TEXTS
from ct_desktop.crosstrade.errors import CallFailed
from ct_desktop.history import HistoryError
from ct_desktop.http_client import is_secure_url
from ct_desktop.log import configure_logging
from ct_desktop.monitor.cause import find_cause
from ct_desktop.profiles import (
    DEFAULT_PROFILE,
    AppFolders,
    ProfileError,
    open_profile,
)
from ct_desktop.services import Services, open_services
from ct_desktop.vault import open_vault


async def run_command(arguments: argparse.Namespace) -> ExitCode:
    """Run the command that ``arguments`` name; says on standard error what went wrong."""
    try:
        if arguments.server is not None and not is_secure_url(arguments.server):
            return _usage("--server takes an https address, or http on this computer alone")
        diagnosing = arguments.command == "diagnose"
        if diagnosing and (refused := check_output(arguments)):
            return _usage(refused)
        folders = AppFolders.from_environment()
        configure_logging(folder=folders.logs, debug=arguments.debug)
        if arguments.command == "profiles":
            return await run_profiles(arguments, folders)
        if arguments.command == "logout" and arguments.all:
            return await run_logout_all(folders, server_url=arguments.server)
        profile = await asyncio.to_thread(
            open_profile, folders, arguments.profile or DEFAULT_PROFILE
        )
        async with open_services(
            folders=folders,
            profile=profile,
            server_url=arguments.server,
            open_vault=open_vault_briefly if diagnosing else open_vault,
        ) as services:
            return await _run(arguments, services, profile)
    except ProfileError as error:
        return _usage(str(error))


def _usage(text: str) -> ExitCode:
    print(f"ct-desktop: {text}", file=sys.stderr)
    return ExitCode.USAGE


async def _run(arguments: argparse.Namespace, services: Services, profile: str) -> ExitCode:
    # These read the keychain in their own time.
    if arguments.command == "diagnose":
        return await run_diagnose(arguments, services)
    if arguments.command == "login":
        async with sign_in_recorded(services):
            return await run_login(arguments, services)
    sign_in = await services.connection.load()
    if arguments.command == "logout":
        async with sign_in_recorded(services):
            return await _logout(services)
    if arguments.command == "status":
        return await _status(arguments, services, profile)
    return await _read(arguments, services, sign_in)


async def _read(arguments: argparse.Namespace, services: Services, sign_in: SignIn) -> ExitCode:
    """The commands that only read, and so want a sign-in."""
    if sign_in.state is not SignInState.SIGNED_IN:
        return _stopped(services)
    read = {"selftest": _self_test, "accounts": _accounts, "positions": _positions}
    try:
        return await read[arguments.command](arguments, services)
    except CallFailed as failure:
        return _stopped_by((await find_cause(services.connection, failure)).problem)


def _stopped(services: Services) -> ExitCode:
    problem = services.connection.sign_in.problem
    if problem is None:
        print("Not signed in. Sign in with: ct-desktop login", file=sys.stderr)
        return ExitCode.SIGN_IN_NEEDED
    return _stopped_by(problem)


def _stopped_by(problem: Problem) -> ExitCode:
    print(problem_as_text(problem), file=sys.stderr)
    return exit_code_of_problem(problem)


async def _logout(services: Services) -> ExitCode:
    try:
        outcome = await services.connection.sign_out(_show_revocation)
    except StorageFailedError as failed:
        print("The sign-in could not be removed from the keychain.", file=sys.stderr)
        print(problem_as_text(failed.problem), file=sys.stderr)
        return ExitCode.UNEXPECTED
    unreachable = outcome is RevocationOutcome.UNREACHABLE
    return ExitCode.UNREACHABLE if unreachable else ExitCode.WELL


def _show_revocation(outcome: RevocationOutcome) -> None:
    print(REVOCATION_TEXTS[outcome], file=sys.stderr)
    if outcome in ACCESS_MAY_LIVE_ON:
        print(f"AI Clients page: {AI_CLIENTS_PAGE}", file=sys.stderr)


async def _status(arguments: argparse.Namespace, services: Services, profile: str) -> ExitCode:
    with check_progress(services.monitor.changed, sys.stderr):
        state = await services.monitor.check_everything()
    if arguments.json:
        server = services.connection.endpoint.server_url
        print(StatusDocument.of(state, profile=profile, server=server).as_json())
    else:
        print(status_as_text(state))
    return exit_code_of_chain(state.chain)


async def _self_test(arguments: argparse.Namespace, services: Services) -> ExitCode:
    self_test = await services.connection.call(lambda crosstrade: crosstrade.self_test())
    if arguments.json:
        print(SelfTestDocument.of(self_test).as_json())
    else:
        print(self_test_as_text(self_test))
    return ExitCode.LINK_BROKEN if self_test_failed(self_test) else ExitCode.WELL


async def _accounts(arguments: argparse.Namespace, services: Services) -> ExitCode:
    snapshot = await services.monitor.read_accounts()
    rules = await services.account_rules()
    rows = account_rows(snapshot, rules=rules, peaks=await _kept_peaks(services, rules))
    listed_at = snapshot.accounts.fetched_at if snapshot.accounts else None
    fetched_at = oldest([listed_at, *(row.balance_at for row in rows)])
    if arguments.json:
        at = fetched_at.utc if fetched_at else None
        limited = tuple(LimitedAccountDocument.of(row) for row in rows)
        print(AccountsDocument(accounts=limited, fetched_at=at).as_json())
    else:
        records = tuple(AccountDocument.of(row) for row in rows)
        _print_table(arguments, AccountDocument, records, name="accounts")
    return ExitCode.WELL


async def _kept_peaks(services: Services, rules: AccountRules) -> Peaks | None:
    """What the window kept, for limits that follow a peak; ``None`` where it cannot be read."""
    if not rules.by_account:
        return None
    try:
        return await services.history.peaks()
    except HistoryError:
        return None


async def _positions(arguments: argparse.Namespace, services: Services) -> ExitCode:
    positions = await services.connection.call(lambda crosstrade: crosstrade.get_all_positions())
    records = tuple(PositionDocument.of(position) for position in positions.rows)
    if arguments.json:
        at = services.clock.now().utc
        print(PositionsDocument(positions=records, fetched_at=at).as_json())
    else:
        _print_table(arguments, PositionDocument, records, name="open positions")
    return ExitCode.WELL


def _print_table(
    arguments: argparse.Namespace,
    kind: type[Document],
    records: Sequence[Document],
    *,
    name: str,
) -> None:
    if arguments.csv:
        sys.stdout.write(records_as_csv(kind, records))
    else:
        print(records_as_text(kind, records, name=name))
