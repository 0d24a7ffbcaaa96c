"""The second-screen view: what it shows, at any size, fresh and old, with and without figures."""

from dataclasses import replace
from datetime import time

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ct_desktop.core.account_rules import NO_RULES, AccountRule, AccountRules, DrawdownKind
from ct_desktop.core.accounts import AccountClass
from ct_desktop.core.chain import build_chain
from ct_desktop.core.moment import Dated, Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.notices import QuietHours
from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.ui.second_screen.dimming import DIMMED
from ct_desktop.ui.second_screen.figure import BigFigure
from ct_desktop.ui.second_screen.position_row import PositionRow
from ct_desktop.ui.second_screen.view import SecondScreenView
from ct_desktop.ui.theme.palette import DARK, LIGHT, Palette
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.market_samples import (
    a_second_later,
    at,
    large_snapshot,
    market_state,
    mock_up_snapshot,
)
from support.ui_states import colors_in, image_of

SIZES = [
    (640, 400),
    (960, 600),
    (1440, 900),
    (2560, 1440),
    (3840, 2160),
    (3440, 1440),
    (1080, 1920),
]


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> SecondScreenView:
    view = SecondScreenView(theme)
    qtbot.addWidget(view)
    view.resize(1440, 900)
    view.show()
    return view


def names(view: SecondScreenView) -> list[str]:
    """What a screen reader finds, part by part."""
    return [label.accessibleName() for label in view.findChildren(QLabel) if label.isVisible()]


def rows(view: SecondScreenView) -> list[PositionRow]:
    shown = [row for row in view.findChildren(PositionRow) if row.isVisible()]
    return sorted(shown, key=lambda row: row.y())


def instruments(view: SecondScreenView) -> list[str]:
    return [line.position.instrument for line in view.positions.lines]


def more_positions(number: int) -> Snapshot:
    """The mock-up's market with ``number`` positions."""
    held = tuple(
        Position("Live-48120", f"X{place} 12-26", MarketPosition.LONG, 1, 10.0, 11.0, float(place))
        for place in range(number)
    )
    return replace(mock_up_snapshot(), positions=Dated(held, at(0)))


# The figures


def test_the_figures_are_those_of_the_monitor_and_other_money_stands_apart(
    view: SecondScreenView,
) -> None:
    view.show_state(market_state(mock_up_snapshot()), at(2))
    said = names(view)
    assert "Open P/L, live and funded: +1,337.50" in said
    assert "Realized today: +1,777.16" in said
    assert "Net liquidation, USD: 282,697.04" in said
    assert "Open positions: 6" in said
    assert "Working orders: 5" in said
    assert any(
        "Evaluation: realized −345.85, open P/L −143.00. "
        "Simulated: realized +137.50, open P/L +22.50" in name
        for name in said
    )


def test_every_position_is_a_row_live_and_funded_first(view: SecondScreenView) -> None:
    view.show_state(market_state(mock_up_snapshot()), at(2))
    assert [row.accessibleName().split(", ")[1] for row in rows(view)] == [
        "Live-48120",
        "Live-48133",
        "APEX1234",
        "APEX1235",
        "APEX1236",
        "TPT-20917",
        "APEX7801",
        "TPT-E118",
        "Sim101",
    ]
    first = rows(view)[0].accessibleName()
    assert first == "ES 12-26, Live-48120, Long 1, last 7,012.25, open P/L +275.00 USD"


def test_other_currencies_are_never_added(view: SecondScreenView) -> None:
    snapshot = mock_up_snapshot()
    balances = dict(snapshot.balances)
    euro = balances["Live-48133"]
    balances["Live-48133"] = replace(euro, value=replace(euro.value, currency="EUR"))
    view.show_state(market_state(replace(snapshot, balances=balances)), at(2))
    said = names(view)
    assert "Open P/L, live and funded, USD: +1,557.50" in said
    assert any("Live and funded, EUR: realized −96.84, open P/L −220.00" in name for name in said)


