"""``ct-desktop clients``: the trader's other AI clients, set up and checked."""

import argparse
import sys
from collections.abc import Callable, Sequence

from ct_desktop.cli.clients_documents import (
    ApplyDocument,
    CheckDocument,
    ClientDocument,
    ClientsDocument,
    RecipeDocument,
    SnippetDocument,
    UndoDocument,
)
from ct_desktop.cli.clients_text import check_as_text, clients_as_text, recipe_as_text
from ct_desktop.cli.exit_codes import ExitCode
from ct_desktop.clients.applying import carry_out, plan_apply, undo
from ct_desktop.clients.checking import Verdict, check_file
from ct_desktop.clients.description import ClientDescription
from ct_desktop.clients.entry import Wanted
from ct_desktop.clients.errors import (
    ClientsError,
    PlaceError,
    SettingError,
    UnknownClientError,
)
from ct_desktop.clients.library import all_clients, find_client
from ct_desktop.clients.places import FilePlace, choose_place
from ct_desktop.clients.recipe import make_recipe, make_snippet
from ct_desktop.clients.undo_record import UndoRecord
from ct_desktop.core.scopes import Scope
from ct_desktop.core.wording_clients import (
    APPLY_QUESTION,
    BACKUP_HOLDS_SECRET,
    NOTHING_TO_WRITE,
    NOTHING_WRITTEN,
    undone_text,
    written_text,
)
from ct_desktop.http_client import is_secure_url
from ct_desktop.profiles import (
    CROSSTRADE_SERVER_URL,
    DEFAULT_PROFILE,
    AppFolders,
    ProfileError,
    SettingsStore,
    find_profile,
)


def run_clients(arguments: argparse.Namespace) -> ExitCode:
    """Run the action that ``arguments`` name; says on standard error what went wrong."""
    try:
        return _ACTIONS[arguments.clients_command](arguments)
    except (UnknownClientError, SettingError, PlaceError, ProfileError) as error:
        print(f"ct-desktop: {error}", file=sys.stderr)
        return ExitCode.USAGE
    except ClientsError as error:
        print(f"ct-desktop: {error}", file=sys.stderr)
        return ExitCode.UNEXPECTED


def _list(arguments: argparse.Namespace) -> ExitCode:
    clients = all_clients()
    if arguments.json:
        listed = tuple(ClientDocument.of(client) for client in clients)
        print(ClientsDocument(clients=listed).as_json())
    else:
        print(clients_as_text(clients))
    return ExitCode.WELL


def _show(arguments: argparse.Namespace) -> ExitCode:
    recipe = make_recipe(find_client(arguments.client), _wanted(arguments))
    print(RecipeDocument.of(recipe).as_json() if arguments.json else recipe_as_text(recipe))
    return ExitCode.WELL


def _config(arguments: argparse.Namespace) -> ExitCode:
    snippet = make_snippet(find_client(arguments.client), _wanted(arguments))
    if arguments.json:
        print(SnippetDocument.of(snippet).as_json())
    else:
        sys.stdout.write(snippet.text)
    return ExitCode.WELL


def _check(arguments: argparse.Namespace) -> ExitCode:
    client = find_client(arguments.client)
    result = check_file(client, _wanted(arguments), _place(arguments, client))
    print(CheckDocument.of(result).as_json() if arguments.json else check_as_text(result))
    return ExitCode.LINK_BROKEN if result.verdict is Verdict.PROBLEM else ExitCode.WELL


def _apply(arguments: argparse.Namespace) -> ExitCode:
    client = find_client(arguments.client)
    plan = plan_apply(client, _wanted(arguments), _place(arguments, client))
    shown = sys.stderr if arguments.json else sys.stdout
    print(plan.difference or NOTHING_TO_WRITE, file=shown, end="" if plan.is_needed else "\n")
    shown.flush()
    backup = None
    is_written = plan.is_needed and not arguments.dry_run
    if is_written and not arguments.yes and not _is_confirmed():
        print(NOTHING_WRITTEN, file=sys.stderr)
        is_written = False
    if is_written:
        applied = carry_out(plan, _undo_record())
        backup = str(applied.backup) if applied.backup else None
        print(written_text(str(plan.path), backup, client.id), file=sys.stderr)
        print(client.reload, file=sys.stderr)
        if backup is not None and plan.backup_holds_secret:
            print(BACKUP_HOLDS_SECRET, file=sys.stderr)
    if arguments.json:
        print(ApplyDocument.of(plan, written=is_written, backup=backup).as_json())
    return ExitCode.WELL


def _undo(arguments: argparse.Namespace) -> ExitCode:
    client = find_client(arguments.client)
    undone = undo(_place(arguments, client), _undo_record())
    if arguments.json:
        document = UndoDocument(client=client.id, file=str(undone.path), removed=undone.is_removed)
        print(document.as_json())
    else:
        print(undone_text(str(undone.path), is_removed=undone.is_removed))
    return ExitCode.WELL


def _is_confirmed() -> bool:
    """Ask a person; a program that runs ``apply`` has decided already."""
    if sys.stdin is None or not sys.stdin.isatty():
        return True
    print(APPLY_QUESTION, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _place(arguments: argparse.Namespace, client: ClientDescription) -> FilePlace:
    return choose_place(client, path=arguments.file, place_id=arguments.place)


def _undo_record() -> UndoRecord:
    return UndoRecord.in_folder(AppFolders.from_environment().data)


def _wanted(arguments: argparse.Namespace) -> Wanted:
    return Wanted(
        address=_server_url(arguments),
        scope=Scope(arguments.scope),
        settings=_settings(arguments.settings),
    )


def _server_url(arguments: argparse.Namespace) -> str:
    """The server of ``--server``, else the one that the profile uses."""
    if arguments.server is None:
        folders = AppFolders.from_environment()
        found = find_profile(folders, arguments.profile or DEFAULT_PROFILE)
        if found is None:
            return CROSSTRADE_SERVER_URL
        return SettingsStore(folders.profile(found).settings).load().settings.server_url
    if not is_secure_url(arguments.server):
        raise SettingError("--server takes an https address, or http on this computer alone")
    server: str = arguments.server
    return server


def _settings(pairs: Sequence[str]) -> dict[str, str]:
    settings = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not key or not equals:
            raise SettingError(f"--set takes KEY=VALUE, and {pair!r} is none")
        settings[key] = value
    return settings


_ACTIONS: dict[str, Callable[[argparse.Namespace], ExitCode]] = {
    "list": _list,
    "show": _show,
    "config": _config,
    "check": _check,
    "apply": _apply,
    "undo": _undo,
}
