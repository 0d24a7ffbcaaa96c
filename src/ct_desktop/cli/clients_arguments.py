"""The options of ``ct-desktop clients``. Source: issue 6 and the design, section 7."""

import argparse
from collections.abc import Callable
from pathlib import Path

from ct_desktop.core.scopes import Scope

AddShared = Callable[[argparse.ArgumentParser], None]

_DESCRIPTION = """\
Set up the other AI clients that read the same CrossTrade account, and check their files.

Each client signs in by itself: this app's own sign-in is never given to another one."""

_EPILOG = """\
Examples:
  ct-desktop clients list
  ct-desktop clients show librechat
  ct-desktop clients config codex-cli --set tool_timeout_sec=60
  ct-desktop clients check librechat --file /srv/librechat/librechat.yaml
  ct-desktop clients apply cursor --dry-run
  ct-desktop clients undo cursor

'check' ends with 3 where it found a problem, with 0 where warnings are all it found."""


def add_clients(parser: argparse.ArgumentParser, add_shared: AddShared) -> None:
    """Give ``parser``, the one of ``clients``, its commands; each takes the shared options too."""
    parser.description = _DESCRIPTION
    parser.epilog = _EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    actions = parser.add_subparsers(
        dest="clients_command", metavar="ACTION", title="actions", required=True
    )

    def add(name: str, help_text: str, *, named: bool = True) -> argparse.ArgumentParser:
        action = actions.add_parser(
            name, help=help_text, description=f"{help_text.capitalize()}.", allow_abbrev=False
        )
        add_shared(action)
        action.add_argument(
            "--json", action="store_true", help="write JSON, stable across releases"
        )
        if named:
            action.add_argument("client", metavar="NAME", help="see 'ct-desktop clients list'")
        return action

    add("list", "list the clients that are known", named=False)
    _add_wanted(add("show", "tell how to set a client up, step by step"))
    _add_wanted(add("config", "print the text to paste into a client's file or settings"))
    check = add("check", "find mistakes in a client's file")
    _add_file(check)
    _add_wanted(check)
    apply = add("apply", "write the entry into a client's file, after showing the difference")
    _add_file(apply)
    _add_wanted(apply)
    apply.add_argument(
        "--dry-run", action="store_true", help="show the difference and change nothing"
    )
    apply.add_argument("--yes", action="store_true", help="do not ask before the file is written")
    undo = add("undo", "give a client's file back what it held before 'apply'")
    _add_file(undo)


def _add_file(action: argparse.ArgumentParser) -> None:
    action.add_argument(
        "--file", metavar="PATH", type=Path, help="the client's file, where it is not at its place"
    )
    action.add_argument(
        "--place", metavar="PLACE", help="which of the client's places; 'show' names them"
    )


def _add_wanted(action: argparse.ArgumentParser) -> None:
    action.add_argument(
        "--scope",
        choices=[scope.value for scope in Scope],
        default=Scope.READ.value,
        help="what the client is to ask for (default: %(default)s)",
    )
    action.add_argument(
        "--set",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        dest="settings",
        help="a value of the entry; 'show' names them; name=NAME gives the server another name",
    )