def test_what_is_not_supplied_is_said_and_never_a_zero(view: SecondScreenView) -> None:
    snapshot = mock_up_snapshot()
    balances = {n: dated for n, dated in snapshot.balances.items() if n != "APEX1234"}
    view.show_state(market_state(replace(snapshot, balances=balances)), at(2))
    assert "Realized today: not supplied, 5 of 6 accounts read" in names(view)


def test_figures_follow_the_next_state(view: SecondScreenView) -> None:
    snapshot = mock_up_snapshot()
    view.show_state(market_state(snapshot), at(2))
    before = rows(view)[0].accessibleName()
    view.show_state(market_state(a_second_later(snapshot, 3, share=1.0)), at(3))
    assert rows(view)[0].accessibleName() != before


def ruled(*rules: AccountRule) -> AccountRules:
    return AccountRules.of(rules)


def static(account: str, amount: float, start: float) -> AccountRule:
    """A drawdown that never moves."""
    return AccountRule(
        account,
        drawdown=DrawdownKind.STATIC,
        drawdown_amount=amount,
        starting_balance=start,
    )


def test_a_class_that_the_trader_set_moves_the_money(view: SecondScreenView) -> None:
    view.use_rules(ruled(AccountRule("APEX1234", AccountClass.EVALUATION)), None)
    view.show_state(market_state(mock_up_snapshot()), at(2))
    said = names(view)
    assert "Open P/L, live and funded: +932.50" in said
    assert any("Evaluation: realized +309.35, open P/L +262.00" in name for name in said)


def test_the_account_nearest_to_its_drawdown_is_named_and_warns(view: SecondScreenView) -> None:
    rules = ruled(static("EVAL7801", 2500, 52460.30), static("APEX1234", 2500, 50000.0))
    view.use_rules(rules, None)
    view.show_state(market_state(mock_up_snapshot()), at(2))
    name = "Least drawdown room, estimated: ~431, APEX7801, Eval, warning"
    assert name in names(view)
    figure = next(f for f in view.wide_figures if f.accessibleName() == name)
    assert DARK.warn.name() in colors_in(figure)
    view.use_rules(ruled(static("APEX1234", 2500, 50000.0)), None)
    view.show_state(market_state(mock_up_snapshot()), at(3))
    assert "Least drawdown room, estimated: ~5,223, APEX1234, Funded" in names(view)
    view.use_rules(NO_RULES, None)
    view.show_state(market_state(mock_up_snapshot()), at(4))
    assert not any("drawdown" in name for name in names(view))


# Any size


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_overlaps_and_nothing_lies_outside(
    view: SecondScreenView, width: int, height: int
) -> None:
    view.resize(width, height)
    view.show_state(market_state(large_snapshot(20, 100)), at(2))
    parts: list[QWidget] = [
        view.chain,
        view.scope,
        view.age,
        view.main_figure,
        *view.wide_figures,
        *view.narrow_figures,
        view.apart,
        view.positions,
    ]
    for number, part in enumerate(parts):
        assert view.rect().contains(part.geometry()), part
        for other in parts[number + 1 :]:
            shared = part.geometry().intersected(other.geometry())
            # The labels of figures and positions stand lower than the foot of the chain.
            assert shared.height() <= height * 0.02 or shared.width() <= 1, (part, other)
    last = rows(view)[-1].geometry()
    assert last.bottom() <= view.positions.height()


def test_the_sizes_follow_the_width(view: SecondScreenView) -> None:
    view.show_state(market_state(mock_up_snapshot()), at(2))
    view.resize(1920, 1080)
    small = view.main_figure.geometry(), rows(view)[0].geometry()
    view.resize(3840, 2160)
    large = view.main_figure.geometry(), rows(view)[0].geometry()
    for before, after in zip(small, large, strict=True):
        assert after.width() == pytest.approx(2 * before.width(), abs=2)
        assert after.height() == pytest.approx(2 * before.height(), abs=2)


