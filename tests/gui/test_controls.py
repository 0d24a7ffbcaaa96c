"""The controls: readable without colour, usable without a mouse, dressed anew at any time."""

from collections.abc import Callable
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QRegion
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ct_desktop.core.problems import Action, ProblemKind
from ct_desktop.core.scopes import Scope
from ct_desktop.core.wording import problem
from ct_desktop.ui.controls.age_label import AgeLabel
from ct_desktop.ui.controls.banner import Banner
from ct_desktop.ui.controls.buttons import Button, ButtonKind, IconButton, LinkButton
from ct_desktop.ui.controls.filter_box import FilterBox
from ct_desktop.ui.controls.focus_frame import FocusFrame
from ct_desktop.ui.controls.icon_view import IconView
from ct_desktop.ui.controls.notice import Notice
from ct_desktop.ui.controls.panel import Panel
from ct_desktop.ui.controls.pnl import paint_pnl_sample, pnl_color
from ct_desktop.ui.controls.scope_badge import ScopeBadge
from ct_desktop.ui.controls.segments import Segments
from ct_desktop.ui.controls.state_shape import StateShape, StateShapeView, paint_state_shape
from ct_desktop.ui.controls.tag import Tag
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.controls.tile import Tile, TileFigure
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.icons import IconName
from ct_desktop.ui.theme.palette import DARK, LIGHT
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.active_window import show_active
from support.ui_states import colors_in, moment

