"""The entry of the CrossTrade server in one client's file, for one address, scope and name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, TypeVar

from ct_desktop.clients.description import (
    ADDRESS_MARK,
    NAME_MARK,
    SCOPE_MARK,
    ClientDescription,
    Entry,
    Setting,
)
from ct_desktop.clients.errors import SettingError
from ct_desktop.core.scopes import Scope

SERVER_NAME = "crosstrade"
"""What the server is called in clients' files, unless the trader chose another name."""

NAME_SETTING = "name"
"""The setting that every client has: the server's name."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be set up: the server's address, the scope, and what the trader chose.

    ``settings`` are by key, with dots between levels, as in ``--set timeout=60000``.
    """

    address: str
    scope: Scope = Scope.READ
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def server_name(self) -> str:
        """What the server is to be called in the client's file."""
        return self.settings.get(NAME_SETTING, SERVER_NAME)


def build_entry(client: ClientDescription, wanted: Wanted) -> Entry:
    """The entry for ``client``, in the order in which it is written; empty where the client has no
    file. Raises ``SettingError``."""
    check_settings(client, wanted.settings)
    if client.file is None:
        return {}
    entry: Entry = fill_in(client.file.entry, wanted)
    for setting in client.settings:
        if setting.key in wanted.settings:
            value = _value(setting, wanted.settings[setting.key])
            _put(entry, setting.key.split("."), value)
    return entry


def check_settings(client: ClientDescription, settings: Mapping[str, str]) -> None:
    """See that ``client`` has all ``settings``. Raises ``SettingError``."""
    known = [NAME_SETTING, *(setting.key for setting in client.settings)]
    for key, value in settings.items():
        if key not in known:
            near = get_close_matches(key, known, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise SettingError(
                f"{client.name} has no setting {key!r}.{hint} It has: {', '.join(known)}."
            )
        if key == NAME_SETTING and not _is_name(value):
            raise SettingError(
                "The server's name has to be of letters, digits, - and _, and begin with a letter."
            )


def fill_in(value: _T, wanted: Wanted) -> _T:
    """``value`` with the address, the scope and the name where their marks stand."""

    def put_in(text: str) -> str:
        text = text.replace(ADDRESS_MARK, wanted.address)
        text = text.replace(SCOPE_MARK, wanted.scope.value)
        return text.replace(NAME_MARK, wanted.server_name)

    filled: _T = _mapped(value, put_in)
    return filled


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _mapped(part, change) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_mapped(part, change) for part in value]
    return value


def _put(entry: Entry, path: list[str], value: Any) -> None:
    for part in path[:-1]:
        entry = entry.setdefault(part, {})
    entry[path[-1]] = value


def _value(setting: Setting, text: str) -> int | bool | str:
    if setting.kind == "integer":
        if not text.isascii() or not text.isdigit() or len(text) > 9:
            raise SettingError(f"{setting.key} takes a whole number: {setting.meaning}.")
        return int(text)
    if setting.kind == "boolean":
        if text.lower() not in ("true", "false"):
            raise SettingError(f"{setting.key} takes true or false: {setting.meaning}.")
        return text.lower() == "true"
    if not text or any(ord(letter) < 32 for letter in text):
        raise SettingError(f"{setting.key} takes a text on one line: {setting.meaning}.")
    return text


def _is_name(text: str) -> bool:
    return (
        text.isascii()
        and text[:1].isalpha()
        and len(text) <= 64
        and all(letter.isalnum() or letter in "-_" for letter in text)
    )
