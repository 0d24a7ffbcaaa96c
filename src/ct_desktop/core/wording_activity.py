"""All wording of the history: titles and details of entries, steps of a fault, its own troubles.

A title is what happened, a detail what else to know; neither ends in a full stop.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from ct_desktop.core.capabilities import Capabilities, SelfTest
from ct_desktop.core.links import LinkName
from ct_desktop.core.masking import MASK
from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.wording import LINK_TITLES

# The history's own troubles

HISTORY_DISK_FULL = "The history is not being kept: the disk is full."
HISTORY_NOT_WRITABLE = "The history is not being kept: its file or folder cannot be written."
HISTORY_NOT_USABLE = "The history is not being kept: its file cannot be read or written now."
HISTORY_BUSY = "The history is not being kept: another CrossTrade Desktop holds its file."
HISTORY_DAMAGED = "The history is not being kept: its file is damaged, and so is a new one."
HISTORY_NEWER = "The history is not being kept: a later version of this app wrote its file."
HISTORY_SLOW = "The history is not being kept: the disk does not answer."


def history_set_aside(name: str) -> str:
    """What became of a damaged file, now called ``name``."""
    return f"The history’s file was damaged. It was kept as {name}, and a new one begun."


# The app itself

APP_STARTED = "CrossTrade Desktop started"
APP_QUIT = "CrossTrade Desktop closed"
VERSION = "Version {version}"
NOT_CLOSED_BEFORE = "the last time it ended without being closed"

# Faults

LAST_GOOD_ANSWER = "Last good answer"
LAST_FINE = "Last found fine"
READING_PAUSED = "Reading paused"
NOTHING_READ_BEFORE = "Nothing had been read before"

APP_WAS_CLOSED = "not known, the app was closed meanwhile"
SIGNED_OUT_MEANWHILE = "not known, you signed out meanwhile"
YOUR_SIGN_IN = "your new sign-in"

_OPENING_STEPS = {
    ProblemKind.ADDON_OFFLINE: "No answer from the add-on",
    ProblemKind.NT8_NOT_RESPONDING: "No answer from NinjaTrader 8",
    ProblemKind.NT8_NOT_RUNNING: "Nothing came from NinjaTrader 8",
    ProblemKind.SERVER_ERROR: "CrossTrade answered with an error",
    ProblemKind.NO_ANSWER: "No answer from CrossTrade",
    ProblemKind.CANNOT_CONNECT: "No connection to CrossTrade",
    ProblemKind.NAME_NOT_RESOLVED: "CrossTrade’s address could not be looked up",
    ProblemKind.RATE_LIMITED: "CrossTrade asked to be asked less often",
    ProblemKind.ANSWERS_SLOW: "The last answers took two seconds or more each",
    ProblemKind.NETWORK_SIGN_IN: "A web page came in place of CrossTrade’s answer",
    ProblemKind.PLAN_REQUIRED: "CrossTrade refused for the plan",
}

_CAUSES = {
    ProblemKind.NAME_NOT_RESOLVED: "This computer lost the internet, or its name service",
    ProblemKind.CANNOT_CONNECT: "This computer lost the internet, or a firewall was in the way",
    ProblemKind.PROXY_FAILED: "The proxy of this computer’s network",
    ProblemKind.SERVER_ERROR: "CrossTrade itself",
    ProblemKind.NO_ANSWER: "CrossTrade itself, or the way to it",
    ProblemKind.NETWORK_SIGN_IN: "A network that wanted you to sign in first",
    ProblemKind.UNEXPECTED_ANSWER: "CrossTrade itself, or another server in the way",
    ProblemKind.ANSWERS_SLOW: "The network, CrossTrade or NinjaTrader 8 was busy",
    ProblemKind.RATE_LIMITED: "This app, your bots and your other clients together",
    ProblemKind.TRANSPORT_DEGRADED: "CrossTrade itself",
    ProblemKind.TOKEN_REJECTED: "The access was removed at CrossTrade before its time",
    ProblemKind.SIGN_IN_ENDED: "The sign-in had come to its end",
    ProblemKind.ADDON_OFFLINE: "NinjaTrader 8 closed, or the add-on lost its link",
    ProblemKind.NT8_NOT_RESPONDING: "Most likely a dialog that was open in NinjaTrader 8",
    ProblemKind.NT8_NOT_RUNNING: "NinjaTrader 8 closed",
    ProblemKind.TOOLS_HIDDEN: "NinjaTrader 8 was not connected to CrossTrade",
    ProblemKind.NO_BROKER: "No connection in NinjaTrader 8 was up",
    ProblemKind.BROKER_LOST: "The broker, or NinjaTrader 8’s connection to it",
    ProblemKind.PRICE_FEED_LOST: "The broker’s price feed, or NinjaTrader 8’s connection to it",
    ProblemKind.PRICES_FROZEN: "A price feed that stopped without saying so",
}

_BY_ITSELF = {
    LinkName.NETWORK: "the network itself",
    LinkName.CROSSTRADE: "CrossTrade itself",
    LinkName.SIGN_IN: "the sign-in itself",
    LinkName.PLAN: "CrossTrade itself",
    LinkName.ADDON: "the add-on itself",
    LinkName.NT8: "NinjaTrader 8 itself",
    LinkName.BROKERS: "the broker connection itself",
    LinkName.PRICES: "the price feed itself",
}


_KEYCHAIN_TROUBLES = (
    ProblemKind.KEYCHAIN_MISSING,
    ProblemKind.KEYCHAIN_LOCKED,
    ProblemKind.KEYCHAIN_DENIED,
    ProblemKind.KEYCHAIN_HANGING,
    ProblemKind.KEYCHAIN_BROKEN,
)


def opening_step(kind: ProblemKind, title: str) -> str:
    """The step in which a fault is found; ``title`` is its problem's."""
    return _OPENING_STEPS.get(kind, title)