def test_a_figure_too_wide_for_its_place_shrinks_and_is_not_cut(view: SecondScreenView) -> None:
    snapshot = mock_up_snapshot()
    (first, *rest) = snapshot.positions.value
    huge = replace(first, unrealized_pnl=987_654_321_098.75)
    held = Dated((huge, *rest), at(0))
    view.show_state(market_state(replace(snapshot, positions=held)), at(2))
    image = image_of(view.main_figure)
    under_the_age = range(image.height() // 3, image.height() - 2)
    right = {image.pixelColor(image.width() - 1, y).name() for y in under_the_age}
    assert right == {DARK.window.name()}
    assert DARK.pos.name() in colors_in(view.main_figure)


def test_names_of_any_script_and_length_stay_in_their_column(view: SecondScreenView) -> None:
    snapshot = mock_up_snapshot()
    accounts = tuple(
        replace(account, display_name="東京の口座 – Ünïcode <b>" * 8)
        for account in snapshot.accounts.value
    )
    named = replace(snapshot, accounts=Dated(accounts, at(0)))
    view.show_state(market_state(named), at(2))
    row = rows(view)[0]
    assert "東京の口座 – Ünïcode <b>" in row.accessibleName()
    image = image_of(row)
    # Between the columns of names and sides: nothing.
    gap = round(row.width() * 31.5 / 98)
    column = {image.pixelColor(gap, y).name() for y in range(image.height() - 2)}
    assert column == {DARK.window.name()}


# More than fit


def test_rows_shrink_to_two_thirds_where_there_are_more_than_fit(view: SecondScreenView) -> None:
    view.show_state(market_state(more_positions(9)), at(2))
    whole = rows(view)[0].height()
    view.show_state(market_state(more_positions(13)), at(2))
    assert len(rows(view)) == 13
    assert rows(view)[0].height() == pytest.approx(whole * 2 / 3, abs=1)
    assert view.positions.rest == 0


def test_what_still_does_not_fit_is_counted(view: SecondScreenView) -> None:
    view.show_state(market_state(large_snapshot()), at(2))
    shown = len(rows(view))
    assert 10 <= shown <= 16
    assert view.positions.rest == 2000 - shown
    assert view.positions.accessibleName() == (
        f"Positions: 2,000 open, {shown} shown and {2000 - shown:,} more positions"
    )


def test_the_greatest_of_the_real_money_are_chosen(view: SecondScreenView) -> None:
    view.show_state(market_state(more_positions(100)), at(2))
    shown = len(rows(view))
    assert instruments(view) == [f"X{place} 12-26" for place in range(100 - shown, 100)]


def test_chosen_rows_do_not_jump_until_the_choice_is_old(view: SecondScreenView) -> None:
    snapshot = more_positions(100)
    view.show_state(market_state(snapshot), at(2))
    before = instruments(view)
    first, *rest = snapshot.positions.value
    soared = replace(first, unrealized_pnl=5000.0)
    later = replace(snapshot, positions=Dated((soared, *rest), at(10)))
    view.show_state(market_state(later), at(12))
    assert instruments(view) == before
    view.show_state(market_state(later), at(40))
    assert instruments(view)[0] == first.instrument


def test_a_chosen_position_that_is_closed_makes_room(view: SecondScreenView) -> None:
    snapshot = more_positions(100)
    view.show_state(market_state(snapshot), at(2))
    number = len(rows(view))
    held = Dated(snapshot.positions.value[:-1], at(3))
    view.show_state(market_state(replace(snapshot, positions=held)), at(4))
    assert len(rows(view)) == number
    assert instruments(view)[-1] == "X98 12-26"


# Old figures


def test_stale_takes_the_colours_away_and_names_the_time(view: SecondScreenView) -> None:
    view.show_state(market_state(mock_up_snapshot()), at(2))
    assert {DARK.pos.name(), DARK.neg.name()} <= colors_in(view)
    view.tick(at(300))
    assert not {DARK.pos.name(), DARK.neg.name()} & colors_in(view)
    assert DARK.stale.name() in colors_in(view.age)
    assert view.age.text().startswith("5 min old · as of ")
    figures = [f for f in view.findChildren(BigFigure) if f.isVisible()]
    assert all(figure.is_stale for figure in figures)
    assert all("as of " in figure.accessibleName() for figure in figures)
    assert all(row.accessibleName().endswith("stale") for row in rows(view))
    # The last figures stay.
    assert "+1,337.50" in view.main_figure.accessibleName()
    assert DARK.stale.name() in colors_in(view.chain)


def test_with_a_broken_link_balances_are_old_at_once(view: SecondScreenView) -> None:
    broken = market_state(mock_up_snapshot(), ProblemKind.ADDON_OFFLINE)
    view.show_state(broken, at(20))
    assert "as of " in view.wide_figures[0].accessibleName()


# The chain


def test_a_healthy_chain_is_one_quiet_line(view: SecondScreenView) -> None:
    view.show_state(market_state(mock_up_snapshot()), at(2))
    assert view.chain.accessibleName() == "Connection chain: All 8 links fine"
    assert not colors_in(view.chain) & {DARK.broken.name(), DARK.warn.name()}


def test_a_warning_is_framed_within_the_line(view: SecondScreenView) -> None:
    view.show_state(market_state(mock_up_snapshot(), ProblemKind.PRICE_FEED_LOST), at(2))
    assert "Brokers: price feed lost" in view.chain.accessibleName()
    assert {DARK.warn.name(), DARK.warn_soft.name(), DARK.ok.name()} <= colors_in(view.chain)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_broken_link_takes_the_whole_line_with_its_cause(
    view: SecondScreenView, width: int, height: int
) -> None:
    view.resize(width, height)
    view.show_state(market_state(mock_up_snapshot(), ProblemKind.ADDON_OFFLINE), at(42))
    name = view.chain.accessibleName()
    assert "Add-on offline" in name
    assert "Start NinjaTrader 8" in name
    assert {DARK.broken.name(), DARK.broken_soft.name()} <= colors_in(view.chain)
    assert DARK.ok.name() not in colors_in(view.chain)
    # The age keeps its corner.
    assert view.age.geometry().right() > width * 0.95


def test_the_time_a_link_is_down_goes_on_without_an_answer(view: SecondScreenView) -> None:
    state = market_state(mock_up_snapshot(), ProblemKind.ADDON_OFFLINE, next_check_at=at(60))
    view.show_state(state, at(42))
    before = image_of(view.chain)
    view.tick(at(43))
    assert image_of(view.chain) != before


def test_the_scope_is_in_sight(view: SecondScreenView) -> None:
    state = market_state(mock_up_snapshot())
    trade = replace(state, sign_in=replace(state.sign_in, scope=Scope.TRADE))
    view.show_state(trade, at(2))
    assert view.scope.accessibleName() == "Scope: Trade scope"
    assert DARK.warn_soft.name() in colors_in(view.scope)


# Without figures


def without(sign_in: SignInState) -> MonitorState:
    return MonitorState(Snapshot(), build_chain({}), SignIn(sign_in))


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (without(SignInState.UNREAD), "Looking for your sign-in"),
        (without(SignInState.SIGNED_OUT), "Not signed in"),
        (without(SignInState.SIGNED_IN), "Reading your accounts"),
        (market_state(Snapshot(), ProblemKind.NAME_NOT_RESOLVED), "No figures yet"),
    ],
)
def test_words_stand_where_there_are_no_figures(
    view: SecondScreenView, state: MonitorState, words: str
) -> None:
    view.show_state(state, at(2))
    assert view.stand_in.isVisible()
    assert view.stand_in.accessibleName().startswith(words)
    assert not view.main_figure.isVisible()
    assert view.age.text() == "No figures yet"


