"""The welcome: one sentence on what the app is, one choice, one button."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from ct_desktop import __version__
from ct_desktop.core.moment import Moment
from ct_desktop.core.problems import Action, Problem
from ct_desktop.core.scopes import Scope
from ct_desktop.ui.controls.banner import Banner
from ct_desktop.ui.controls.buttons import Button, ButtonKind, ButtonSize, LinkButton
from ct_desktop.ui.controls.icon_view import IconView
from ct_desktop.ui.controls.notice import Notice
from ct_desktop.ui.controls.panel import Line
from ct_desktop.ui.controls.scroll_column import ScrollColumn
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.profiles.button import ProfileButton
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.icons import IconName
from ct_desktop.ui.theme.measures import WINDOW_PADDING
from ct_desktop.ui.theme.theme import Theme
from ct_desktop.ui.welcome.app_mark import AppMark
from ct_desktop.ui.welcome.scope_card import ScopeCard

COLUMN_WIDTH = 760
_ROOMY_FROM = 720
"""Window height from which the pictured distances fit."""


class WelcomeScreen(QWidget):
    """Asks for the scope and for the click that may open the browser."""

    connect_requested = Signal(Scope)
    """Sign in with this scope."""
    demo_requested = Signal()
    """Start the simulated CrossTrade instead."""
    action_requested = Signal(Action)
    """The remedy of the problem shown, by its button."""
    profiles_requested = Signal()
    """The trader pressed the profile."""

    def __init__(
        self, theme: Theme, *, in_demo: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._banner = Banner(theme)
        self._banner.action_requested.connect(self.action_requested)
        self._notice = Notice(theme)
        self._notice.action_requested.connect(self.action_requested)
        self._cards = (self._read_card(), self._trade_card())
        self._group = QButtonGroup(self)
        for card in self._cards:
            self._group.addButton(card)
        self._cards[0].setChecked(True)
        self.connect_button = Button(
            theme,
            "Connect",
            kind=ButtonKind.PRIMARY,
            size=ButtonSize.LARGE,
            icon=IconName.EXTERNAL,
            icon_last=True,
        )
        self.connect_button.clicked.connect(self._connect)
        self._content = self._build_content(in_demo=in_demo)
        scroll = ScrollColumn(_centred(self._content))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_head())
        column.addWidget(scroll, 1)
        self._foot = _centred(self._build_foot())
        column.addWidget(self._foot)
        scroll.bar_width_changed.connect(self._stand_under_column)

    @property
    def scope(self) -> Scope:
        """The scope chosen now."""
        return next(card.scope for card in self._cards if card.isChecked())

    def show_problem(
        self, problem: Problem | None, now: Moment, *, next_check_at: Moment | None = None
    ) -> None:
        """Show over the choice why there is no sign-in, or take it away."""
        self._banner.show_problem(problem, now, next_check_at=next_check_at)
        # One primary button: the problem's remedy while there is one.
        self.connect_button.set_kind(ButtonKind.PRIMARY if problem is None else ButtonKind.PLAIN)
        self._arrange()

    def show_notice(
        self, text: str, *, warning: bool = False, action: Action | None = None
    ) -> None:
        """Say over the choice what came of the last thing done, or nothing with ``""``.

        ``action`` is what is left to do about it, by a button.
        """
        self._notice.show_text(text, warning=warning, action=action)
        self._arrange()

    def show_profile(self, label: str) -> None:
        """Show which profile is to be signed in; nothing where there is only one."""
        self._profile.show_profile(label)
        self._head.setVisible(bool(label))

    def tick(self, now: Moment) -> None:
        """Let the time until the next try go on."""
        self._banner.tick(now)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.connect_button.click()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _connect(self) -> None:
        self.connect_requested.emit(self.scope)

    def _read_card(self) -> ScopeCard:
        card = ScopeCard(
            self._theme,
            Scope.READ,
            "Everything this app does. CrossTrade itself refuses any order sent with this sign-in.",
            recommended=True,
        )
        card.add_allowed("Read accounts, positions, orders and fills")
        card.add_allowed("Check NinjaTrader 8 and broker connections")
        card.add_refused("Place, change or cancel orders")
        card.add_note("You can change this later.")
        return card

    def _trade_card(self) -> ScopeCard:
        card = ScopeCard(
            self._theme,
            Scope.TRADE,
            "For traders who were told they need it. This app still only reads, but its sign-in "
            "could trade if it were stolen.",
        )
        card.add_allowed("Read accounts, positions, orders and fills")
        card.add_caution("The sign-in can place and cancel orders")
        card.add_note(
            "Many funded accounts forbid automated access. Check your firm’s rules first.",
            warning=True,
        )
        return card

    def _build_head(self) -> QWidget:
        self._profile = ProfileButton(self._theme)
        self._profile.clicked.connect(self.profiles_requested)
        self._head = QWidget()
        row = QHBoxLayout(self._head)
        row.setContentsMargins(WINDOW_PADDING, 12, WINDOW_PADDING, 0)
        row.addStretch(1)
        row.addWidget(self._profile)
        self._head.hide()
        return self._head

    def _build_content(self, *, in_demo: bool) -> QWidget:
        theme = self._theme
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 12, 0, 12)
        column.setSpacing(0)
        self._mark = AppMark(theme)
        self._message_gap = _Gap(32)
        self._gaps = [_Gap(spacing) for spacing in (24, 40, 32)]
        mark_gap, question_gap, connect_gap = self._gaps
        column.addStretch(132)
        column.addWidget(self._banner)
        column.addWidget(self._notice)
        column.addWidget(self._message_gap)
        column.addWidget(self._mark)
        column.addWidget(mark_gap)
        column.addWidget(Text(theme, "Your NinjaTrader accounts, watched", TextRole.SCREEN_TITLE))
        column.addSpacing(8)
        lead = (
            "CrossTrade Desktop shows your accounts, positions and orders all day, says how old "
            "each number is, and names the broken link when one fails. It never places an order."
        )
        column.addWidget(Text(theme, lead, TextRole.LEAD, "text2", wrap=True))
        column.addWidget(question_gap)
        question = "What may this computer do with your CrossTrade account?"
        column.addWidget(Text(theme, question, TextRole.TOTAL))
        column.addSpacing(12)
        cards = QGridLayout()
        cards.setSpacing(16)
        for place, card in enumerate(self._cards):
            cards.addWidget(card, 0, place)
            cards.setColumnStretch(place, 1)
        column.addLayout(cards)
        column.addWidget(connect_gap)
        column.addLayout(self._build_connect_row(in_demo=in_demo))
        column.addStretch(171)
        return content

    def _build_connect_row(self, *, in_demo: bool) -> QHBoxLayout:
        theme = self._theme
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(self.connect_button)
        browser = "Opens CrossTrade in your browser. You sign in there, not here."
        row.addWidget(Text(theme, browser, color="text2"), 1)
        if in_demo:
            demo = "Demo: no real money"
            row.addWidget(Text(theme, demo, TextRole.NAME, "text"))
        else:
            link = LinkButton(theme, "Try the demo")
            link.clicked.connect(self.demo_requested)
            row.addWidget(link)
        return row

    def _build_foot(self) -> QWidget:
        theme = self._theme
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Line(theme))
        row = QHBoxLayout()
        row.setContentsMargins(0, 18, 0, 24)
        row.setSpacing(8)
        for icon, text in (
            (IconName.LOCK, "Your sign-in is kept in this computer’s keychain"),
            (IconName.EYE, "Only reading tools are ever called"),
        ):
            row.addWidget(IconView(theme, icon, "text2"), 0, Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(Text(theme, text, TextRole.LABEL, "text3"))
            row.addSpacing(24)
        row.addStretch(1)
        row.addWidget(Text(theme, f"Version {__version__}", TextRole.LABEL, "text3"))
        self._foot_row = row
        column.addLayout(row)
        return foot

    def _stand_under_column(self, bar_width: int) -> None:
        """Keep the foot in one line with the column, which a scroll bar moves."""
        self._foot.setContentsMargins(0, 0, bar_width, 0)

    def _arrange(self) -> None:
        """Fit the height: closer together in a low window, and only what matters by a banner."""
        roomy = self.height() >= _ROOMY_FROM
        for gap in (self._message_gap, *self._gaps):
            gap.set_roomy(roomy)
        above, below = (18, 24) if roomy else (10, 12)
        self._foot_row.setContentsMargins(0, above, 0, below)
        has_message = not (self._banner.isHidden() and self._notice.isHidden())
        self._message_gap.setVisible(has_message)
        self._mark.setVisible(roomy or not has_message)
        self._gaps[0].setVisible(roomy or not has_message)
        self._foot.setVisible(roomy or not has_message)


class _Gap(QWidget):
    """A distance that halves in a low window."""

    def __init__(self, height: int) -> None:
        super().__init__()
        self._height = height
        self.setFixedHeight(height)

    def set_roomy(self, roomy: bool) -> None:
        self.setFixedHeight(self._height if roomy else self._height // 2)


def _centred(widget: QWidget) -> QWidget:
    """``widget`` in a column of :data:`COLUMN_WIDTH`, in the middle, never stretched."""
    place = QWidget()
    widget.setFixedWidth(COLUMN_WIDTH)
    row = QHBoxLayout(place)
    row.setContentsMargins(WINDOW_PADDING, 0, WINDOW_PADDING, 0)
    row.addStretch(1)
    row.addWidget(widget)
    row.addStretch(1)
    return place