def likely_cause(kind: ProblemKind, cause: str) -> str:
    """What lies behind a fault, in a few words; else ``cause``, its problem's."""
    return _CAUSES.get(kind, without_stop(cause))


def without_stop(sentence: str) -> str:
    """A sentence without its full stop."""
    return sentence.removesuffix(".")


def price_feed_lost_title(names: Sequence[str]) -> str:
    """``Tradovate lost its price feed``; ``names`` are the connections', at least one."""
    if len(names) == 1:
        return f"{names[0]} lost its price feed"
    return f"{_listed(names)} lost their price feeds"


def order_feed_lost_title(names: Sequence[str]) -> str:
    """``Tradovate lost its connection``; ``names`` are the connections', at least one."""
    if len(names) == 1:
        return f"{names[0]} lost its connection"
    return f"{_listed(names)} lost their connections"


def price_feed_lost_detail(instruments: Sequence[str]) -> str:
    """What a lost price feed means; ``instruments`` are those of the positions there."""
    if not instruments:
        return "Orders stay connected"
    return f"Orders stay connected; no new prices for {_listed(instruments)}"


def numbers_kept(fetched_at: datetime) -> str:
    """What became of the numbers on screen, which were read at ``fetched_at``."""
    return f"Numbers kept and marked as of {_clock(fetched_at)}"


def asked_again(times: int) -> str:
    """So many probes in a row that came to the same."""
    return "Asked again" if times == 1 else f"Asked again, {times} times"


def answered(link: LinkName, *, was_broken: bool) -> str:
    """The last step of a fault."""
    if not was_broken:
        return f"{LINK_TITLES[link]} fine again"
    answers = link in (LinkName.CROSSTRADE, LinkName.ADDON, LinkName.NT8)
    return f"{LINK_TITLES[link]} {'answered' if answers else 'back'}"


def back_after(link: LinkName, seconds: float, *, was_broken: bool) -> str:
    """``Add-on back after 1 min 52 s``."""
    return f"{LINK_TITLES[link]} {'back' if was_broken else 'fine again'} after {length(seconds)}"