def test_figures_take_the_place_of_the_words(view: SecondScreenView) -> None:
    view.show_state(without(SignInState.SIGNED_IN), at(0))
    view.show_state(market_state(mock_up_snapshot()), at(2))
    assert not view.stand_in.isVisible()
    assert view.main_figure.isVisible()


@pytest.mark.parametrize(
    ("snapshot", "kinds", "words"),
    [
        (replace(mock_up_snapshot(), positions=Dated((), at(0))), (), "No open positions"),
        (replace(mock_up_snapshot(), positions=None), (), "Reading your positions"),
        (
            replace(mock_up_snapshot(), positions=None),
            (ProblemKind.ADDON_OFFLINE,),
            "No positions read yet",
        ),
    ],
)
def test_without_positions_the_board_says_why(
    view: SecondScreenView, snapshot: Snapshot, kinds: tuple[ProblemKind, ...], words: str
) -> None:
    view.show_state(market_state(snapshot, *kinds), at(2))
    assert view.positions.accessibleName().startswith(words)
    assert rows(view) == []


# Dimming


def hours_around(now: Moment) -> tuple[str, str]:
    """From an hour before the local time of ``now`` to an hour after."""
    hour = now.utc.astimezone().hour
    return f"{(hour - 1) % 24:02}:00", f"{(hour + 2) % 24:02}:00"


