"""Whether prices move, from one table of positions to the next."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ct_desktop.core.moment import Moment
from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.core.price_watch import FROZEN_AFTER, LONGEST_GAP, PriceWatch, watch_prices

ES = Position("Sim101", "ES 12-26", MarketPosition.LONG, 1.0, 6600.0, 6610.0, 500.0)
NQ = Position("Sim101", "NQ 12-26", MarketPosition.SHORT, 2.0, 24600.0, 24610.0, -400.0)


def at(seconds: float) -> Moment:
    return Moment(datetime(2026, 11, 23, 15, 0, tzinfo=UTC) + timedelta(seconds=seconds), seconds)


def watched(*tables: list[Position], every: float = 5.0) -> PriceWatch:
    """The watch after these tables, ``every`` seconds apart."""
    watch = PriceWatch()
    for number, table in enumerate(tables):
        watch = watch_prices(watch, table, at(number * every))
    return watch


def test_nothing_has_moved_at_the_first_look() -> None:
    watch = watched([ES, NQ])
    assert set(watch.instruments) == {"ES 12-26", "NQ 12-26"}
    assert watch.moved_lately(at(0)) == 0


def test_an_instrument_moves_when_its_price_does() -> None:
    watch = watched([ES, NQ], [replace(ES, market_price=6610.25), NQ])
    assert watch.moved_lately(at(5)) == 1
    assert watch.moved_lately(at(5 + FROZEN_AFTER)) == 1
    assert watch.moved_lately(at(5.1 + FROZEN_AFTER)) == 0


def test_a_lively_instrument_that_stops_is_noticed_at_once_and_once() -> None:
    lively = [[replace(ES, market_price=6610.0 + number), NQ] for number in range(3)]
    assert not watched(*lively).some_just_stopped
    assert watched(*lively, lively[-1]).some_just_stopped
    assert not watched(*lively, lively[-1], lively[-1]).some_just_stopped


def test_an_instrument_that_moves_now_and_then_is_not_missed_when_it_rests() -> None:
    moved = [replace(ES, market_price=6611.0)]
    assert not watched([ES], moved, moved).some_just_stopped


def test_the_smallest_tick_of_the_yen_is_a_move() -> None:
    yen = replace(ES, instrument="6J 12-26", market_price=0.0068005)
    assert watched([yen], [replace(yen, market_price=0.006801)]).moved_lately(at(5)) == 1


def test_an_instrument_held_in_two_accounts_counts_once() -> None:
    other = replace(ES, account="APEX1")
    moved = [replace(position, market_price=6611.0) for position in (ES, other)]
    watch = watched([ES, other], moved)
    assert len(watch.instruments) == 1
    assert watch.moved_lately(at(5)) == 1


@pytest.mark.parametrize(
    ("change", "moved"),
    [
        ({"unrealized_pnl": 512.5}, True),
        ({"unrealized_pnl": 500.0 + 1e-10}, False),
        ({"unrealized_pnl": 0.0, "quantity": 2.0}, False),
        ({"unrealized_pnl": 0.0, "average_price": 6605.0}, False),
        ({"unrealized_pnl": -500.0, "market_position": MarketPosition.SHORT}, False),
        ({"unrealized_pnl": None}, False),
        ({"unrealized_pnl": 512.5, "market_price": 6610.0}, True),
    ],
)
def test_without_a_price_the_open_pnl_of_an_unchanged_holding_tells(
    change: dict[str, Any], moved: bool
) -> None:
    """The MCP dialect carries no market price."""
    priceless = replace(ES, market_price=None)
    watch = watched([priceless], [replace(priceless, **change)])
    assert watch.moved_lately(at(5)) == moved


def test_a_closed_position_is_watched_no_more() -> None:
    watch = watched([ES, NQ], [replace(ES, market_price=1.0), NQ], [NQ])
    assert set(watch.instruments) == {"NQ 12-26"}
    assert watch.moved_lately(at(10)) == 0


def test_the_watch_lasts_as_long_as_its_oldest_instrument() -> None:
    assert watched([ES], [ES, NQ], [ES, NQ]).watched_for(at(10)) == 10
    assert watched([ES], [NQ], [NQ]).watched_for(at(10)) == 5
    assert PriceWatch().watched_for(at(10)) == 0


def test_after_a_long_gap_the_watch_starts_anew() -> None:
    """A machine that slept must not wake to a frozen market."""
    tables = ([ES], [replace(ES, market_price=6000.0)])
    slept = watched(*tables, every=LONGEST_GAP + 1)
    assert slept.moved_lately(at(LONGEST_GAP + 1)) == 0
    assert slept.watched_for(at(LONGEST_GAP + 1)) == 0
    assert watched(*tables, every=LONGEST_GAP).moved_lately(at(LONGEST_GAP)) == 1


@given(
    st.lists(
        st.lists(
            st.builds(
                Position,
                st.sampled_from("AB"),
                st.sampled_from(["ES", "NQ", "CL"]),
                st.just(MarketPosition.LONG),
                st.sampled_from([1.0, 2.0]),
                st.just(100.0),
                st.none() | st.sampled_from([100.0, 101.0]),
                st.none() | st.sampled_from([0.0, 50.0]),
            ),
            unique_by=lambda position: position.key,
        ),
        max_size=8,
    )
)
@settings(max_examples=50, deadline=None)
def test_the_watch_knows_just_the_instruments_of_the_newest_table(
    tables: list[list[Position]],
) -> None:
    watch = watched(*tables)
    now = at(5.0 * max(0, len(tables) - 1))
    newest = tables[-1] if tables else []
    assert set(watch.instruments) == {position.instrument for position in newest}
    assert 0 <= watch.moved_lately(now) <= len(watch.instruments)
    assert watch.watched_for(now) <= now.steady
