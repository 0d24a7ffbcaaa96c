"""The options and commands of ``ct-desktop``. Source: the design, section 7."""

import argparse
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from ct_desktop import __version__
from ct_desktop.cli.clients_arguments import add_clients
from ct_desktop.core.scopes import Scope

_DESCRIPTION = """\
Watch your NinjaTrader 8 accounts through CrossTrade, read-only.

Without a command the window opens. It never places an order."""

_EPILOG = """\
Data goes to standard output, everything else to standard error.

Exit codes: 0 all well; 1 unexpected; 2 usage; 3 connected but a link is broken;
4 sign-in needed; 5 plan or scope does not allow it; 6 server unreachable.
'diagnose' ends with 0 whenever its report could be made, whatever that says.

Examples:
  ct-desktop                        open the window
  ct-desktop --demo                 open it on a simulated CrossTrade
  ct-desktop --quit                 end the app, its windows and its tray icons
  ct-desktop login --no-browser     sign in from a machine without a browser
  ct-desktop status --json          the connection, link by link
  ct-desktop positions --csv        open positions as a table
  ct-desktop diagnose --output report.txt
                                    a report for support; read it before you send it

Environment: CT_DESKTOP_SERVER as --server; CT_DESKTOP_HOME moves all files."""

_SIGN_IN_TIMEOUT = 300.0


def parse_arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line; ends the process with code 2 and a usage line where it is wrong.

    ``command`` is ``None`` for the window; ``rest`` are the arguments of ``demo-server``. Options
    that every command takes may stand before or after it.
    """
    parser = build_parser()
    arguments, rest = parser.parse_known_args(argv)
    arguments.rest = rest
    if rest and arguments.command != "demo-server":
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if getattr(arguments, "json", False) and getattr(arguments, "csv", False):
        parser.error("--json and --csv exclude each other: choose one")
    if getattr(arguments, "all", False) and arguments.profile is not None:
        parser.error("--all means every profile: leave out --profile")
    if arguments.command == "profiles" and arguments.profile is not None:
        parser.error("profiles lists them all: leave out --profile")
    if getattr(arguments, "force", False) and arguments.output is None:
        parser.error("--force needs --output")
    if arguments.scenario is not None and not arguments.demo and arguments.command is None:
        parser.error("--scenario needs --demo")
    if arguments.second_screen and arguments.command is not None:
        parser.error("--second-screen is for the window: leave out the command")
    if arguments.minimized and arguments.command is not None:
        parser.error("--minimized is for the window: leave out the command")
    if arguments.quit and arguments.command is not None:
        parser.error("--quit ends the window: leave out the command")
    if arguments.quit and (arguments.second_screen or arguments.minimized or arguments.scenario):
        parser.error("--quit opens no window: leave out the options for one")
    if arguments.demo and arguments.server is not None:
        parser.error("--demo brings its own server: leave out --server")
    if arguments.demo and arguments.command is not None:
        parser.error(
            "--demo is for the window; for a command start 'ct-desktop demo-server' and "
            "give its address with --server"
        )
    return arguments


def build_parser() -> argparse.ArgumentParser:
    """The whole command line, of which the packages' completions are made too."""
    parser = argparse.ArgumentParser(
        prog="ct-desktop",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"ct-desktop {__version__}")
    _add_shared_options(parser, after_command=False)
    parser.add_argument(
        "--demo", action="store_true", help="open the window on a simulated CrossTrade"
    )
    parser.add_argument(
        "--scenario",
        metavar="NAME[,NAME]",
        help="with --demo: what is wrong; 'ct-desktop demo-server --help' lists the names",
    )
    parser.add_argument(
        "--second-screen",
        action="store_true",
        help="open the window with the second-screen view: big figures without chrome",
    )
    parser.add_argument(
        "--minimized",
        action="store_true",
        help="start in the tray, or minimized where there is none",
    )
    parser.add_argument(
        "--quit",
        action="store_true",
        help="end the app: its window with --profile or --demo, otherwise all of its windows",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    _add_login(commands)
    logout = _add_command(commands, "logout", "revoke this computer's access and forget it")
    logout.add_argument(
        "--all", action="store_true", help="that of every profile, one after the other"
    )
    _add_json(_add_command(commands, "profiles", "list the profiles of this computer"))
    status = _add_command(commands, "status", "check the connection, link by link")
    self_test = _add_command(
        commands, "selftest", "run CrossTrade's own self-test (not the deep one)"
    )
    for command in (status, self_test):
        _add_json(command)
    for name, what in (
        ("accounts", "accounts and their balances"),
        ("positions", "open positions"),
    ):
        table = _add_command(commands, name, f"list {what}")
        _add_json(table)
        table.add_argument("--csv", action="store_true", help="write a CSV table with exact values")
    _add_diagnose(commands)
    add_clients(
        _add_command(commands, "clients", "set up other AI clients and check their files"),
        partial(_add_shared_options, after_command=True),
    )
    _add_demo_server(commands)
    return parser


_Commands = argparse._SubParsersAction


def _add_command(
    commands: "_Commands[argparse.ArgumentParser]", name: str, help_text: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name, help=help_text, description=help_text.capitalize() + ".", allow_abbrev=False
    )
    _add_shared_options(command, after_command=True)
    return command


def _add_json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="write JSON, stable across releases")


