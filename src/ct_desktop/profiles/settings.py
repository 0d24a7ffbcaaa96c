"""What a profile remembers between runs. Nothing in it is secret.

Without pydantic, since the window reads its settings before its first paint: importing pydantic
takes longer than all else until then.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypedDict
from urllib.parse import urlsplit

CROSSTRADE_SERVER_URL = "https://app.crosstrade.io/v1/api/mcp"
"""CrossTrade's hosted MCP server; the CrossTrade reference, section 1."""


class Theme(StrEnum):
    """The look that the person prefers."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class ProfileSettings:
    """One profile's settings."""

    server_url: str = CROSSTRADE_SERVER_URL
    theme: Theme = Theme.SYSTEM
    window_geometry: str | None = None
    """Opaque; the window's own."""
    mcp_lifecycle: str | None = None
    """The lifecycle that the server spoke last time, to be tried first."""
    last_granted_scope: str | None = None
    signed_in_since: datetime | None = None
    """Aware."""


class SettingsChanges(TypedDict, total=False):
    """Settings by name, for :meth:`SettingsStore.update`."""

    server_url: str
    theme: Theme
    window_geometry: str | None
    mcp_lifecycle: str | None
    last_granted_scope: str | None
    signed_in_since: datetime | None


@dataclass(frozen=True, slots=True)
class ParsedSettings:
    """The settings that a JSON object holds, and the names of those whose values do not fit."""

    settings: ProfileSettings
    unfit: tuple[str, ...]


def parse_settings(content: Mapping[str, Any]) -> ParsedSettings:
    """The settings in ``content``, with defaults for what is missing or unfit."""
    fit: dict[str, Any] = {}
    unfit = []
    for name, parse in _PARSERS.items():
        if name in content:
            try:
                fit[name] = parse(content[name])
            except ValueError:
                unfit.append(name)
    return ParsedSettings(ProfileSettings(**fit), tuple(sorted(unfit)))


def changed_content(content: Mapping[str, Any], changes: SettingsChanges) -> dict[str, Any]:
    """``content`` after ``changes``; a setting that is now at its default is not written out.

    Raises ``ValueError`` for a change that does not fit.
    """
    written = {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in changes.items()
    }
    parsed = parse_settings(written)
    if parsed.unfit:
        raise ValueError(f"These settings cannot have such values: {', '.join(parsed.unfit)}.")
    defaults = ProfileSettings()
    at_default = {
        name for name in written if getattr(parsed.settings, name) == getattr(defaults, name)
    }
    return {
        name: value for name, value in (dict(content) | written).items() if name not in at_default
    }


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")  # noqa: TRY004 - the file's fault, not the caller's
    return value


def _web_address(value: object) -> str:
    url = _text(value)
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("not an http or https address")
    return url


def _time(value: object) -> datetime:
    time = datetime.fromisoformat(_text(value))
    if time.tzinfo is None:
        raise ValueError("a time without its zone")
    return time


def _optional(parse: Callable[[object], Any]) -> Callable[[object], Any]:
    return lambda value: None if value is None else parse(value)


_PARSERS: Mapping[str, Callable[[object], Any]] = {
    "server_url": _web_address,
    "theme": lambda value: Theme(_text(value)),
    "window_geometry": _optional(_text),
    "mcp_lifecycle": _optional(_text),
    "last_granted_scope": _optional(_text),
    "signed_in_since": _optional(_time),
}
