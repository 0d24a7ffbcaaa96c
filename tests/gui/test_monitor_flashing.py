"""A figure that moved between two snapshots lights up its cell, and nothing else ever does."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLineEdit, QTableView
from pytestqt.qtbot import QtBot

from ct_desktop.core.moment import Dated
from ct_desktop.core.privacy import PrivacyLevel
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.profiles import ProfileSettings
from ct_desktop.profiles.settings import changed_content, parse_settings
from ct_desktop.profiles.tables_view import GroupBy, TablesView
from ct_desktop.ui.monitor.flashing import Flashing
from ct_desktop.ui.monitor.lit_cells import STEPS, between
from ct_desktop.ui.monitor.position_columns import PositionColumn
from ct_desktop.ui.monitor.screen import MonitorScreen
from ct_desktop.ui.monitor.table_view import TableView
from ct_desktop.ui.motion.motion import MOTION
from ct_desktop.ui.privacy import PRIVACY
from ct_desktop.ui.settings.appearance import AppearanceSection
from ct_desktop.ui.theme.palette import DARK, LIGHT, Palette, Token
from ct_desktop.ui.theme.pnl_colours import PnlColours, with_pnl_colours
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.contrast import contrast
from support.market_samples import at, market_state, mock_up_snapshot

INSTRUMENT, LAST, OPEN_PNL = (
    int(column)
    for column in (PositionColumn.INSTRUMENT, PositionColumn.LAST, PositionColumn.OPEN_PNL)
)


@pytest.fixture
def screen(qtbot: QtBot, theme: Theme) -> MonitorScreen:
    screen = MonitorScreen(theme)
    qtbot.addWidget(screen)
    screen.resize(1440, 1400)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.show_state(market_state(mock_up_snapshot()), at(2))
    positions(screen).viewport().grab()
    return screen


def positions(screen: MonitorScreen) -> TableView[Any]:
    found = (t for t in screen.findChildren(QTableView) if t.accessibleName() == "Positions")
    (table,) = found
    assert isinstance(table, TableView)
    return table


def moved(**changes: Any) -> Snapshot:
    """The market of the mock-ups a second later, with another first position."""
    snapshot = mock_up_snapshot()
    assert snapshot.positions is not None
    first, *others = snapshot.positions.value
    return replace(snapshot, positions=Dated((replace(first, **changes), *others), at(3)))


def ground(screen: MonitorScreen, row: int, column: int) -> QColor:
    """The colour of a cell's ground, in a corner that no text reaches."""
    view = positions(screen)
    corner = view.visualRect(view.model().index(row, column)).topRight()
    return view.viewport().grab().toImage().pixelColor(corner + QPoint(-1, 2))


def lit(screen: MonitorScreen) -> set[tuple[int, int]]:
    """The cells whose ground is not that of their neighbours, by what is painted."""
    view = positions(screen)
    columns = view.shown_columns()
    rows = range(view.model().rowCount())
    image = view.viewport().grab().toImage()

    def color(row: int, column: int) -> str:
        corner = view.visualRect(view.model().index(row, column)).topRight()
        return image.pixelColor(corner + QPoint(-1, 2)).name()

    grounds = {row: color(row, columns[-1]) for row in rows}
    return {(row, c) for row in rows for c in columns if color(row, c) != grounds[row]}


def flashing(screen: MonitorScreen) -> Flashing:
    (found,) = screen.findChildren(Flashing)
    return found


def test_the_cells_that_moved_are_lit_and_no_other(screen: MonitorScreen, theme: Theme) -> None:
    screen.show_state(market_state(moved(unrealized_pnl=287.5, market_price=7012.5)), at(3))
    assert (
        {(0, LAST), (0, OPEN_PNL)}
        <= lit(screen)
        <= {(0, column) for column in (LAST, int(PositionColumn.POINTS), OPEN_PNL)}
    )
    assert ground(screen, 0, OPEN_PNL) == theme.palette.selected


