"""The entry point: reads the command line, opens the window or runs one command."""

import argparse
import gc
import logging
import os
import runpy
import sys
from collections.abc import Sequence

from ct_desktop.cli.arguments import parse_arguments
from ct_desktop.cli.exit_codes import ExitCode

SERVER_VARIABLE = "CT_DESKTOP_SERVER"

_log = logging.getLogger(__name__)


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``ct-desktop`` and return its exit code."""
    arguments = parse_arguments(argv)
    if arguments.command == "demo-server":
        return _run_demo_server(arguments.rest)
    if arguments.server is None and not arguments.demo:
        arguments.server = os.environ.get(SERVER_VARIABLE) or None
    try:
        if arguments.command is None:
            return _open_window(arguments)
        if arguments.command == "clients":
            return _run_clients(arguments)
        return _run_command(arguments)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return ExitCode.UNEXPECTED
    except BrokenPipeError:
        # The reader of our output went away; there is nobody left to tell.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - held to exit
        return ExitCode.UNEXPECTED


def _open_window(arguments: argparse.Namespace) -> int:
    # Before the first import of Qt's; run_window has it collect again.
    gc.disable()
    # Imported late: the commands must run where there is no Qt, and the other way round.
    from ct_desktop.ui.launch import Launch  # noqa: PLC0415 - see above

    launch = Launch(
        profile=arguments.profile,
        server_url=arguments.server,
        demo=arguments.demo,
        scenario=arguments.scenario,
        second_screen=arguments.second_screen,
        minimized=arguments.minimized,
        debug=arguments.debug,
    )
    if arguments.quit:
        from ct_desktop.ui.single_instance.quitting import quit_windows  # noqa: PLC0415 - see above

        return quit_windows(launch)
    from ct_desktop.ui.application import run_window  # noqa: PLC0415 - see above

    return run_window(launch)


def _run_command(arguments: argparse.Namespace) -> int:
    import asyncio  # noqa: PLC0415 - not needed for --help

    from ct_desktop.cli.commands import run_command  # noqa: PLC0415 - not needed for --help

    return asyncio.run(run_command(arguments))


def _run_clients(arguments: argparse.Namespace) -> int:
    # It needs neither a connection nor a keychain.
    from ct_desktop.cli.clients import run_clients  # noqa: PLC0415 - not needed for other commands

    return run_clients(arguments)


def _run_demo_server(arguments: Sequence[str]) -> int:
    """Run the demo's own program in this process; the app itself imports nothing of it."""
    sys.argv = ["ct-desktop demo-server", *arguments]
    try:
        runpy.run_module("ct_desktop.demo", run_name="__main__", alter_sys=True)
    except ModuleNotFoundError as missing:
        if (missing.name or "").split(".")[0] not in ("mcp", "uvicorn", "starlette"):
            raise
        print(
            "The demo is not installed. Install it with: pip install 'ct-desktop[demo]'",
            file=sys.stderr,
        )
        return ExitCode.USAGE
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else ExitCode.WELL
    return ExitCode.WELL
