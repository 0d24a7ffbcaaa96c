"""What the newest answers say about the last four links, and about CrossTrade's own self-test.

Source: the design, section 3; the CrossTrade reference, sections 1.1, 1.2, 2.3 and 8.1.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType

from ct_desktop.core.accounts import Account
from ct_desktop.core.answer_findings import duration_text
from ct_desktop.core.capabilities import Capabilities, SelfTest
from ct_desktop.core.chain import Finding
from ct_desktop.core.feeds import BrokerConnection, FeedState, FeedStatus
from ct_desktop.core.market_hours import market_is_open
from ct_desktop.core.moment import Moment
from ct_desktop.core.price_watch import FROZEN_AFTER, PriceWatch
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.wording import problem

_NO_TIMES: Mapping[str, float] = MappingProxyType({})

_NAMED_AT_MOST = 3


def transport_finding(self_test: SelfTest, at: Moment) -> Finding | None:
    """CrossTrade's link, where its self-test reports trouble on its own side; else ``None``."""
    if (self_test.transport or "").lower() != "degraded":
        return None
    return Finding("Self-test: transport degraded", at, problem(ProblemKind.TRANSPORT_DEGRADED))


def addon_finding(capabilities: Capabilities, self_test: SelfTest | None, at: Moment) -> Finding:
    """The add-on's link: there at all, new enough, and nothing in it unavailable."""
    if capabilities.is_empty:
        return Finding("Nothing came from the add-on", at, problem(ProblemKind.ADDON_OFFLINE))
    version = capabilities.addon_version
    evidence = f"v{version}" if version is not None else "Connected, version not given"
    if capabilities.addon_is_outdated:
        return Finding(
            evidence,
            at,
            problem(ProblemKind.ADDON_OUTDATED),
            detail=_sentence(capabilities.warnings),
        )
    if self_test is None:
        return Finding(evidence, at, detail=_sentence(capabilities.warnings))
    warnings = (*capabilities.warnings, *self_test.warnings)
    lacking = problem(ProblemKind.ADDON_LIMITED) if _is_lacking(self_test) else None
    return Finding(evidence, at, lacking, detail=_sentence((_summary(self_test), *warnings)))


def nt8_finding(
    capabilities: Capabilities,
    at: Moment,
    *,
    answered_in: Mapping[str, float] = _NO_TIMES,
    hidden_tools: Collection[str] = (),
) -> Finding:
    """NinjaTrader 8's link.

    ``answered_in`` is seconds by what NT8 was asked for (``positions``, ``accounts``), as evidence.
    ``hidden_tools`` are tools that the server does not list now although this app needs them.
    """
    version = capabilities.nt8_version
    if capabilities.is_empty or (version is None and capabilities.addon_version is not None):
        return Finding(
            "No version of NinjaTrader 8 came back", at, problem(ProblemKind.NT8_NOT_RUNNING)
        )
    evidence = version if version is not None else "Connected, version not given"
    if hidden_tools:
        return Finding(
            f"{evidence}; CrossTrade does not list {_named(sorted(hidden_tools))}",
            at,
            problem(ProblemKind.TOOLS_HIDDEN),
        )
    times = ", ".join(f"{what} in {duration_text(time)}" for what, time in answered_in.items())
    # "Positions answered in 212 ms, accounts in 186 ms".
    return Finding(evidence, at, detail=_sentence((times.replace(" in ", " answered in ", 1),)))


def brokers_finding(
    connections: Sequence[BrokerConnection], accounts: Sequence[Account], at: Moment
) -> Finding:
    """The brokers' link, order feeds and price feeds judged apart.

    A connection that is merely configured is no fault. Broken: no feed of any connection is up.
    Warning: an order feed is not, or an account says that its connection is not, or else a price
    feed is not.
    """
    up = [connection for connection in connections if _is_up(connection)]
    if not up:
        return Finding(
            _troubles(connections) or "No connection is up", at, problem(ProblemKind.NO_BROKER)
        )
    in_use = [connection for connection in connections if connection.is_in_use]
    orders_down = [connection for connection in in_use if _is_down(connection.orders)]
    prices_down = [connection for connection in in_use if _is_down(connection.prices)]
    stranded = [account for account in accounts if _is_stranded(account)]
    at_rest = [connection.name for connection in connections if not connection.is_in_use]
    detail = f"{_named(at_rest)} not in use" if at_rest else ""
    if orders_down:
        return Finding(_troubles(orders_down), at, problem(ProblemKind.BROKER_LOST), detail=detail)
    if stranded:
        return Finding(
            _stranded_text(stranded), at, problem(ProblemKind.BROKER_LOST), detail=detail
        )
    if prices_down:
        return Finding(
            _troubles(prices_down), at, problem(ProblemKind.PRICE_FEED_LOST), detail=detail
        )
    return Finding(f"{_named([connection.name for connection in up])} connected", at, detail=detail)


