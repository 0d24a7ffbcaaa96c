"""Broker connections: what NinjaTrader 8 reports, and a table that tells the smallest change."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ct_desktop.core.accounts import Account
from ct_desktop.core.feeds import FeedState, FeedStatus
from ct_desktop.core.moment import Dated
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.ui.connection.broker_model import CELL_ROLE, BrokerModel, Cell, Column
from ct_desktop.ui.connection.broker_panel import BrokerPanel
from ct_desktop.ui.connection.broker_rows import BrokerRow, Feed, broker_rows
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.state_shape import StateShape
from ct_desktop.ui.theme.theme import Theme
from support import connection_samples as samples
from support.active_window import show_active
from support.connection_samples import CONNECTED, DISCONNECTED, LOST, NOW, broker
from support.ui_states import colors_in

CONNECTING = FeedStatus(FeedState.CONNECTING, "Connecting")
STRANGE = FeedStatus(FeedState.UNKNOWN, "Warming up")


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> BrokerPanel:
    panel = BrokerPanel(theme)
    panel.resize(600, 420)
    qtbot.addWidget(panel)
    show_active(qtbot, panel)
    return panel


@pytest.fixture
def model(qapp: object) -> BrokerModel:
    return BrokerModel()


def cell(model: object, row: int, column: Column) -> Cell:
    assert isinstance(model, BrokerModel)
    found = model.index(row, column).data(CELL_ROLE)
    assert isinstance(found, Cell)
    return found


def names(model: object) -> list[str]:
    assert isinstance(model, BrokerModel)
    return [cell(model, place, Column.CONNECTION).text for place in range(model.rowCount())]


def changed_cells(model: BrokerModel) -> list[tuple[int, int]]:
    """Filled with the (row, column) of every cell that the model says has changed."""
    changed: list[tuple[int, int]] = []

    def note(top_left: QModelIndex, bottom_right: QModelIndex) -> None:
        changed.extend(
            (row, column)
            for row in range(top_left.row(), bottom_right.row() + 1)
            for column in range(top_left.column(), bottom_right.column() + 1)
        )

    model.dataChanged.connect(note)
    return changed


# What the rows say


def test_connections_not_in_use_come_last_and_the_others_keep_their_order() -> None:
    rows = broker_rows(samples.snapshot())
    assert [row.name for row in rows] == [
        "NinjaTrader",
        "Rithmic Apex",
        "Tradovate",
        "Simulation",
        "Kinetick – End Of Day",
    ]


def test_accounts_are_counted_where_any_account_names_its_connection() -> None:
    assert [row.accounts for row in broker_rows(samples.snapshot())] == [2, 5, 3, 2, 0]


def test_accounts_are_not_supplied_in_the_dialect_that_names_no_connection() -> None:
    nameless = replace(samples.snapshot(), accounts=Dated((Account("Sim101", "Sim101"),), NOW))
    assert {row.accounts for row in broker_rows(nameless)} == {None}
    assert {row.accounts for row in broker_rows(replace(nameless, accounts=None))} == {None}


def test_how_long_a_feed_is_down_is_known_where_it_was_seen_up_before() -> None:
    up = broker_rows(samples.snapshot())
    lost = broker_rows(samples.snapshot(samples.with_feeds("Tradovate", CONNECTED, LOST)), up)
    tradovate = next(row for row in lost if row.name == "Tradovate")
    assert tradovate.prices.lost_at == samples.ago(16)
    assert tradovate.orders.lost_at is None
    # It goes on counting from there, whatever the trouble turns into.
    still = samples.snapshot(
        samples.with_feeds("Tradovate", CONNECTED, CONNECTING), now=samples.later(60)
    )
    later = next(row for row in broker_rows(still, lost) if row.name == "Tradovate")
    assert later.prices.lost_at == samples.ago(16)
    back = broker_rows(samples.snapshot(now=samples.later(90)), (later,))
    assert {row.prices.lost_at for row in back} == {None}


def test_a_feed_first_seen_down_has_no_invented_duration() -> None:
    rows = broker_rows(samples.snapshot(samples.with_feeds("Tradovate", CONNECTED, LOST)))
    assert {row.prices.lost_at for row in rows} == {None}


@pytest.mark.parametrize(
    ("orders", "prices", "words", "shape"),
    [
        (CONNECTED, CONNECTED, "Connected", StateShape.OK),
        (CONNECTED, LOST, "Lost", StateShape.WARNING),
        (CONNECTED, CONNECTING, "Connecting", StateShape.CHECKING),
        # Down beside orders that are up is trouble; both down is a connection at rest.
        (CONNECTED, DISCONNECTED, "Not connected", StateShape.WARNING),
        (DISCONNECTED, DISCONNECTED, "Not connected", StateShape.OFF),
        (CONNECTED, STRANGE, "Warming up", StateShape.UNKNOWN),
        (CONNECTED, None, formatting.NOT_SUPPLIED, None),
    ],
)
def test_each_feed_has_a_word_and_a_silhouette(
    model: BrokerModel,
    orders: FeedStatus,
    prices: FeedStatus | None,
    words: str,
    shape: StateShape | None,
) -> None:
    rows = broker_rows(samples.snapshot((broker("One", orders, prices),)))
    model.show_rows(rows, NOW, believed=True)
    found = cell(model, 0, Column.PRICES)
    assert (found.text, found.shape) == (words, shape)


def test_since_is_the_time_of_day_and_on_another_day_the_date_too(model: BrokerModel) -> None:
    def since(established_at: datetime | None) -> str:
        connection = replace(broker("One"), established_at=established_at)
        model.show_rows(broker_rows(samples.snapshot((connection,))), NOW, believed=True)
        return cell(model, 0, Column.SINCE).text

    assert since(NOW.utc) == f"{NOW.utc.astimezone():%H:%M}"
    earlier = NOW.utc - timedelta(days=3)
    assert since(earlier) == f"{earlier.astimezone().day} Nov, {earlier.astimezone():%H:%M}"
    assert since(None) == formatting.NOT_SUPPLIED


def test_a_screen_reader_hears_which_column_a_word_belongs_to(model: BrokerModel) -> None:
    model.show_rows(broker_rows(samples.snapshot()), NOW, believed=True)
    role = Qt.ItemDataRole.AccessibleTextRole
    last = model.rowCount() - 1
    assert model.index(0, Column.CONNECTION).data(role) == "NinjaTrader"
    assert model.index(0, Column.PRICES).data(role) == "Prices: Connected"
    assert model.index(last, Column.SINCE).data(role) == "Since: not supplied"


# The smallest change


def test_a_changed_feed_is_one_changed_cell(model: BrokerModel) -> None:
    rows = broker_rows(samples.snapshot())
    model.show_rows(rows, NOW, believed=True)
    changed = changed_cells(model)
    lost = samples.snapshot(samples.with_feeds("Tradovate", CONNECTED, LOST))
    model.show_rows(broker_rows(lost, rows), NOW, believed=True)
    assert changed == [(2, Column.PRICES)]


def test_nothing_is_told_when_nothing_changed(model: BrokerModel) -> None:
    rows = broker_rows(samples.snapshot())
    model.show_rows(rows, NOW, believed=True)
    changed = changed_cells(model)
    model.show_rows(broker_rows(samples.snapshot(), rows), NOW, believed=True)
    model.tick(samples.later(30), believed=True)
    assert changed == []


def test_the_time_since_a_feed_was_lost_ticks_in_its_own_cell(model: BrokerModel) -> None:
    rows = broker_rows(samples.snapshot())
    lost = samples.snapshot(samples.with_feeds("Tradovate", CONNECTED, LOST))
    model.show_rows(broker_rows(lost, rows), NOW, believed=True)
    changed = changed_cells(model)
    model.tick(samples.later(1), believed=True)
    assert changed == [(2, Column.PRICES)]
    assert cell(model, 2, Column.PRICES).text == "Lost 17 s"


def test_a_connection_that_comes_into_use_moves_and_is_not_built_anew(model: BrokerModel) -> None:
    rows = broker_rows(samples.snapshot())
    model.show_rows(rows, NOW, believed=True)
    told: list[str] = []
    model.rowsMoved.connect(lambda: told.append("moved"))
    for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
        signal.connect(lambda: told.append("rebuilt"))
    used = samples.snapshot(samples.with_feeds("Kinetick – End Of Day", CONNECTED, CONNECTED))
    model.show_rows(broker_rows(used, rows), NOW, believed=True)
    assert told == ["moved"]
    assert names(model)[1] == "Kinetick – End Of Day"


_FEEDS = st.sampled_from([CONNECTED, LOST, DISCONNECTED, CONNECTING, STRANGE, None])
_ROWS = st.lists(
    st.builds(
        BrokerRow,
        name=st.sampled_from([f"Bröker {number}" for number in range(6)]),
        is_in_use=st.booleans(),
        orders=_FEEDS.map(Feed),
        prices=_FEEDS.map(Feed),
        accounts=st.none() | st.integers(0, 3),
        established_at=st.none(),
    ),
    unique_by=lambda row: row.name,
    max_size=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(tables=st.lists(_ROWS, min_size=1, max_size=4), believed=st.booleans())
def test_whatever_comes_the_model_holds_it_and_tells_each_step_truly(
    qapp: object, tables: list[Sequence[BrokerRow]], believed: bool
) -> None:
    model = BrokerModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    assert tester.model() is model
    for rows in tables:
        model.show_rows(rows, NOW, believed=believed)
        fresh = BrokerModel()
        fresh.show_rows(rows, NOW, believed=believed)
        for place in range(len(rows)):
            for column in Column:
                assert cell(model, place, column) == cell(fresh, place, column)
        assert names(model) == [row.name for row in rows]


# The panel


def test_the_panel_names_its_source_its_age_and_what_the_app_cannot_do(panel: BrokerPanel) -> None:
    panel.show_state(samples.healthy(), NOW)
    clock = formatting.clock_time(samples.ago(16).utc)
    assert panel.age.text() == f"16 s ago · {clock}"
    assert panel.message == ""
    panel.tick(samples.later(4))
    assert panel.age.text() == f"20 s ago · {clock}"


def test_connections_that_went_stale_keep_their_words_and_lose_their_colour(
    panel: BrokerPanel, theme: Theme
) -> None:
    panel.show_state(samples.healthy(), NOW)
    assert theme.palette.ok.name() in colors_in(panel.table)
    panel.tick(samples.later(200))
    first = cell(panel.table.model(), 0, Column.ORDERS)
    assert (first.text, first.shape) == ("Connected", StateShape.UNKNOWN)
    assert theme.palette.ok.name() not in colors_in(panel.table)
    assert panel.age.is_stale


def test_connections_below_a_broken_link_are_a_memory_at_once(panel: BrokerPanel) -> None:
    panel.show_state(samples.healthy(), NOW)
    panel.show_state(samples.addon_offline(), NOW)
    table = panel.table.model()
    assert {cell(table, row, Column.PRICES).shape for row in range(table.rowCount())} == {
        StateShape.UNKNOWN
    }
    assert panel.age.text().startswith("16 s old · as of")


def test_never_asked_and_none_configured_are_two_things(panel: BrokerPanel) -> None:
    panel.show_state(samples.never_fetched(), NOW)
    assert panel.message == "NinjaTrader 8 has not reported its connections yet."
    assert panel.age.text() == ""
    panel.show_state(samples.monitor_state(samples.snapshot(())), NOW)
    assert panel.message.startswith("NinjaTrader 8 has no broker connection.")
    assert panel.age.text() != ""
    panel.show_state(replace(samples.healthy(), snapshot=Snapshot()), NOW)
    assert panel.message == "NinjaTrader 8 has not reported its connections yet."


def test_thirty_connections_scroll_and_long_names_are_cut_with_a_tool_tip(
    panel: BrokerPanel,
) -> None:
    panel.show_state(samples.many_brokers(30), NOW)
    QApplication.processEvents()
    table = panel.table
    assert table.model().rowCount() == 30
    assert table.verticalScrollBar().maximum() > 0
    assert table.horizontalScrollBar().maximum() == 0
    tip = table.model().index(1, Column.CONNECTION).data(Qt.ItemDataRole.ToolTipRole)
    assert "A connection that somebody gave a very long name indeed" in tip
    widths = [table.columnWidth(column) for column in Column]
    assert sum(widths) == table.viewport().width()


def test_a_tool_tip_shows_a_name_as_it_stands(model: BrokerModel) -> None:
    row = broker_rows(samples.snapshot((broker("<img src=x> & more"),)))
    model.show_rows(row, NOW, believed=True)
    tip = model.index(0, Column.CONNECTION).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "<qt>&lt;img src=x&gt; &amp; more</qt>"


def test_a_login_is_nowhere_in_the_table(panel: BrokerPanel) -> None:
    panel.show_state(samples.healthy(), NOW)
    table = panel.table.model()
    for row in range(table.rowCount()):
        for column in Column:
            for role in (
                Qt.ItemDataRole.DisplayRole,
                Qt.ItemDataRole.ToolTipRole,
                Qt.ItemDataRole.AccessibleTextRole,
            ):
                assert "jane" not in str(table.index(row, column).data(role))


def test_arrows_frame_a_row_and_a_click_frames_none(
    qtbot: QtBot, panel: BrokerPanel, theme: Theme
) -> None:
    panel.show_state(samples.healthy(), NOW)
    accent = theme.palette.accent.name()
    panel.table.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(panel.table, Qt.Key.Key_Down)
    assert accent in colors_in(panel.table)
    place = panel.table.visualRect(panel.table.model().index(2, 0)).center()
    qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert accent not in colors_in(panel.table)
