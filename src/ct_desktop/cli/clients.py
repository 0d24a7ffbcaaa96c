"""``ct-desktop clients``: the trader's other AI clients, set up and checked."""

import argparse
import sys
from collections.abc import Callable, Sequence

from ct_desktop.cli.clients_documents import (
    ClientDocument,
    ClientsDocument,
    RecipeDocument,
    SnippetDocument,
)
from ct_desktop.cli.clients_text import clients_as_text, recipe_as_text
from ct_desktop.cli.exit_codes import ExitCode
from ct_desktop.clients.entry import Wanted
from ct_desktop.clients.errors import (
    ClientsError,
    PlaceError,
    SettingError,
    UnknownClientError,
)
from ct_desktop.clients.library import all_clients, find_client
from ct_desktop.clients.recipe import make_recipe, make_snippet
from ct_desktop.core.scopes import Scope
from ct_desktop.http_client import is_secure_url
from ct_desktop.profiles import (
    DEFAULT_PROFILE,
    AppFolders,
    ProfileError,
    SettingsStore,
    own_profile_folder,
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


def _wanted(arguments: argparse.Namespace) -> Wanted:
    return Wanted(
        address=_server_url(arguments),
        scope=Scope(arguments.scope),
        settings=_settings(arguments.settings),
    )


def _server_url(arguments: argparse.Namespace) -> str:
    """The server of ``--server``, else the one that the profile uses."""
    if arguments.server is None:
        profile = own_profile_folder(arguments.profile or DEFAULT_PROFILE)
        folder = AppFolders.from_environment().profile(profile).settings
        return SettingsStore(folder).load().settings.server_url
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
}