def ended_by_itself(link: LinkName, kind: ProblemKind) -> str:
    """What ended a fault where the trader did not sign in anew."""
    if kind in _KEYCHAIN_TROUBLES:
        return "the keychain, which gave out the sign-in"
    return f"{_BY_ITSELF[link]}, no action here"


def became(title: str) -> str:
    """A fault that another of the same link took over."""
    return f"{_BECAME}“{title}”"


_BECAME = "it became "
_ENDS_NOT_SEEN = (APP_WAS_CLOSED, SIGNED_OUT_MEANWHILE)


def end_was_seen(ended_by: str) -> bool:
    """Whether somebody was there when a fault ended."""
    return ended_by not in _ENDS_NOT_SEEN


def is_recovery(ended_by: str) -> bool:
    """Whether a fault that ended so left the link fine, as far as is known."""
    return end_was_seen(ended_by) and not ended_by.startswith(_BECAME)


def read_again(accounts: int, seconds: float, changes: int) -> str:
    """``All 12 accounts read again in 4 s; nothing changed while it was away``."""
    read = "1 account" if accounts == 1 else f"All {accounts} accounts"
    changed = {0: "nothing changed", 1: "1 position changed"}.get(
        changes, f"{changes} positions changed"
    )
    return f"{read} read again in {length(max(1.0, seconds))}; {changed} while it was away"


# The connection

CONNECTED = "Connected"
SELF_TEST_PASSED = "Self-test passed"
SELF_TEST_FAILED = "Self-test found something"

SIGNED_IN = "Signed in"
SIGNED_OUT = "Signed out"
SIGN_IN_RENEWED = "Sign-in renewed"
SIGN_IN_ENDED = "Sign-in ended"
SIGN_IN_FAILED = "Sign-in failed"
SCOPE_CHANGE_FAILED = "Scope not changed"
NOBODY_SIGNED_IN = "Nobody is signed in"
SCOPE_NOT_NAMED = "Scope not named"


def scope_and_client(scope: str, client_id_tail: str) -> str:
    """``Read-only, client ••••7f3a``: which sign-in it was."""
    return f"{scope}, client {MASK}{client_id_tail}"


def scope_before(scope: str, client_id_tail: str) -> str:
    """What the scope was before it changed, and which sign-in is the new one."""
    return f"Before: {scope}; client {MASK}{client_id_tail}"


def still(scope: str) -> str:
    """What holds after a scope change that came to nothing."""
    return f"Still {scope}"


def scope_changed(scope: str) -> str:
    """``Scope changed to Trade scope``."""
    return f"Scope changed to {scope}"


def all_fine(links: int, connections: Sequence[str]) -> str:
    """``All 8 links fine; Rithmic Apex and Tradovate connected``."""
    fine = f"All {links} links fine"
    return f"{fine}; {_listed(connections)} connected" if connections else fine


def self_test_found(self_test: SelfTest, capabilities: Capabilities) -> str:
    """``Transport ok, 6 of 6 categories ok, add-on v1.13.9, NT8 8.1.8.1``; what was supplied."""
    parts = []
    if self_test.transport:
        parts.append(f"transport {self_test.transport}")
    if self_test.unavailable:
        parts.append(f"{_listed(self_test.unavailable)} not available")
    elif self_test.categories:
        count = len(self_test.categories)
        parts.append(f"{count} of {count} categories ok")
    if self_test.failed:
        parts.append(f"{self_test.failed} failed")
    if capabilities.addon_version:
        parts.append(f"add-on v{capabilities.addon_version}")
    if capabilities.nt8_version:
        parts.append(f"NT8 {capabilities.nt8_version}")
    return _sentence(parts)


def renewed_until(scope: str, renews_at: datetime | None) -> str:
    """``Read-only, renews next at 11:46``."""
    if renews_at is None:
        return scope
    return f"{scope}, renews next at {renews_at.astimezone():%H:%M}"


# Positions


def position_opened(account: str, position: Position) -> str:
    """``Live-48120 opened long 1 ES 12-26 at 7,006.75``."""
    return f"{account} opened {_holding(position)}{_at(position.average_price)}"