def test_the_light_fades_and_then_nothing_runs_any_more(
    screen: MonitorScreen, qtbot: QtBot, theme: Theme
) -> None:
    screen.show_state(market_state(moved(unrealized_pnl=287.5)), at(3))
    assert flashing(screen).is_running
    seen = [ground(screen, 0, OPEN_PNL)]

    def is_over() -> bool:
        color = ground(screen, 0, OPEN_PNL)
        if color != seen[-1]:
            seen.append(color)
        return not flashing(screen).is_running

    qtbot.waitUntil(is_over)
    assert ground(screen, 0, OPEN_PNL) == theme.palette.surface
    assert 1 < len(seen) <= STEPS + 1
    assert lit(screen) == set()
    assert not any(timer.isActive() for timer in flashing(screen).findChildren(QTimer))


def test_an_answer_that_says_the_same_lights_nothing(screen: MonitorScreen) -> None:
    screen.show_state(market_state(moved()), at(3))
    assert lit(screen) == set()
    assert not flashing(screen).is_running


def test_the_first_figures_light_nothing(qtbot: QtBot, theme: Theme) -> None:
    screen = MonitorScreen(theme)
    qtbot.addWidget(screen)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.show_state(market_state(mock_up_snapshot()), at(2))
    assert not flashing(screen).is_running


def test_a_position_that_is_opened_lights_nothing(screen: MonitorScreen) -> None:
    snapshot = mock_up_snapshot()
    assert snapshot.positions is not None
    first, *_ = snapshot.positions.value
    new = replace(first, instrument="ZB 12-26")
    more = Dated((new, *snapshot.positions.value), at(3))
    screen.show_state(market_state(replace(snapshot, positions=more)), at(3))
    assert lit(screen) == set()


def test_a_figure_that_was_not_known_did_not_move(screen: MonitorScreen) -> None:
    screen.show_state(market_state(moved(unrealized_pnl=None)), at(3))
    assert lit(screen) == set()
    screen.show_state(market_state(moved(unrealized_pnl=12.5)), at(4))
    assert lit(screen) == set()


def filter_rows(screen: MonitorScreen) -> None:
    (box,) = (b for b in screen.findChildren(QLineEdit) if b.accessibleName() == "Filter positions")
    box.setText("nq")


def sort_rows(screen: MonitorScreen) -> None:
    positions(screen).sortByColumn(OPEN_PNL, Qt.SortOrder.DescendingOrder)


def group_rows(screen: MonitorScreen) -> None:
    screen.show_tables(TablesView(group_by=GroupBy.INSTRUMENT))


def let_time_go(screen: MonitorScreen) -> None:
    screen.tick(at(5))


def grow_old(screen: MonitorScreen) -> None:
    screen.tick(at(500))


@pytest.mark.parametrize(
    "act", [filter_rows, sort_rows, group_rows, let_time_go, grow_old], ids=lambda act: act.__name__
)
def test_what_the_trader_or_the_clock_does_lights_nothing(
    screen: MonitorScreen, act: Callable[[MonitorScreen], None]
) -> None:
    act(screen)
    assert not flashing(screen).is_running
    assert lit(screen) == set()


def test_another_theme_lights_nothing(screen: MonitorScreen, theme: Theme) -> None:
    theme.set_scheme(ColourScheme.LIGHT)
    assert lit(screen) == set()
    assert ground(screen, 0, OPEN_PNL) == theme.palette.surface


def test_a_row_that_is_sorted_elsewhere_takes_its_light_along(screen: MonitorScreen) -> None:
    sort_rows(screen)
    positions(screen).viewport().grab()
    screen.show_state(market_state(moved(unrealized_pnl=-999.0)), at(3))
    last = positions(screen).model().rowCount() - 1
    assert lit(screen) == {(last, OPEN_PNL)}


def test_what_is_stale_is_not_lit(screen: MonitorScreen) -> None:
    screen.show_state(market_state(moved(unrealized_pnl=287.5)), at(3))
    screen.tick(at(500))
    assert lit(screen) == set()


