"""Notices: each fault once, its recovery once, nothing in quiet hours, no storm."""

from datetime import UTC, datetime, time, timedelta

import pytest

from ct_desktop.core.chain import Chain, Finding, build_chain
from ct_desktop.core.links import LinkName
from ct_desktop.core.moment import Moment
from ct_desktop.core.notices import (
    SPACING,
    Notice,
    NoticeRules,
    NoticeWatch,
    QuietHours,
    watch_notices,
)
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.wording import problem

_NOON = datetime(2026, 11, 20, 12).astimezone().astimezone(UTC)
"""Noon here, wherever the test runs."""

RULES = NoticeRules(after=10)


def at(seconds: float) -> Moment:
    return Moment(_NOON + timedelta(seconds=seconds), 5000.0 + seconds)


class Watcher:
    """Folds one chain after another, as the window does."""

    def __init__(self, rules: NoticeRules = RULES) -> None:
        self.rules = rules
        self._watch = NoticeWatch()
        self._chain: Chain | None = None

    def see(self, seconds: float, *troubles: ProblemKind) -> list[Notice]:
        """The notices at ``seconds``, while ``troubles`` stand and all else is fine."""
        now = at(seconds)
        findings = {name: Finding("fine", now) for name in LinkName}
        for kind in troubles:
            trouble = problem(kind)
            findings[trouble.link] = Finding(trouble.title, now, problem=trouble)
        self._chain = build_chain(findings, previous=self._chain)
        self._watch, notices = watch_notices(self._watch, self._chain, self.rules, now)
        return list(notices)


OFFLINE = ProblemKind.ADDON_OFFLINE
PRICES = ProblemKind.PRICE_FEED_LOST


def test_a_fault_is_told_once_after_it_has_lasted() -> None:
    watcher = Watcher()
    assert watcher.see(0) == []
    assert watcher.see(1, OFFLINE) == []
    assert watcher.see(10, OFFLINE) == []
    (notice,) = watcher.see(11, OFFLINE)
    assert notice.about is LinkName.ADDON
    assert notice.title == "Add-on offline"
    assert "Start NinjaTrader 8" in notice.text
    assert watcher.see(12, OFFLINE) == []
    assert watcher.see(4000, OFFLINE) == []


def test_its_recovery_is_told_once_with_how_long_it_lasted() -> None:
    watcher = Watcher()
    watcher.see(0, OFFLINE)
    watcher.see(30, OFFLINE)
    (notice,) = watcher.see(125)
    assert notice.is_recovery
    assert notice.title == "Add-on: fine again"
    assert notice.text == "After 2 minutes."
    assert watcher.see(126) == []


def test_a_hiccup_is_told_neither_as_fault_nor_as_recovery() -> None:
    watcher = Watcher()
    watcher.see(0, OFFLINE)
    assert watcher.see(9, OFFLINE) == []
    assert watcher.see(10) == []


def test_what_comes_and_goes_is_told_again_only_after_a_while() -> None:
    watcher = Watcher()
    told = []
    for seconds in range(0, int(SPACING), 20):
        told += watcher.see(seconds, PRICES)
        told += watcher.see(seconds + 12, PRICES)
        told += watcher.see(seconds + 13)
    assert [notice.is_recovery for notice in told] == [False, True]
    watcher.see(SPACING + 100, PRICES)
    (again,) = watcher.see(SPACING + 111, PRICES)
    assert not again.is_recovery


def test_a_link_below_a_broken_one_has_not_recovered() -> None:
    watcher = Watcher()
    watcher.see(0, PRICES)
    assert len(watcher.see(10, PRICES)) == 1
    notices = watcher.see(20, OFFLINE, PRICES) + watcher.see(31, OFFLINE, PRICES)
    assert [notice.about for notice in notices] == [LinkName.ADDON]


def test_two_faults_at_once_are_two_notices() -> None:
    watcher = Watcher()
    both = (PRICES, ProblemKind.PRICES_FROZEN)
    watcher.see(0, *both)
    assert [notice.about for notice in watcher.see(10, *both)] == [
        LinkName.BROKERS,
        LinkName.PRICES,
    ]


@pytest.mark.parametrize(
    "kind", [ProblemKind.SERVER_ERROR, ProblemKind.TOKEN_REJECTED, ProblemKind.PLAN_REQUIRED]
)
def test_links_before_the_add_on_are_told_only_by_the_window(kind: ProblemKind) -> None:
    watcher = Watcher()
    assert watcher.see(0, kind) + watcher.see(60, kind) == []


def test_a_link_that_the_trader_left_out_is_not_told() -> None:
    watcher = Watcher(NoticeRules(after=0, links=frozenset({LinkName.PRICES})))
    assert watcher.see(0, OFFLINE) == []


def test_recoveries_can_be_left_out() -> None:
    watcher = Watcher(NoticeRules(after=0, recovery=False))
    assert len(watcher.see(0, OFFLINE)) == 1
    assert watcher.see(60) == []


def test_nothing_is_told_while_switched_off() -> None:
    watcher = Watcher(NoticeRules(enabled=False, after=0))
    assert watcher.see(0, OFFLINE) + watcher.see(60) == []


def test_in_quiet_hours_nothing_is_told_and_what_still_stands_is_told_after() -> None:
    watcher = Watcher(NoticeRules(after=10, quiet_hours=QuietHours(time(11), time(12, 30))))
    assert watcher.see(0, OFFLINE) + watcher.see(60, OFFLINE) == []
    assert watcher.see(1799, OFFLINE) == []
    assert len(watcher.see(1800, OFFLINE)) == 1


def test_what_ends_in_quiet_hours_is_never_told() -> None:
    watcher = Watcher(NoticeRules(after=10, quiet_hours=QuietHours(time(11), time(12, 30))))
    watcher.see(0, OFFLINE)
    assert watcher.see(60) + watcher.see(1800) == []


@pytest.mark.parametrize(
    ("begin", "end", "local", "covered"),
    [
        (time(22), time(7), time(23, 59), True),
        (time(22), time(7), time(0), True),
        (time(22), time(7), time(6, 59), True),
        (time(22), time(7), time(7), False),
        (time(22), time(7), time(21, 59), False),
        (time(9), time(17), time(9), True),
        (time(9), time(17), time(17), False),
        (time(9), time(9), time(9), False),
    ],
)
def test_quiet_hours_may_span_midnight(begin: time, end: time, local: time, covered: bool) -> None:
    assert QuietHours(begin, end).cover(local) is covered
