"""This app's client registrations, by server and issuer, so that one serves for good.

They are keyed by issuer, as plain strings, so that a client identifier is never shown to another
authorization server (B-17). Blocking; call it in a thread where an event loop runs.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ct_desktop.profiles.json_file import JsonFile, JsonObject, Reading

logger = logging.getLogger(__name__)

_LIST = "registrations"

_SECRET_KEY = re.compile(r"secret|password|verifier|private_?key|assertion|(?:^|_)token$")
# RFC 7591: public metadata with a name like a secret's.
_HARMLESS_KEYS = frozenset({"client_secret_expires_at"})


class RegistrationStore:
    """The registrations in ``folder``, one profile's own. What each holds is the caller's."""

    def __init__(self, folder: Path) -> None:
        self._file = JsonFile(folder / "registrations.json")

    def load(self, server_url: str, issuer: str) -> JsonObject | None:
        """The registration with ``issuer`` for ``server_url``. Raises ``ProfileError``."""
        for entry in _entries(self._file.read()):
            if _is_for(entry, server_url, issuer):
                registration = entry.get("registration")
                return registration if isinstance(registration, dict) else None
        return None

    def save(self, server_url: str, issuer: str, registration: Mapping[str, Any]) -> None:
        """Keep ``registration`` (plain JSON values) in place of an earlier one.

        Raises ``ProfileError``, and ``ValueError`` for a registration with a secret in it: those
        belong in the keychain.
        """
        secret = next(_secret_keys(registration), None)
        if secret is not None:
            raise ValueError(f"{secret!r} is a secret and belongs in the keychain, not in a file.")
        entry = {"server_url": server_url, "issuer": issuer, "registration": dict(registration)}
        self._file.update(lambda reading: _with(reading, server_url, issuer, entry))

    def servers(self) -> tuple[str, ...]:
        """Every server that there is a registration for. Raises ``ProfileError``."""
        urls = (entry.get("server_url") for entry in _entries(self._file.read()))
        return tuple(dict.fromkeys(url for url in urls if isinstance(url, str)))

    def forget(self, server_url: str, issuer: str) -> None:
        """Remove the registration, if there is one. Raises ``ProfileError``."""
        self._file.update(lambda reading: _with(reading, server_url, issuer, None))


def _entries(reading: Reading) -> list[JsonObject]:
    if reading.notice is not None:
        logger.warning("Client registrations: %s", reading.notice)
    entries = reading.content.get(_LIST)
    if not isinstance(entries, list):
        return []
    return [entry for entry in entries if isinstance(entry, dict)]


def _with(reading: Reading, server_url: str, issuer: str, entry: JsonObject | None) -> JsonObject:
    others = [other for other in _entries(reading) if not _is_for(other, server_url, issuer)]
    return reading.content | {_LIST: others if entry is None else [*others, entry]}


def _is_for(entry: JsonObject, server_url: str, issuer: str) -> bool:
    return entry.get("server_url") == server_url and entry.get("issuer") == issuer


def _secret_keys(value: object) -> Iterator[str]:
    """The keys anywhere in ``value`` that name a secret and hold something."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            name = str(key).lower()
            if name not in _HARMLESS_KEYS and _SECRET_KEY.search(name) and inner is not None:
                yield str(key)
            yield from _secret_keys(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _secret_keys(inner)
