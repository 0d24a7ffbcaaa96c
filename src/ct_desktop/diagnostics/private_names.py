"""Taking out of a text what names this trader: accounts, logins, this computer, its user.

What is known by name is found wherever it stands. What only looks like an account or an address of
the network is masked as well where the text comes from elsewhere: an earlier sign-in's accounts are
in the log, and nobody knows their names any more.
"""

import getpass
import ipaddress
import platform
import re
import socket
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ct_desktop.core.masking import mask_account_name, mask_login
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.redaction import redact

SHORTEST_ACCOUNT = 3
SHORTEST_NAME = 2
"""A shorter name tells nobody apart, and taking it out would leave no text readable."""

_NOBODYS = frozenset({"root", "user", "admin", "administrator", "localhost"})
"""Names of users and computers that name nobody, lower case: they are words of the report too."""

_THIS_COMPUTER = "[this computer]"
_USER = "[user]"
_ADDRESS = "[address]"

_MAIL_ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")

_ACCOUNT_LIKE = re.compile(r"(?<!\w)(?<!\d\.)(?:[A-Za-z]+[-_]?\d{4,}[\w-]*|\d{6,})(?!\w|\.\d)")
"""``APEX12345-07``, ``DEMO-123456``, ``1234567``; no time, port, version or fraction."""

_IPV4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\w)")
_IPV6 = re.compile(r"(?<![\w:.])\[?(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?:%\w+)?\]?(?![\w:])")
_VERSION_BEFORE = re.compile(r"(?:ninjatrader(?: 8)?|nt8|version|v)[\s:]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PrivateNames:
    """The names to take out. ``versions`` are texts that look like addresses and are none."""

    home: str = ""
    computers: frozenset[str] = frozenset()
    users: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    logins: frozenset[str] = frozenset()
    versions: frozenset[str] = frozenset()

    def mask(self, text: str, *, from_elsewhere: bool = False) -> str:
        """``text`` without them, and without secrets.

        ``from_elsewhere``: written by a server, or at another time; so what looks like an account
        is taken for one.
        """
        text = self._without_home(redact(text))
        text = self._without_names(text)
        text = _MAIL_ADDRESS.sub(lambda found: mask_login(found[0]), text)
        text = _IPV4.sub(self._without_address, text)
        text = _IPV6.sub(self._without_address, text)
        if from_elsewhere:
            text = _ACCOUNT_LIKE.sub(lambda found: mask_account_name(found[0]), text)
        return text

    def _without_home(self, text: str) -> str:
        if len(self.home) <= 1:  # none, or the root of all
            return text
        # As a path, as an address and as Python's repr has it on Windows.
        forms = {self.home, self.home.replace("\\", "/"), self.home.replace("\\", "\\\\")}
        for form in sorted(forms, key=len, reverse=True):
            text = re.sub(rf"{re.escape(form)}(?![\w.-])", "~", text, flags=re.IGNORECASE)
        return text

    def _without_names(self, text: str) -> str:
        known, masks = _masks(self)
        folded = text.casefold()
        # A pattern of hundreds of names would take its time in each of hundreds of lines.
        here = [name for fold, name in known.items() if fold in folded]
        if not here:
            return text
        # The longest first, and one pass: no mask is looked into for the next name.
        pattern = "|".join(_as_pattern(name) for name in sorted(here, key=len, reverse=True))
        return re.sub(
            pattern,
            # Letters that match may fold differently all the same, such as a dotted I.
            lambda hit: masks.get(hit[0].casefold()) or mask_account_name(hit[0]),
            text,
            flags=re.IGNORECASE,
        )

    def _without_address(self, found: re.Match[str]) -> str:
        try:
            address = ipaddress.ip_address(found[0].strip("[]"))
        except ValueError:
            return found[0]
        is_version = found[0] in self.versions or _VERSION_BEFORE.search(
            found.string, 0, found.start()
        )
        return found[0] if address.is_loopback or is_version else _ADDRESS


@lru_cache(maxsize=4)
def _masks(names: PrivateNames) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Each name, and its mask, by the name with its case folded."""
    masks: dict[str, str] = {}
    masks |= dict.fromkeys(_at_least(SHORTEST_NAME, names.users), _USER)
    masks |= dict.fromkeys(_at_least(SHORTEST_NAME, names.computers), _THIS_COMPUTER)
    masks |= {name: mask_account_name(name) for name in _at_least(SHORTEST_ACCOUNT, names.accounts)}
    masks |= {name: mask_login(name) for name in _at_least(SHORTEST_ACCOUNT, names.logins)}
    folded = {name.casefold(): name for name in masks}
    return folded, {fold: masks[name] for fold, name in folded.items()}


def _at_least(length: int, names: Iterable[str]) -> Iterable[str]:
    return (name for name in names if len(name) >= length)


def _as_pattern(name: str) -> str:
    # A long name is found within a word as well: in a file's name, say.
    pattern = re.escape(name)
    return pattern if len(name) >= 8 else rf"(?<![^\W_]){pattern}(?![^\W_])"


def names_of_this_computer() -> PrivateNames:
    """The names that the system knows. Blocking, though it asks nobody."""
    computers = {platform.node(), socket.gethostname()}
    computers |= {name.partition(".")[0] for name in computers}
    home = str(Path.home())
    users = {Path(home).name}
    with suppress(OSError, KeyError):  # a user whom the system does not know by name
        users.add(getpass.getuser())
    return PrivateNames(home=home, computers=_telling(computers), users=_telling(users))


def _telling(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name for name in names if name and name.lower() not in _NOBODYS)


def names_in(state: MonitorState) -> tuple[frozenset[str], frozenset[str]]:
    """The names of accounts and the logins that ``state`` holds."""
    snapshot = state.snapshot
    accounts: set[str] = set(snapshot.balances)
    if snapshot.accounts is not None:
        for account in snapshot.accounts.value:
            accounts |= {account.name, account.display_name}
        # NT8's own tell nothing, and one is called like a feature.
        own = {account.name for account in snapshot.accounts.value if account.is_built_in}
        accounts = {name for name in accounts if name not in own}
    if snapshot.positions is not None:
        accounts |= {position.account for position in snapshot.positions.value}
    connections = snapshot.connections.value if snapshot.connections is not None else ()
    return _stripped(accounts), _stripped(one.user or "" for one in connections)


def versions_in(state: MonitorState) -> frozenset[str]:
    """The version numbers in ``state`` that could be taken for network addresses."""
    capabilities = state.snapshot.capabilities
    if capabilities is None:
        return frozenset()
    return _stripped(
        version or ""
        for version in (capabilities.value.nt8_version, capabilities.value.addon_version)
    )


def _stripped(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.strip() for name in names if name.strip())
