"""The lanes of a day: what is drawn where, what it is called, how it is read without eyes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QToolTip, QVBoxLayout
from pytestqt.qtbot import QtBot

from ct_desktop.core.activity import ActivityDay, LinkSpan
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.ui.activity.day_lanes import Mark, day_lanes
from ct_desktop.ui.activity.lane_chart import LaneChart
from ct_desktop.ui.activity.lane_row import LaneRow, bar_area, share_text
from ct_desktop.ui.activity.time_axis import axis_times
from ct_desktop.ui.controls.focus_frame import FocusFrame
from ct_desktop.ui.controls.panel import Surface
from ct_desktop.ui.theme.palette import DARK, Token
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.active_window import show_active
from support.activity_samples import MOCK_UP_DAY, at
from support.ui_states import image_of

WIDTH = 1330


@pytest.fixture
def chart(qtbot: QtBot, qapp: object) -> Iterator[LaneChart]:
    theme = Theme(ColourScheme.DARK)
    panel, chart = Surface(theme), LaneChart(theme)
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(chart)
    panel.resize(WIDTH, chart.sizeHint().height())
    qtbot.addWidget(panel)
    show_active(qtbot, panel)
    yield chart
    QToolTip.hideText()


def show(chart: LaneChart, *spans: LinkSpan) -> None:
    chart.show_lanes(day_lanes(spans or MOCK_UP_DAY.spans))
    QApplication.processEvents()


def span(link: LinkName, state: LinkState, began: str, ended: str) -> LinkSpan:
    return LinkSpan(link, state, at(began), at(ended))


def x_of(row: LaneRow, clock: str, began: str = "08:51:00", ended: str = "11:06:12") -> int:
    """Where ``clock`` lies in the row of a day from ``began`` to ``ended``."""
    left, width = bar_area(row.width())
    return left + round(width * ((at(clock) - at(began)) / (at(ended) - at(began))))


def color_at(image: QImage, x: int, y: int) -> str:
    return image.pixelColor(x, y).name()


def painted(row: LaneRow, token: Token) -> tuple[int, int]:
    """Width and height of what of the bar has a colour: its longest line, its highest column."""
    image, wanted = image_of(row), DARK.color(token).name()
    left, width = bar_area(row.width())
    is_it = [
        [color_at(image, x, y) == wanted for x in range(left, left + width)]
        for y in range(image.height())
    ]
    return max(sum(line) for line in is_it), max(map(sum, zip(*is_it, strict=True)))


def test_each_link_has_a_lane_and_its_share_of_fine_time_as_in_the_mock_up(
    chart: LaneChart,
) -> None:
    show(chart)
    shares = [chart.row(link).share for link in LinkName]
    assert shares == ["100 %", "99.5 %", "99.5 %", "99.5 %", "98.1 %", "98.1 %", "96.9 %", "98.2 %"]


def test_trouble_is_taller_than_the_lane(chart: LaneChart) -> None:
    show(chart)
    assert painted(chart.row(LinkName.NETWORK), "ok_lane")[1] == 10
    assert painted(chart.row(LinkName.ADDON), "broken")[1] == 14
    assert painted(chart.row(LinkName.BROKERS), "warn")[1] == 14


@pytest.mark.parametrize(("state", "token"), [("broken", "broken"), ("warning", "warn")])
@pytest.mark.parametrize(("began", "ended"), [("10:00:00", "10:00:01"), ("11:06:11", "11:06:12")])
def test_trouble_is_at_least_four_pixels_wide_however_short_it_was(
    chart: LaneChart, state: str, token: Token, began: str, ended: str
) -> None:
    rest = () if ended == "11:06:12" else ((ended, "11:06:12"),)
    show(
        chart,
        span(LinkName.ADDON, LinkState.OK, "01:00:00", began),
        span(LinkName.ADDON, LinkState(state), began, ended),
        *(span(LinkName.ADDON, LinkState.OK, *each) for each in rest),
    )
    row = chart.row(LinkName.ADDON)
    width, height = painted(row, token)
    assert width == 4
    assert height == 14
    left, room = bar_area(row.width())
    image = image_of(row)
    assert color_at(image, left + room, row.height() // 2) == DARK.surface.name()


def test_below_a_broken_link_the_lane_is_blank(chart: LaneChart) -> None:
    show(chart)
    row = chart.row(LinkName.NT8)
    image = image_of(row)
    middle = row.height() // 2
    assert color_at(image, x_of(row, "10:42:00"), middle) == DARK.surface.name()
    assert color_at(image, x_of(row, "10:39:00"), middle) == DARK.ok_lane.name()
    assert painted(row, "broken") == (0, 0)
    assert painted(row, "unknown") == (0, 0)


def test_below_a_link_that_was_long_broken_the_lane_is_blank_too(chart: LaneChart) -> None:
    show(
        chart,
        span(LinkName.ADDON, LinkState.BROKEN, "09:00:00", "11:00:00"),
        span(LinkName.NT8, LinkState.UNKNOWN, "09:00:00", "11:00:00"),
    )
    row = chart.row(LinkName.NT8)
    assert painted(row, "unknown") == (0, 0)
    assert row.share == "—"


def test_unknown_is_a_dashed_frame_or_a_gap_when_it_is_narrow(chart: LaneChart) -> None:
    show(chart)
    brokers = chart.row(LinkName.BROKERS)
    image = image_of(brokers)
    middle = brokers.height() // 2
    inside = x_of(brokers, "09:15:00")
    assert color_at(image, inside, middle) == DARK.surface.name()
    top = [color_at(image, x, middle - 5) for x in range(inside, inside + 12)]
    assert 4 <= top.count(DARK.unknown.name()) <= 8
    show(
        chart,
        span(LinkName.PLAN, LinkState.OK, "09:00:00", "10:00:00"),
        span(LinkName.PLAN, LinkState.OK, "10:01:00", "11:00:00"),
    )
    assert painted(chart.row(LinkName.PLAN), "unknown") == (0, 0)
    assert chart.row(LinkName.PLAN).share == "100 %"


def test_time_in_which_the_app_did_not_run_is_not_known_and_does_not_count(
    chart: LaneChart,
) -> None:
    show(
        chart,
        span(LinkName.NETWORK, LinkState.OK, "09:00:00", "09:30:00"),
        span(LinkName.NETWORK, LinkState.BROKEN, "10:30:00", "11:00:00"),
    )
    row = chart.row(LinkName.NETWORK)
    assert row.share == "50.0 %"
    assert "not known 09:30:00 to 10:30:00, 1 h 0 min" in row.accessibleDescription()


def test_a_link_that_is_being_checked_is_not_known(chart: LaneChart) -> None:
    show(
        chart,
        span(LinkName.NETWORK, LinkState.CHECKING, "09:00:00", "09:30:00"),
        span(LinkName.NETWORK, LinkState.OK, "09:30:00", "10:00:00"),
    )
    assert chart.row(LinkName.NETWORK).share == "100 %"
    assert painted(chart.row(LinkName.NETWORK), "unknown")[0] > 0


def test_a_share_is_never_rounded_to_perfection() -> None:
    assert share_text(0.99999) == "99.9 %"
    assert share_text(1.0) == "100 %"
    assert share_text(0.0) == "0.0 %"
    assert share_text(None) == "—"


def test_a_lane_is_read_aloud_with_its_troubles(chart: LaneChart) -> None:
    show(chart)
    row = chart.row(LinkName.ADDON)
    assert row.accessibleName() == "Add-on: fine 98.1 % of the time"
    assert row.accessibleDescription() == "broken 10:41:09 to 10:43:01, 1 min 52 s"
    chart.show_lanes(None)
    assert row.accessibleName() == "Add-on: nothing known"
    assert row.accessibleDescription() == ""


def test_a_lane_with_very_many_troubles_tells_some_and_counts_the_rest(chart: LaneChart) -> None:
    spans = [
        span(
            LinkName.NETWORK,
            LinkState.BROKEN if minute % 2 else LinkState.OK,
            f"09:{minute:02}:00",
            f"09:{minute + 1:02}:00",
        )
        for minute in range(40)
    ]
    show(chart, *spans)
    description = chart.row(LinkName.NETWORK).accessibleDescription()
    assert description.count("broken") == 8
    assert description.endswith("and 12 more")


def test_pointing_at_a_mark_says_what_it_was_and_when(chart: LaneChart) -> None:
    show(chart)
    row = chart.row(LinkName.ADDON)

    def hover(clock: str) -> str:
        place = QPoint(x_of(row, clock), row.height() // 2)
        event = QHelpEvent(QHelpEvent.Type.ToolTip, place, row.mapToGlobal(place))
        QApplication.sendEvent(row, event)
        return QToolTip.text()

    assert "Add-on broken 10:41:09 to 10:43:01, 1 min 52 s" in hover("10:42:00")
    assert "Add-on fine 09:03:12 to 10:41:09, 1 h 37 min" in hover("10:00:00")


def test_tab_stops_at_one_lane_and_the_arrow_keys_go_to_the_others(
    qtbot: QtBot, chart: LaneChart
) -> None:
    show(chart)
    first, second = chart.row(LinkName.NETWORK), chart.row(LinkName.CROSSTRADE)
    first.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert second.hasFocus()
    assert FocusFrame.of(second, Theme(ColourScheme.DARK)).control is second
    stops = [link for link in LinkName if chart.row(link).focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == [LinkName.CROSSTRADE]
    for _ in LinkName:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert first.hasFocus()


def test_a_day_without_any_stretch_shows_empty_lanes(chart: LaneChart) -> None:
    empty = ActivityDay((), (span(LinkName.NETWORK, LinkState.OK, "09:00:00", "09:00:00"),))
    chart.show_lanes(day_lanes(empty.spans))
    assert all(chart.row(link).share == "—" for link in LinkName)
    assert painted(chart.row(LinkName.NETWORK), "ok_lane") == (0, 0)


# The axis


@pytest.mark.parametrize(
    ("began", "ended", "words"),
    [
        ("08:51:00", "11:06:12", ["09:00", "09:30", "10:00", "10:30", "11:00"]),
        ("00:00:00", "23:59:59", [f"{hour:02}:00" for hour in range(0, 24, 3)]),
        ("09:00:02", "09:00:32", ["09:00:05", "09:00:10", "09:00:15", "09:00:20"]),
    ],
)
def test_the_axis_names_round_times_with_room_between_them(
    began: str, ended: str, words: list[str]
) -> None:
    assert [text for _, text in axis_times(at(began), at(ended), 1100.0)][: len(words)] == words


@given(
    seconds=st.integers(min_value=1, max_value=25 * 3600),
    offset=st.integers(min_value=0, max_value=24 * 3600),
    width=st.integers(min_value=200, max_value=3600),
)
def test_times_of_any_stretch_lie_within_it_and_apart(
    seconds: int, offset: int, width: int
) -> None:
    began = datetime(2026, 11, 20, tzinfo=UTC) + timedelta(seconds=offset)
    ended = began + timedelta(seconds=seconds)
    times = [moment for moment, _ in axis_times(began, ended, width)]
    assert all(began <= moment <= ended for moment in times)
    assert len(times) <= width / 100 + 1


# Any stretches at all

_SPANS = st.lists(
    st.builds(
        lambda link, state, start, length: LinkSpan(
            link,
            state,
            datetime(2026, 11, 20, tzinfo=UTC) + timedelta(seconds=start),
            datetime(2026, 11, 20, tzinfo=UTC) + timedelta(seconds=start + length),
        ),
        st.sampled_from(LinkName),
        st.sampled_from(LinkState),
        st.integers(min_value=0, max_value=1000),
        st.integers(min_value=0, max_value=500),
    ),
    max_size=30,
)


@given(_SPANS)
def test_lanes_of_any_stretches_keep_within_the_day_and_to_their_rules(
    spans: list[LinkSpan],
) -> None:
    day = day_lanes(spans)
    if day is None:
        assert all(each.began == each.ended for each in spans)
        return
    assert [lane.link for lane in day.lanes] == list(LinkName)
    for lane in day.lanes:
        assert lane.fine_share is None or 0 <= lane.fine_share <= 1
        known = any(
            each.link is lane.link
            and each.ended > each.began
            and each.state in (LinkState.OK, LinkState.WARNING, LinkState.BROKEN)
            for each in spans
        )
        assert (lane.fine_share is not None) is known
        for stretch in lane.stretches:
            assert day.began <= stretch.began < stretch.ended <= day.ended
            if stretch.mark is Mark.UNKNOWN:
                assert stretch.ended - stretch.began >= (day.ended - day.began) * 0.03