def test_a_subtotal_that_moves_is_lit_with_its_row(screen: MonitorScreen) -> None:
    group_rows(screen)
    view = positions(screen)
    view.viewport().grab()
    screen.show_state(market_state(moved(unrealized_pnl=287.5)), at(3))
    names = [view.model().index(row, INSTRUMENT).data() for row in range(view.model().rowCount())]
    row = names.index("ES 12-26")
    head = names.index("ES 12-26 (1) · Live and funded · USD")
    assert lit(screen) == {(head, OPEN_PNL), (row, OPEN_PNL)}


def test_a_selected_row_is_lit_in_another_colour(screen: MonitorScreen, theme: Theme) -> None:
    positions(screen).selectRow(0)
    screen.show_state(market_state(moved(unrealized_pnl=287.5)), at(3))
    assert ground(screen, 0, OPEN_PNL) == theme.palette.hover
    assert lit(screen) == {(0, OPEN_PNL)}


def test_switched_off_nothing_is_lit(screen: MonitorScreen) -> None:
    screen.set_flash_changes(False)
    screen.show_state(market_state(moved(unrealized_pnl=287.5)), at(3))
    assert not flashing(screen).is_running
    assert lit(screen) == set()


def test_switching_off_puts_out_what_is_lit(screen: MonitorScreen) -> None:
    screen.show_state(market_state(moved(unrealized_pnl=287.5)), at(3))
    screen.set_flash_changes(False)
    assert not flashing(screen).is_running
    assert lit(screen) == set()


@pytest.fixture
def hidden() -> Iterator[None]:
    PRIVACY.set_level(PrivacyLevel.AMOUNTS)
    yield
    PRIVACY.set_level(PrivacyLevel.OFF)


@pytest.mark.usefixtures("hidden")
def test_a_masked_figure_does_not_tell_that_it_moved(screen: MonitorScreen) -> None:
    screen.show_state(market_state(moved(unrealized_pnl=-287.5, market_price=7000.0)), at(3))
    assert not flashing(screen).is_running
    assert lit(screen) == set()


def test_masking_puts_out_what_is_lit(screen: MonitorScreen) -> None:
    screen.show_state(market_state(moved(unrealized_pnl=287.5)), at(3))
    try:
        PRIVACY.set_level(PrivacyLevel.AMOUNTS)
        assert lit(screen) == set()
    finally:
        PRIVACY.set_level(PrivacyLevel.OFF)


def test_nothing_is_lit_where_the_system_asks_for_less_motion(screen: MonitorScreen) -> None:
    MOTION.set_reduced(True)
    try:
        screen.show_state(market_state(moved(unrealized_pnl=287.5)), at(3))
        assert not flashing(screen).is_running
        assert lit(screen) == set()
    finally:
        MOTION.set_reduced(False)


def test_a_table_that_is_not_seen_is_not_lit(screen: MonitorScreen) -> None:
    screen.hide()
    screen.show_state(market_state(moved(unrealized_pnl=287.5)), at(3))
    assert not flashing(screen).is_running


def test_it_is_switched_off_and_on_in_the_settings(qtbot: QtBot, theme: Theme) -> None:
    section = AppearanceSection(theme)
    qtbot.addWidget(section)
    section.show_settings(ProfileSettings(), SignIn(SignInState.SIGNED_OUT))
    assert section.flash_changes.isChecked()
    with qtbot.waitSignal(section.changed) as told:
        section.flash_changes.click()
    assert told.args == [{"flash_changes": False}]
    content = changed_content({}, {"flash_changes": False})
    assert not parse_settings(content).settings.flash_changes
    assert parse_settings({"flash_changes": "often"}).unfit == ("flash_changes",)


INKS: tuple[Token, ...] = ("text", "text2", "text3", "pos", "neg", "warn", "stale")


@pytest.mark.parametrize("colours", PnlColours)
@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
def test_text_can_be_read_on_every_light_there_is(palette: Palette, colours: PnlColours) -> None:
    palette = with_pnl_colours(palette, colours)
    base = (palette.surface, palette.raised, palette.hover)
    lights = [(each, palette.selected) for each in base] + [(palette.selected, palette.hover)]
    for from_ground, light in lights:
        for step in range(STEPS + 1):
            color = between(from_ground, light, step / STEPS)
            for ink in INKS:
                assert contrast(palette.color(ink), color) >= 4.5, (ink, color.name())
