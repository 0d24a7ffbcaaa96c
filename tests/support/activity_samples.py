"""Days of activity: the mock-ups' own, an empty one, one of any length, one in many scripts."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ct_desktop.core.activity import (
    ActivityDay,
    ActivityEntry,
    ActivityKind,
    ActivityStep,
    LinkSpan,
)
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.moment import Moment

_NOON = datetime(2026, 11, 20, 12, tzinfo=UTC).astimezone()


def at(clock: str, *, days: int = 0) -> datetime:
    """The instant, in UTC, at which local clocks show ``clock`` (``10:41:07``) on 20 November."""
    hour, minute, second = (int(part) for part in clock.split(":"))
    local = _NOON.replace(day=20, hour=hour, minute=minute, second=second)
    return (local + timedelta(days=days)).astimezone(UTC)


def moment_at(clock: str, *, days: int = 0) -> Moment:
    """The same as a moment."""
    instant = at(clock, days=days)
    return Moment(instant, instant.timestamp())


NOW = moment_at("11:06:12")
"""When the mock-ups were drawn."""

ADDON_OFFLINE = ActivityEntry(
    4,
    ActivityKind.FAULT,
    at("10:41:09"),
    "Add-on offline",
    "NinjaTrader 8 or its CrossTrade add-on stopped answering",
    link=LinkName.ADDON,
    state=LinkState.BROKEN,
    problem_kind="addon_disconnected",
    cause="NinjaTrader 8 closed, or the add-on lost its link",
    ended_at=at("10:43:01"),
    ended_by="the add-on itself, no action here",
    steps=(
        ActivityStep(
            at("10:41:07"), LinkState.OK, "Last good answer", "GetAllPositions, HTTP 200 in 212 ms"
        ),
        ActivityStep(
            at("10:41:09"),
            LinkState.BROKEN,
            "No answer from the add-on",
            "GetAccount, HTTP 408 addon_disconnected",
        ),
        ActivityStep(
            at("10:41:09"),
            LinkState.UNKNOWN,
            "Reading paused",
            "Numbers kept and marked as of 10:41:07",
        ),
        ActivityStep(
            at("10:41:37"), LinkState.BROKEN, "Asked again", "GetMcpCapabilities, HTTP 408"
        ),
        ActivityStep(
            at("10:42:07"), LinkState.BROKEN, "Asked again", "GetMcpCapabilities, HTTP 408"
        ),
        ActivityStep(
            at("10:43:01"), LinkState.OK, "Add-on answered", "v1.13.9, HTTP 200 in 304 ms"
        ),
    ),
)

PRICES_LOST = ActivityEntry(
    9,
    ActivityKind.FAULT,
    at("11:04:58"),
    "Tradovate lost its price feed",
    "Orders stay connected. CL 01-27 and MGC 02-27 are marked as frozen",
    link=LinkName.BROKERS,
    state=LinkState.WARNING,
    cause="The broker’s price feed is down",
)

_RECOVERY = ActivityEntry(
    8,
    ActivityKind.RECOVERY,
    at("10:43:01"),
    "Add-on back after 1 min 52 s",
    "All 12 accounts read again in 4 s; nothing changed while it was away",
    link=LinkName.ADDON,
    state=LinkState.OK,
)

_SERVER_ERROR = ActivityEntry(
    12,
    ActivityKind.FAULT,
    at("09:02:30"),
    "CrossTrade answers with errors",
    "HTTP 503 from the MCP endpoint",
    link=LinkName.CROSSTRADE,
    state=LinkState.BROKEN,
    cause="CrossTrade is down or being updated",
    ended_at=at("09:03:12"),
    ended_by="CrossTrade itself, no action here",
)

RENEWED = ActivityEntry(
    5,
    ActivityKind.SIGN_IN_RENEWED,
    at("10:42:14"),
    "Sign-in renewed",
    "Read-only, good until 11:46",
)

POSITION_OPENED = ActivityEntry(
    2,
    ActivityKind.POSITION_OPENED,
    at("10:40:58"),
    "Live-48120 opened long 1 ES 12-26 at 7,006.75",
    "Limit 7,018.00 and stop 6,998.00 placed in NinjaTrader",
)

_ENTRIES = (
    PRICES_LOST,
    _RECOVERY,
    RENEWED,
    ADDON_OFFLINE,
    ActivityEntry(
        3,
        ActivityKind.POSITION_CHANGED,
        at("10:41:02"),
        "APEX1236 bought 2 MNQ 12-26 at 26,103.25",
        "Now long 5 at 26,101.75",
    ),
    POSITION_OPENED,
    ActivityEntry(
        1,
        ActivityKind.POSITION_CLOSED,
        at("10:33:15"),
        "TPT-E121 closed long 3 MCL 01-27 at 61.31",
        "Stopped out, realized today −304.60",
    ),
    ActivityEntry(
        7,
        ActivityKind.SELF_TEST,
        at("10:12:31"),
        "Self-test passed",
        "Transport ok, 6 of 6 categories ok, add-on v1.13.9, NT8 8.1.8.1",
        state=LinkState.OK,
    ),
    ActivityEntry(
        6,
        ActivityKind.CONNECTED,
        at("09:25:10"),
        "Brokers connected",
        "Rithmic Apex and Tradovate, orders and prices",
    ),
    replace(_RECOVERY, id=10, at=at("09:03:12"), title="CrossTrade back after 42 s", detail=""),
    _SERVER_ERROR,
    ActivityEntry(
        11, ActivityKind.APP_STARTED, at("08:51:00"), "CrossTrade Desktop started", "Version 0.4.0"
    ),
)


def _spans(link: LinkName, *turns: tuple[str, LinkState]) -> Iterable[LinkSpan]:
    """Stretches of ``link``, each from its time to the next one's, the last to the end."""
    ends = [*(clock for clock, _ in turns[1:]), "11:06:12"]
    for (began, state), ended in zip(turns, ends, strict=True):
        yield LinkSpan(link, state, at(began), at(ended))