def through(connection: str) -> str:
    """By which connection an account trades."""
    return f"Through {connection}"


def position_closed(account: str, position: Position) -> str:
    """``TPT-E121 closed long 3 MCL 01-27``."""
    return f"{account} closed {_holding(position)}"


def last_seen(position: Position) -> str:
    """``Last price seen 61.31, open P/L then −304.60``; what the server supplied of it."""
    parts = []
    if position.market_price is not None:
        parts.append(f"last price seen {_number(position.market_price)}")
    if position.unrealized_pnl is not None:
        parts.append(f"open P/L then {_money(position.unrealized_pnl)}")
    return _sentence(parts)


def position_changed(account: str, old: Position, new: Position) -> str:
    """``APEX1236 bought 2 MNQ 12-26``: what it takes to come from ``old`` to ``new``."""
    difference = _signed_quantity(new) - _signed_quantity(old)
    verb = "bought" if difference > 0 else "sold"
    return f"{account} {verb} {_number(abs(difference))} {new.instrument}"


_TRADING_TITLE = re.compile(r"(?P<account>.+?) (?:opened|closed|bought|sold) ", re.DOTALL)


def account_in(title: str) -> str | None:
    """The account that the title of a trading entry names, or ``None`` where it names none."""
    found = _TRADING_TITLE.match(title)
    return found["account"] if found is not None else None


def now_holds(position: Position) -> str:
    """``Now long 5 at 26,101.75``."""
    side = position.market_position.value.lower()
    return f"Now {side} {_number(position.quantity)}{_at(position.average_price)}"


def many_positions_changed(count: int) -> str:
    """More changes in one reading than are worth an entry each."""
    return f"{count} positions changed at once"


def counted_changes(opened: int, changed: int, closed: int) -> str:
    """``40 opened, 3 changed, 12 closed``."""
    counts = (("opened", opened), ("changed", changed), ("closed", closed))
    return ", ".join(f"{number} {what}" for what, number in counts if number)


def while_away(since: datetime, until: datetime, detail: str) -> str:
    """``detail`` of a change that happened while nothing could be read."""
    seen = f"While away, between {_clock(since)} and {_clock(until)}"
    return f"{seen}; {detail[:1].lower()}{detail[1:]}" if detail else seen


# Parts


def length(seconds: float) -> str:
    """How long something lasted: ``22 s``, ``1 min 52 s``, ``3 h 5 min``, ``2 d 4 h``."""
    whole = int(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    if whole < 86_400:
        return f"{whole // 3600} h {whole % 3600 // 60} min"
    return f"{whole // 86_400} d {whole % 86_400 // 3600} h"


def _clock(instant: datetime) -> str:
    return f"{instant.astimezone():%H:%M:%S}"


def _listed(names: Sequence[str], at_most: int = 3) -> str:
    """``a``, ``a and b``, ``a, b and c``, ``a, b, c and 4 more``."""
    shown = list(names[:at_most])
    more = len(names) - len(shown)
    last = f"{more} more" if more else shown.pop()
    return f"{', '.join(shown)} and {last}" if shown else last


def _signed_quantity(position: Position) -> float:
    sign = {MarketPosition.LONG: 1, MarketPosition.SHORT: -1, MarketPosition.FLAT: 0}
    return sign[position.market_position] * position.quantity


def _holding(position: Position) -> str:
    side = position.market_position.value.lower()
    return f"{side} {_number(position.quantity)} {position.instrument}"


def _at(price: float | None) -> str:
    return "" if price is None else f" at {_number(price)}"


def _number(number: float) -> str:
    # Averages carry a tail of binary dust; nine digits tell every tick there is.
    exact = Decimal(f"{number:.9g}").normalize()
    return f"{exact:,f}".replace("-", "−")


def _money(amount: float) -> str:
    sign = "+" if round(amount, 2) > 0 else ""
    return f"{sign}{amount:,.2f}".replace("-", "−")


def _sentence(parts: Sequence[str]) -> str:
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]