def test_it_dims_in_the_set_hours_alone(view: SecondScreenView) -> None:
    view.show_state(market_state(mock_up_snapshot()), at(2))
    bright = colors_in(view)
    view.set_dim_hours(hours_around(at(2)))
    assert view.is_dimmed
    assert DARK.pos.name() not in colors_in(view)
    view.tick(at(6 * 3600))
    assert not view.is_dimmed
    view.set_dim_hours(None)
    view.tick(at(2))
    assert not view.is_dimmed
    assert DARK.pos.name() in bright


def test_trouble_stays_as_bright_as_ever(view: SecondScreenView) -> None:
    view.set_dim_hours(hours_around(at(2)))
    view.show_state(market_state(mock_up_snapshot(), ProblemKind.ADDON_OFFLINE), at(2))
    assert view.is_dimmed
    assert {DARK.broken.name(), DARK.broken_soft.name()} <= colors_in(view.chain)
    view.show_state(market_state(mock_up_snapshot()), at(2))
    assert DARK.ok.name() not in colors_in(view.chain)
    view.tick(at(120))
    assert DARK.stale.name() in colors_in(view.age)


def luminance(red: float, green: float, blue: float) -> float:
    """Relative luminance; WCAG 2.2, of channels from 0 to 1."""
    channels = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)
    ]
    return sum(c * w for c, w in zip(channels, (0.2126, 0.7152, 0.0722), strict=True))


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
def test_dimmed_text_can_still_be_read(palette: Palette) -> None:
    """Large text wants a contrast of 3 (WCAG 2.2, 1.4.3), and here all is large."""

    def dimmed(token: str) -> float:
        red, green, blue, _ = palette.color(token).getRgbF()
        return luminance(*(channel * (1 - DIMMED) for channel in (red, green, blue)))

    ground = dimmed("window")
    for token in ("text", "text2", "text3", "pos", "neg", "pos_bo", "neg_bo", "stale", "ok"):
        ink = dimmed(token)
        contrast = (max(ink, ground) + 0.05) / (min(ink, ground) + 0.05)
        assert contrast >= 3.0, token


def test_the_hours_are_those_of_the_settings() -> None:
    night = QuietHours(time(20), time(7))
    assert night.cover(time(23, 30))
    assert not night.cover(time(12))


# Themes


def test_the_whole_view_takes_a_new_theme(theme: Theme, view: SecondScreenView) -> None:
    view.show_state(market_state(mock_up_snapshot()), at(2))
    theme.set_scheme(ColourScheme.LIGHT)
    shown = colors_in(view)
    assert {LIGHT.window.name(), LIGHT.pos.name()} <= shown
    assert DARK.window.name() not in shown