_OK, _WARNING, _BROKEN, _UNKNOWN = (
    LinkState.OK,
    LinkState.WARNING,
    LinkState.BROKEN,
    LinkState.UNKNOWN,
)
_SERVER_DOWN = (("08:51:00", _OK), ("09:02:30", _UNKNOWN), ("09:03:12", _OK))
_ADDON_DOWN = (("10:41:09", _UNKNOWN), ("10:43:01", _OK))
_FROM_ADDON_ON = (("08:51:00", _UNKNOWN), ("09:25:10", _OK))

_SPANS = (
    *_spans(LinkName.NETWORK, ("08:51:00", _OK)),
    *_spans(LinkName.CROSSTRADE, ("08:51:00", _OK), ("09:02:30", _BROKEN), ("09:03:12", _OK)),
    *_spans(LinkName.SIGN_IN, *_SERVER_DOWN),
    *_spans(LinkName.PLAN, *_SERVER_DOWN),
    *_spans(LinkName.ADDON, *_SERVER_DOWN, ("10:41:09", _BROKEN), ("10:43:01", _OK)),
    *_spans(LinkName.NT8, *_SERVER_DOWN, *_ADDON_DOWN),
    *_spans(LinkName.BROKERS, *_FROM_ADDON_ON, *_ADDON_DOWN, ("11:04:58", _WARNING)),
    *_spans(LinkName.PRICES, *_FROM_ADDON_ON, *_ADDON_DOWN),
)

MOCK_UP_DAY = ActivityDay(_ENTRIES, _SPANS)
"""The day of the mock-ups: two faults that ended, one warning that lasts."""

EMPTY_DAY = ActivityDay((), ())

OTHER_SCRIPTS = (
    "Конто-48120 открыл позицию ES 12-26",
    "口座「東京・先物」が ES 12-26 を 7,006.75 で買いました",
    "حساب الاختبار فتح مركز شراء ES 12-26",
    "Zażółć gęślą jaźń 🚀 Ångström Ølstykke",
)


def day_in_other_scripts() -> ActivityDay:
    """Titles and details in scripts other than Latin, and one that is far too long."""
    entries = [
        replace(POSITION_OPENED, id=100 + number, title=text, detail=f"{text} · {text}")
        for number, text in enumerate(OTHER_SCRIPTS)
    ]
    long = " ".join(OTHER_SCRIPTS * 12)
    steps = tuple(replace(step, title=f"{step.title} {long}") for step in ADDON_OFFLINE.steps)
    fault = replace(
        ADDON_OFFLINE, id=99, title=long, detail=long, cause=long, ended_by=long, steps=steps
    )
    return ActivityDay((fault, *entries), _SPANS)


def long_day(count: int) -> ActivityDay:
    """``count`` entries of every kind, the newest a fault that lasts."""
    kinds = list(ActivityKind)
    entries = [
        ActivityEntry(
            10_000 + number,
            kinds[number % len(kinds)],
            at("11:00:00") - timedelta(seconds=count - number),
            f"Entry {number:,}",
            "One of many",
            ended_at=at("11:00:01") if kinds[number % len(kinds)] is ActivityKind.FAULT else None,
        )
        for number in range(count)
    ]
    return ActivityDay((PRICES_LOST_LATELY, *reversed(entries)), _SPANS)


PRICES_LOST_LATELY = replace(PRICES_LOST, id=1_000_000)