def _add_shared_options(parser: argparse.ArgumentParser, *, after_command: bool) -> None:
    # After the command, an option that is absent must not undo the one given before it.
    absent = argparse.SUPPRESS if after_command else None
    group = parser.add_argument_group("options that every command takes")
    group.add_argument(
        "--profile",
        metavar="NAME",
        default=absent,
        help="whose sign-in to use, where one computer has several (default: default)",
    )
    group.add_argument(
        "--server",
        metavar="URL",
        default=absent,
        help="another MCP server: https anywhere, http on this computer alone",
    )
    group.add_argument(
        "--debug",
        action="store_true",
        default=absent or False,
        help="write more to the log; never a secret",
    )


def _add_login(commands: "_Commands[argparse.ArgumentParser]") -> None:
    login = _add_command(commands, "login", "sign in through the browser")
    login.add_argument(
        "--scope",
        choices=[scope.value for scope in Scope],
        default=Scope.READ.value,
        help="what to ask for (default: %(default)s; this app never needs more)",
    )
    login.add_argument(
        "--no-browser",
        action="store_true",
        help="print the link instead; then paste the address on which your browser ends",
    )
    login.add_argument(
        "--register-again",
        action="store_true",
        help="leave the saved registration aside, where CrossTrade has removed it",
    )
    login.add_argument(
        "--yes",
        action="store_true",
        help="do not ask before the scope of a sign-in is changed to mcp:trade",
    )
    login.add_argument(
        "--timeout",
        metavar="S",
        type=_seconds,
        default=_SIGN_IN_TIMEOUT,
        help="seconds to wait for your answer in the browser (default: %(default)g)",
    )


def _add_diagnose(commands: "_Commands[argparse.ArgumentParser]") -> None:
    diagnose = _add_command(commands, "diagnose", "make a report for support, names masked")
    _add_json(diagnose)
    diagnose.add_argument(
        "--output",
        metavar="FILE",
        type=Path,
        help="write the report to FILE, which must not exist yet, not to standard output",
    )
    diagnose.add_argument("--force", action="store_true", help="with --output: replace FILE")


def _add_demo_server(commands: "_Commands[argparse.ArgumentParser]") -> None:
    # Its options, --help included, are the demo's own and are passed on to it unread.
    commands.add_parser(
        "demo-server",
        help="run the simulated CrossTrade on this computer",
        add_help=False,
        allow_abbrev=False,
    )


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 1 <= seconds <= 3600:
        raise argparse.ArgumentTypeError("give a number of seconds from 1 to 3600")
    return seconds
