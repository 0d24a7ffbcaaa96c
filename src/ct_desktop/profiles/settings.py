"""What a profile remembers between runs. Nothing in it is secret.

Without pydantic, since the window reads its settings before its first paint: importing pydantic
takes longer than all else until then.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypedDict
from urllib.parse import urlsplit

from ct_desktop.core.account_rules import AccountRule
from ct_desktop.core.notation import ClockForm, NumberForm, TimesIn
from ct_desktop.core.pace import LEAST_BUDGET, OWN_BUDGET
from ct_desktop.core.privacy import PrivacyLevel
from ct_desktop.profiles.account_rules import account_rules_as_json, parse_account_rules
from ct_desktop.profiles.errors import ProfileError
from ct_desktop.profiles.names import parse_profile_name
from ct_desktop.profiles.second_screen_places import (
    SecondScreenPlace,
    parse_places,
    places_as_json,
)
from ct_desktop.profiles.tables_view import TablesView, parse_tables, tables_as_json

CROSSTRADE_SERVER_URL = "https://app.crosstrade.io/v1/api/mcp"
"""CrossTrade's hosted MCP server; the CrossTrade reference, section 1."""


NOTIFIED_LINKS = ("addon", "nt8", "brokers", "prices")
"""The links of the chain that notifications can be about, in the chain's order."""

_LONGEST_REMINDER_MINUTES = 24 * 60
_LARGEST_SCALE = 200
_LONGEST_NOTIFY_SECONDS = 600
_MOST_ALERT_LEVELS = 5
_STALE_AFTER_AT_LEAST = 5
_STALE_AFTER_AT_MOST = 3600
_TIME_OF_DAY = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


_OWN_TABLES = TablesView()


class Theme(StrEnum):
    """The look that the person prefers."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class PnlColours(StrEnum):
    """The pair of colours that profit and loss have."""

    GREEN_RED = "green_red"
    BLUE_ORANGE = "blue_orange"
    NO_COLOUR = "no_colour"


@dataclass(frozen=True, slots=True)
class ProfileSettings:
    """One profile's settings."""

    profile_name: str | None = None
    """What the trader calls the profile, where that is not its folder's name."""
    server_url: str = CROSSTRADE_SERVER_URL
    theme: Theme = Theme.SYSTEM
    privacy: PrivacyLevel = PrivacyLevel.OFF
    pnl_colours: PnlColours = PnlColours.GREEN_RED
    window_geometry: str | None = None
    """Opaque; the window's own."""
    mcp_lifecycle: str | None = None
    """The lifecycle that the server spoke last time, to be tried first."""
    last_granted_scope: str | None = None
    signed_in_since: datetime | None = None
    """Aware."""
    trade_reminder_minutes: int | None = None
    """After how long to ask for the return to read-only while ``mcp:trade`` is held; or never."""
    notifications: bool = True
    notify_after_seconds: int = 10
    """How long a link must stay broken before the trader is told."""
    notify_links: tuple[str, ...] = NOTIFIED_LINKS
    """Names of links, some of :data:`NOTIFIED_LINKS`."""
    notify_recovery: bool = True
    quiet_hours: tuple[str, str] | None = None
    """From and to, as ``HH:MM`` by this computer's clock; across midnight where to is earlier."""
    close_to_tray: bool | None = None
    """Whether a closed window goes on watching in the tray; ``None`` asks, where there is one."""
    tables: TablesView = _OWN_TABLES
    """How the tables look."""
    flash_changes: bool = True
    """Whether cells whose figure moved light up for a moment."""
    second_screen_places: tuple[SecondScreenPlace, ...] = ()
    """Where the second-screen view stands, for each arrangement of monitors; the newest first."""
    second_screen_alone: bool = False
    """Whether the main window is hidden while the second-screen view is open."""
    second_screen_locked: bool = False
    second_screen_awake: bool = False
    """Whether the display is kept awake while the second-screen view is open."""
    second_screen_dim_hours: tuple[str, str] | None = None
    """As ``quiet_hours``: when the second-screen view is dimmed."""
    account_rules: tuple[AccountRule, ...] = ()
    """Each account's class and limits, where the trader set any."""
    limit_alerts: bool = True
    limit_alert_levels: tuple[int, ...] = (50, 25, 10)
    """Percent of the room before a limit at which to tell, the first first."""
    limit_alert_sound: bool = True
    calls_a_minute: int = OWN_BUDGET
    """How often CrossTrade is asked at most."""
    slower_unwatched: bool = True
    """Whether it is asked less often while no window is in sight or the market is closed."""
    positions_stale_after: int | None = None
    """Seconds; ``None`` is as the pace of asking gives."""
    balances_stale_after: int | None = None
    interface_scale: int = 100
    """Percent of the system's own size for text and controls."""
    number_form: NumberForm = NumberForm.COMMA_POINT
    clock_form: ClockForm = ClockForm.HOURS_24
    times_in: TimesIn = TimesIn.LOCAL
    update_notice: bool = False
    """Whether the app may ask for newer versions of itself."""