def some_feed_is_down(connections: Sequence[BrokerConnection]) -> bool:
    """Whether a feed of a connection in use says that it is not up."""
    in_use = (connection for connection in connections if connection.is_in_use)
    return any(_is_down(feed) for each in in_use for feed in (each.orders, each.prices))


def only_accounts_say_lost(
    connections: Sequence[BrokerConnection], accounts: Sequence[Account]
) -> bool:
    """Whether an account says that its connection is not up, and no connection says so of itself.

    Where the connections were read later, the accounts may say what is over.
    """
    return any(map(_is_stranded, accounts)) and not some_feed_is_down(connections)


def prices_finding(watch: PriceWatch, market_open: bool, at: Moment) -> Finding:
    """The prices' link: they move, or there is nothing to judge by, or they stand still.

    Still means that no instrument moved for :data:`FROZEN_AFTER` seconds of watching while the
    market was open all that time.
    """
    watched = len(watch.instruments)
    if not watched:
        return Finding("No open position to judge by", at)
    instruments = "instrument" if watched == 1 else "instruments"
    moved = watch.moved_lately(at)
    if moved:
        return Finding(f"{moved} of {watched} {instruments} moved in the last minute", at)
    if not market_open:
        return Finding("The futures market is closed", at)
    just_opened = not market_is_open(at.utc - timedelta(seconds=FROZEN_AFTER))
    if just_opened or watch.watched_for(at) < FROZEN_AFTER:
        return Finding(f"Waiting for {watched} {instruments} to move", at)
    return Finding(
        f"No price moved in the last minute ({watched} {instruments})",
        at,
        problem(ProblemKind.PRICES_FROZEN),
    )


def _is_lacking(self_test: SelfTest) -> bool:
    return bool(self_test.unavailable or self_test.failed)


def _summary(self_test: SelfTest) -> str:
    """The self-test in a few words: ``Self-test: 6 of 6 categories ok``."""
    if self_test.unavailable:
        return f"Self-test: {_named(self_test.unavailable)} not available"
    if self_test.failed:
        tests = "test" if self_test.failed == 1 else "tests"
        return f"Self-test: {self_test.failed} {tests} failed"
    if self_test.categories:
        count = len(self_test.categories)
        return f"Self-test: {count} of {count} categories ok"
    if self_test.passed is not None:
        return f"Self-test: {self_test.passed} passed"
    return ""


def _is_up(connection: BrokerConnection) -> bool:
    return any(
        feed is not None and feed.state is FeedState.CONNECTED
        for feed in (connection.orders, connection.prices)
    )


def _is_down(feed: FeedStatus | None) -> bool:
    """Whether a feed of a connection in use is not up. A word not known here is no verdict."""
    return feed is not None and feed.state not in (FeedState.CONNECTED, FeedState.UNKNOWN)


def _is_stranded(account: Account) -> bool:
    """Whether an account that the trader uses says that its own connection is not up."""
    enabled = account.status is None or account.status.lower() == "enabled"
    return enabled and not account.is_built_in and _is_down(account.connection_status)


def _troubles(connections: Sequence[BrokerConnection]) -> str:
    """``Tradovate: orders connected, price feed connection lost``, for those in use."""
    texts = []
    for connection in connections:
        if connection.is_in_use:
            feeds = [
                f"{name} {_spoken(feed)}"
                for name, feed in (
                    ("orders", connection.orders),
                    ("price feed", connection.prices),
                )
                if feed is not None
            ]
            texts.append(f"{connection.name}: {', '.join(feeds)}")
    return _limited(texts, "; ")


def _spoken(feed: FeedStatus) -> str:
    spoken = {FeedState.CONNECTION_LOST: "lost", FeedState.UNKNOWN: feed.text}
    return spoken.get(feed.state, feed.state.value)


def _stranded_text(accounts: Sequence[Account]) -> str:
    """How many accounts, and on which connections; account names stay out of reports."""
    count = f"{len(accounts)} account" + ("s" if len(accounts) > 1 else "")
    where = sorted({account.connection_name for account in accounts if account.connection_name})
    return f"{count} not connected" + (f" ({_named(where)})" if where else "")


def _named(names: Sequence[str]) -> str:
    return _limited(names, ", ")


def _limited(texts: Sequence[str], separator: str) -> str:
    shown = separator.join(texts[:_NAMED_AT_MOST])
    more = len(texts) - _NAMED_AT_MOST
    return f"{shown} and {more} more" if more > 0 else shown


def _sentence(parts: Sequence[str]) -> str:
    text = "; ".join(dict.fromkeys(part for part in parts if part))
    return text[:1].upper() + text[1:]