Show = Callable[..., QWidget]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Shows controls in a row, in a window that lives as long as the test."""
    windows: list[QWidget] = []

    def show(*controls: QWidget) -> QWidget:
        window = QWidget()
        windows.append(window)
        row = QHBoxLayout(window)
        row.setContentsMargins(20, 20, 20, 20)
        for control in controls:
            row.addWidget(control)
        qtbot.addWidget(window)
        show_active(qtbot, window)
        return window

    return show


# State shapes


def _silhouette(shape: StateShape, size: int) -> list[bool]:
    """Which pixels a shape inks, its colour left aside: white on black."""
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    white, black = QColor("white"), QColor("black")
    paint_state_shape(painter, QRectF(0, 0, size, size), shape, DARK, color=white, ground=black)
    painter.end()
    return [image.pixelColor(x, y).lightness() > 110 for x in range(size) for y in range(size)]


@pytest.mark.parametrize("size", [10, 12, 14, 18, 20])
@pytest.mark.parametrize(("one", "other"), list(combinations(StateShape, 2)))
def test_two_states_are_told_apart_without_colour(
    one: StateShape, other: StateShape, size: int, qapp: object
) -> None:
    first, second = _silhouette(one, size), _silhouette(other, size)
    differing = sum(a != b for a, b in zip(first, second, strict=True))
    assert differing >= 0.04 * size * size


def test_a_checked_state_turns_only_while_it_is_seen(
    qtbot: QtBot, theme: Theme, show: Show
) -> None:
    view = StateShapeView(theme, StateShape.CHECKING, size=20)
    window = show(view)
    first = view.grab().toImage()
    qtbot.waitUntil(lambda: view.grab().toImage() != first)

    view.set_shape(StateShape.OK)

    assert view.accessibleName() == "ok"
    still = view.grab().toImage()
    with qtbot.waitExposed(window):
        window.hide()
        window.show()
    assert view.grab().toImage() == still


# Profit and loss


def _pnl_image(text: str) -> QImage:
    image = QImage(120, 28, QImage.Format.Format_RGB32)
    image.fill(DARK.surface)
    painter = QPainter(image)
    paint_pnl_sample(painter, QRectF(0, 0, 120, 28), text, DARK, text_font(TextRole.BODY))
    painter.end()
    return image


def _columns_inked(image: QImage) -> list[int]:
    ground = DARK.surface
    return [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y) != ground for y in range(image.height()))
    ]


def test_the_triangle_stands_in_its_slot_whatever_the_number(qapp: object) -> None:
    for text, ink in (("+5.00", DARK.pos), ("−1,234.50", DARK.neg)):
        image = _pnl_image(text)
        columns = _columns_inked(image)
        assert max(columns) in range(117, 120)
        # Six pixels of air between the number and the triangle's eight.
        assert not set(columns) & set(range(107, 112))
        assert image.pixelColor(QPoint(116, 14)) == ink


def test_only_a_fresh_profit_or_loss_has_its_colour() -> None:
    assert pnl_color(96.84, DARK) == DARK.pos
    assert pnl_color(-96.84, DARK) == DARK.neg
    assert pnl_color(-96.84, DARK, stale=True) == DARK.text3
    assert pnl_color(0.0, DARK) == DARK.text2
    assert pnl_color(None, DARK) == DARK.text3


# Buttons and focus


def test_a_button_is_pressed_by_mouse_space_and_enter(
    qtbot: QtBot, theme: Theme, show: Show
) -> None:
    button = Button(theme, "Check now", kind=ButtonKind.PRIMARY, icon=IconName.REFRESH)
    show(button)
    presses: list[str] = []
    button.clicked.connect(lambda: presses.append("press"))

    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    button.setFocus()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        qtbot.keyClick(button, key)

    assert len(presses) == 4


def test_a_button_that_cannot_be_used_does_nothing(qtbot: QtBot, theme: Theme, show: Show) -> None:
    button = Button(theme, "Check now", kind=ButtonKind.PRIMARY)
    show(button)
    fills = {DARK.accent_fill.name(), DARK.accent_fill_hover.name()}
    assert fills & colors_in(button)

    button.setEnabled(False)

    with qtbot.assertNotEmitted(button.clicked):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not fills & colors_in(button)


def test_a_bare_icon_says_what_it_does(qtbot: QtBot, theme: Theme) -> None:
    button = IconButton(theme, IconName.CLOSE, "Close")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Close"
    assert button.toolTip() == "Close"
    assert button.size() == QSize(32, 32)


def test_the_tab_key_frames_the_control_two_pixels_outside_it(
    qtbot: QtBot, theme: Theme, show: Show
) -> None:
    first, second = Button(theme, "One"), Button(theme, "Two")
    window = show(first, second)
    first.setFocus(Qt.FocusReason.MouseFocusReason)

    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)

    frame = FocusFrame.of(second, theme)
    assert frame.control is second
    assert frame.isVisible()
    outside = second.geometry().adjusted(-4, -4, 4, 4)
    assert frame.geometry() == outside
    left = window.grab().toImage().pixelColor(outside.left(), outside.center().y())
    assert left == DARK.accent


def test_a_click_shows_no_frame_and_the_next_key_does(
    qtbot: QtBot, theme: Theme, show: Show
) -> None:
    button = Button(theme, "One")
    show(button)
    frame = FocusFrame.of(button, theme)

    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not frame.isVisible()

    qtbot.keyClick(button, Qt.Key.Key_Right)
    assert frame.isVisible()


def test_the_frame_follows_its_control_and_goes_with_it(
    qtbot: QtBot, theme: Theme, show: Show
) -> None:
    button = Button(theme, "One")
    window = show(button)
    qtbot.keyClick(button, Qt.Key.Key_Right)
    frame = FocusFrame.of(button, theme)

    window.resize(600, 200)
    qtbot.waitUntil(lambda: frame.geometry() == button.geometry().adjusted(-4, -4, 4, 4))

    button.hide()
    assert not frame.isVisible()
    assert frame.control is None


def test_the_frame_goes_with_a_control_that_is_deleted(
    qtbot: QtBot, theme: Theme, show: Show
) -> None:
    first, second = Button(theme, "One"), Button(theme, "Two")
    show(first, second)
    qtbot.keyClick(first, Qt.Key.Key_Right)
    frame = FocusFrame.of(second, theme)
    framed = frame.control
    other = first if framed is second else second

    with qtbot.waitSignal(framed.destroyed):
        framed.deleteLater()

    assert frame.control is not framed
    qtbot.keyClick(other, Qt.Key.Key_Right)
    other.setFocus(Qt.FocusReason.TabFocusReason)
    assert frame.control is other


# Inputs and choices


def test_segments_are_chosen_by_mouse_and_arrow_keys(
    qtbot: QtBot, theme: Theme, show: Show
) -> None:
    segments = Segments(theme, "Account class")
    segments.set_choices((("all", "All 12"), ("live", "Live 2"), ("funded", "Funded 4")))
    window = show(segments)
    assert segments.choice == "all"
    chosen: list[str] = []
    segments.chosen.connect(chosen.append)

    live = next(child for child in segments.children() if getattr(child, "key", "") == "live")
    qtbot.mouseClick(live, Qt.MouseButton.LeftButton)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Right)

    assert chosen == ["live", "funded"]
    assert segments.choice == "funded"


def test_segments_keep_the_choice_when_their_words_change(qtbot: QtBot, theme: Theme) -> None:
    segments = Segments(theme, "Account class")
    qtbot.addWidget(segments)
    segments.set_choices((("all", "All 12"), ("live", "Live 2")))
    segments.choose("live")

    segments.set_choices((("all", "All 13"), ("live", "Live 3")))
    assert segments.choice == "live"

    segments.set_choices((("all", "All 13"), ("sim", "Sim 1")))
    assert segments.choice == "all"


def test_escape_empties_a_filter(qtbot: QtBot, theme: Theme, show: Show) -> None:
    box = FilterBox(theme, "Filter accounts")
    show(box)

    qtbot.keyClicks(box, "APEX")
    assert box.text() == "APEX"
    qtbot.keyClick(box, Qt.Key.Key_Escape)

    assert box.text() == ""
    assert box.accessibleName() == "Filter accounts"


# Words


def test_a_line_that_does_not_fit_is_cut_and_shown_whole_as_a_tip(
    qtbot: QtBot, theme: Theme
) -> None:
    text = Text(theme, "Live-48120 at NinjaTrader Brokerage")
    qtbot.addWidget(text)
    text.resize(80, 20)
    text.grab()
    assert text.toolTip() == "Live-48120 at NinjaTrader Brokerage"

    text.resize(400, 20)
    text.grab()
    assert text.toolTip() == ""


def test_a_paragraph_is_as_high_as_its_lines(qtbot: QtBot, theme: Theme) -> None:
    text = Text(theme, "many words " * 20, TextRole.LEAD, wrap=True)
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(text)
    column.addStretch(1)
    qtbot.addWidget(window)
    window.resize(400, 600)
    window.show()

    lines = text.height() / TextRole.LEAD.line_height
    assert lines == int(lines) > 2
    window.resize(800, 600)
    assert text.height() < lines * TextRole.LEAD.line_height


def test_what_a_server_sends_is_never_taken_for_markup(qtbot: QtBot, theme: Theme) -> None:
    text = Text(theme, "<img src='x'><b>bold</b>")
    qtbot.addWidget(text)
    assert text.textFormat() is Qt.TextFormat.PlainText


@pytest.mark.parametrize(
    ("scope", "name"), [(Scope.READ, "Scope: Read-only"), (Scope.TRADE, "Scope: Trade scope")]
)
def test_the_scope_is_named(qtbot: QtBot, theme: Theme, scope: Scope, name: str) -> None:
    badge = ScopeBadge(theme, scope)
    qtbot.addWidget(badge)
    assert badge.accessibleName() == name
    assert scope.value in badge.toolTip()


def test_without_a_sign_in_there_is_no_scope(qtbot: QtBot, theme: Theme, show: Show) -> None:
    badge = ScopeBadge(theme, Scope.READ)
    show(badge)
    badge.set_scope(None)
    assert not badge.isVisible()


# Ages and figures


def test_an_age_counts_on_and_turns_into_as_of(qtbot: QtBot, theme: Theme, show: Show) -> None:
    label = AgeLabel(theme)
    show(label)

    label.show_age(moment(0), 15, moment(12))
    assert label.text() == "12 s"
    assert not label.is_stale

    label.show_age(moment(0), 15, moment(16))
    assert label.text().startswith("as of ")
    assert label.is_stale
    label.adjustSize()
    assert DARK.stale.name() in colors_in(label)


def test_a_head_can_keep_quiet_while_fresh(qtbot: QtBot, theme: Theme) -> None:
    label = AgeLabel(theme, quiet_when_fresh=True)
    qtbot.addWidget(label)
    label.show_age(moment(0), 15, moment(12))
    assert label.text() == ""
    label.show_age(None, 15, moment(12))
    assert label.text() == ""


def test_a_tile_says_its_figure_and_loses_its_colour_when_stale(
    qtbot: QtBot, theme: Theme, show: Show
) -> None:
    tile = Tile(theme, "Open P/L")
    show(tile)
    tile.show_figure(TileFigure(pnl=1337.5, is_pnl=True, fetched_at=moment(0), limit=15), moment(2))
    assert tile.accessibleName() == "Open P/L: +1,337.50"
    assert DARK.pos.name() in colors_in(tile)

    tile.tick(moment(16))

    assert tile.accessibleName().startswith("Open P/L: +1,337.50, as of ")
    colors = colors_in(tile)
    assert DARK.pos.name() not in colors
    assert DARK.stale.name() in colors


def test_a_tile_without_a_figure_shows_a_dash(qtbot: QtBot, theme: Theme) -> None:
    tile = Tile(theme, "Net liquidation")
    qtbot.addWidget(tile)
    tile.show_figure(TileFigure(), moment(0))
    assert tile.accessibleName() == "Net liquidation: not supplied"


def test_a_tile_is_lower_in_a_small_window(qtbot: QtBot, theme: Theme) -> None:
    tile = Tile(theme, "Net liquidation")
    qtbot.addWidget(tile)
    assert tile.sizeHint().height() == 92
    tile.set_small(True)
    assert tile.sizeHint().height() == 60


# Banner


def test_a_banner_names_the_trouble_and_asks_for_its_remedy(
    qtbot: QtBot, theme: Theme, show: Show
) -> None:
    banner = Banner(theme)
    show(banner)
    assert not banner.isVisible()

    trouble = problem(ProblemKind.ADDON_OFFLINE)
    banner.show_problem(trouble, moment(42), since=moment(0), next_check_at=moment(60))

    words = [text.text() for text in banner.findChildren(Text)]
    assert "Add-on offline · 42 s" in words
    assert f"{trouble.cause} {trouble.fix}" in words
    assert "Next check in 18 s" in words
    with qtbot.waitSignal(banner.action_requested) as requested:
        qtbot.mouseClick(banner.findChild(Button), Qt.MouseButton.LeftButton)
    assert requested.args == [Action.CHECK_AGAIN]


def test_a_banner_counts_by_the_clock_and_rests_while_checking(
    qtbot: QtBot, theme: Theme, show: Show
) -> None:
    banner = Banner(theme)
    show(banner)
    trouble = problem(ProblemKind.ADDON_OFFLINE)
    banner.show_problem(trouble, moment(42), since=moment(0), next_check_at=moment(60))

    banner.tick(moment(50))
    words = [text.text() for text in banner.findChildren(Text)]
    assert "Add-on offline · 50 s" in words
    assert "Next check in 10 s" in words

    banner.show_problem(trouble, moment(51), since=moment(0), checking=True)
    assert not banner.findChild(Button).isEnabled()

    banner.show_problem(None, moment(52))
    assert not banner.isVisible()


# Every control, dressed anew


def _panel(theme: Theme) -> QWidget:
    panel = Panel(theme, "Accounts")
    panel.body.addWidget(Text(theme, "Words", color="text2"))
    return panel


def _segments(theme: Theme) -> QWidget:
    segments = Segments(theme, "Class")
    segments.set_choices((("all", "All"), ("live", "Live")))
    return segments


def _banner(theme: Theme) -> QWidget:
    banner = Banner(theme)
    banner.show_problem(problem(ProblemKind.BROKER_LOST), moment(0))
    return banner


def _notice(theme: Theme) -> QWidget:
    notice = Notice(theme)
    notice.show_text("Signed out.")
    return notice


def _tile(theme: Theme) -> QWidget:
    tile = Tile(theme, "Open P/L")
    tile.show_figure(TileFigure(pnl=-3.0, is_pnl=True, note=(("Eval", "2"),)), moment(0))
    return tile


def _age(theme: Theme) -> QWidget:
    label = AgeLabel(theme)
    label.show_age(moment(0), 5, moment(9))
    return label


_CONTROLS: dict[str, Callable[[Theme], QWidget]] = {
    "age": _age,
    "banner": _banner,
    "button": lambda theme: Button(theme, "Press", icon=IconName.COPY),
    "filter": lambda theme: FilterBox(theme, "Filter"),
    "icon": lambda theme: IconView(theme, IconName.LOCK),
    "icon button": lambda theme: IconButton(theme, IconName.CLOSE, "Close"),
    "link": lambda theme: LinkButton(theme, "Try the demo"),
    "notice": _notice,
    "panel": _panel,
    "primary": lambda theme: Button(theme, "Press", kind=ButtonKind.PRIMARY),
    "scope": lambda theme: ScopeBadge(theme, Scope.TRADE),
    "segments": _segments,
    "shape": lambda theme: StateShapeView(theme, StateShape.STALE),
    "tag": lambda theme: Tag(theme, "Funded"),
    "tile": _tile,
}


@pytest.mark.parametrize("make", _CONTROLS.values(), ids=_CONTROLS.keys())
def test_every_control_takes_a_new_theme_while_it_is_shown(
    make: Callable[[Theme], QWidget], qtbot: QtBot, theme: Theme
) -> None:
    control = make(theme)
    fresh = make(Theme(ColourScheme.LIGHT))
    for widget in (control, fresh):
        qtbot.addWidget(widget)
        widget.resize(320, 120)
    dark = _image(control)

    theme.set_scheme(ColourScheme.LIGHT)

    assert _image(control) == _image(fresh)
    assert _image(control) != dark


def _image(widget: QWidget) -> QImage:
    """What the widget itself paints, over nothing."""
    if isinstance(widget, QLineEdit):
        widget.setCursorPosition(0)
    image = QImage(widget.size(), QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    widget.render(image, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    return image


def test_disabled_controls_are_in_the_colour_of_disabled(qtbot: QtBot, theme: Theme) -> None:
    for make in (_tile, _segments, _age, _CONTROLS["scope"], _CONTROLS["tag"]):
        control = make(theme)
        qtbot.addWidget(control)
        control.setEnabled(False)
        colors = colors_in(control)
        assert DARK.disabled.name() in colors
        assert not colors & {color.name() for color in (DARK.text, DARK.warn, DARK.neg, DARK.stale)}
    assert LIGHT.disabled != DARK.disabled