class SettingsChanges(TypedDict, total=False):
    """Settings by name, for :meth:`SettingsStore.update`."""

    profile_name: str | None
    privacy: PrivacyLevel
    server_url: str
    theme: Theme
    pnl_colours: PnlColours
    window_geometry: str | None
    mcp_lifecycle: str | None
    last_granted_scope: str | None
    signed_in_since: datetime | None
    trade_reminder_minutes: int | None
    notifications: bool
    notify_after_seconds: int
    notify_links: tuple[str, ...]
    notify_recovery: bool
    quiet_hours: tuple[str, str] | None
    close_to_tray: bool | None
    tables: TablesView
    flash_changes: bool
    second_screen_places: tuple[SecondScreenPlace, ...]
    second_screen_alone: bool
    second_screen_locked: bool
    second_screen_awake: bool
    second_screen_dim_hours: tuple[str, str] | None
    account_rules: tuple[AccountRule, ...]
    limit_alerts: bool
    limit_alert_levels: tuple[int, ...]
    limit_alert_sound: bool
    calls_a_minute: int
    slower_unwatched: bool
    positions_stale_after: int | None
    balances_stale_after: int | None
    interface_scale: int
    number_form: NumberForm
    clock_form: ClockForm
    times_in: TimesIn
    update_notice: bool


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
    written = {name: _as_json(name, value) for name, value in changes.items()}
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


def _as_json(name: str, value: Any) -> object:
    if name == "tables":
        return tables_as_json(value)
    if name == "second_screen_places":
        return places_as_json(value)
    if name == "account_rules":
        return account_rules_as_json(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


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


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("neither true nor false")  # noqa: TRY004 - the file's fault
    return value


def _whole_number(least: int, most: int) -> Callable[[object], int]:
    def parse(value: object) -> int:
        # A bool is an int to Python, and not to the person who wrote it.
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(f"not a whole number from {least} to {most}")
        return value

    return parse


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError("not a list")  # noqa: TRY004 - the file's fault
    return tuple(_text(each) for each in value)


def _links(value: object) -> tuple[str, ...]:
    names = _texts(value)
    if not set(names) <= set(NOTIFIED_LINKS):
        raise ValueError("a link that there is no notification about")
    return tuple(name for name in NOTIFIED_LINKS if name in names)


def _hours(value: object) -> tuple[str, str]:
    times = _texts(value)
    if len(times) != 2 or not all(_TIME_OF_DAY.fullmatch(time) for time in times):
        raise ValueError("not two times of day")
    start, end = times
    if start == end:
        raise ValueError("hours without length")
    return start, end


def _levels(value: object) -> tuple[int, ...]:
    if not isinstance(value, list) or len(value) > _MOST_ALERT_LEVELS:
        raise ValueError("not a list, or too long a one")
    percent = _whole_number(1, 99)
    return tuple(sorted({percent(each) for each in value}, reverse=True))


def _optional(parse: Callable[[object], Any]) -> Callable[[object], Any]:
    return lambda value: None if value is None else parse(value)


def _profile_name(value: object) -> str:
    try:
        return parse_profile_name(_text(value))
    except ProfileError as error:
        raise ValueError("no name for a profile") from error


_PARSERS: Mapping[str, Callable[[object], Any]] = {
    "profile_name": _optional(_profile_name),
    "privacy": lambda value: PrivacyLevel(_text(value)),
    "server_url": _web_address,
    "theme": lambda value: Theme(_text(value)),
    "pnl_colours": lambda value: PnlColours(_text(value)),
    "window_geometry": _optional(_text),
    "mcp_lifecycle": _optional(_text),
    "last_granted_scope": _optional(_text),
    "signed_in_since": _optional(_time),
    "trade_reminder_minutes": _optional(_whole_number(1, _LONGEST_REMINDER_MINUTES)),
    "notifications": _switch,
    "notify_after_seconds": _whole_number(0, _LONGEST_NOTIFY_SECONDS),
    "notify_links": _links,
    "notify_recovery": _switch,
    "quiet_hours": _optional(_hours),
    "close_to_tray": _optional(_switch),
    "tables": parse_tables,
    "second_screen_places": parse_places,
    "flash_changes": _switch,
    "second_screen_alone": _switch,
    "second_screen_locked": _switch,
    "second_screen_awake": _switch,
    "second_screen_dim_hours": _optional(_hours),
    "account_rules": parse_account_rules,
    "limit_alerts": _switch,
    "limit_alert_levels": _levels,
    "limit_alert_sound": _switch,
    "calls_a_minute": _whole_number(LEAST_BUDGET, OWN_BUDGET),
    "slower_unwatched": _switch,
    "positions_stale_after": _optional(_whole_number(_STALE_AFTER_AT_LEAST, _STALE_AFTER_AT_MOST)),
    "balances_stale_after": _optional(_whole_number(_STALE_AFTER_AT_LEAST, _STALE_AFTER_AT_MOST)),
    "interface_scale": _whole_number(100, _LARGEST_SCALE),
    "number_form": lambda value: NumberForm(_text(value)),
    "clock_form": lambda value: ClockForm(_text(value)),
    "times_in": lambda value: TimesIn(_text(value)),
    "update_notice": _switch,
}
