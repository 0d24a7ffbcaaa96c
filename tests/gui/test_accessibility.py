"""Every control of every screen and dialog: named for a screen reader, and reached by Tab."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

import ct_desktop.ui
from ct_desktop.clients.applying import ApplyPlan
from ct_desktop.clients.library import all_clients, find_client
from ct_desktop.core import wording_profiles
from ct_desktop.core.account_rules import AccountRule, DrawdownKind
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.scopes import Scope
from ct_desktop.profiles import AppFolders, ProfileSettings
from ct_desktop.ui.about.dialog import AboutDialog
from ct_desktop.ui.activity.screen import ActivityScreen
from ct_desktop.ui.clients.apply_dialog import ApplyDialog
from ct_desktop.ui.clients.screen import ClientsScreen
from ct_desktop.ui.connection.screen import ConnectionScreen
from ct_desktop.ui.connection.sign_out_dialog import SignOutDialog
from ct_desktop.ui.controls.dialog import Dialog
from ct_desktop.ui.controls.focus_frame import QUIETLY
from ct_desktop.ui.diagnostics.dialog import DiagnosticsDialog
from ct_desktop.ui.monitor.screen import MonitorScreen
from ct_desktop.ui.profiles.name_dialog import ProfileNameDialog
from ct_desktop.ui.profiles.removal_dialog import ProfileRemovalDialog
from ct_desktop.ui.scope_change.dialog import ScopeChangeDialog
from ct_desktop.ui.settings.delete_history_dialog import DeleteHistoryDialog
from ct_desktop.ui.settings.reset_dialog import ResetDialog
from ct_desktop.ui.settings.screen import SettingsScreen
from ct_desktop.ui.shell.rail import Screen
from ct_desktop.ui.shell.shortcuts_dialog import ShortcutsDialog
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.sign_in.dialog import SignInDialog
from ct_desktop.ui.theme.style import dress
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from ct_desktop.ui.tray.close_question import CloseQuestion
from ct_desktop.ui.welcome.screen import WelcomeScreen
from support.activity_samples import MOCK_UP_DAY, NOW
from support.market_samples import at, market_state, mock_up_snapshot

_CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QTabBar,
)
_NO_ROLES = (QAccessible.Role.NoRole, QAccessible.Role.Client)
STATE = market_state(mock_up_snapshot(), ProblemKind.ADDON_OFFLINE)
PLAN = ApplyPlan(
    client=find_client("cursor"),
    path=Path("/home/trader/.cursor/mcp.json"),
    difference="+{}\n",
    is_new=True,
    text="{}\n",
    stored=None,
)
RULE = AccountRule("APEX1234", daily_loss_limit=1000, drawdown=DrawdownKind.TRAILING_INTRADAY)


def _settings(theme: Theme, folder: Path) -> SettingsScreen:
    screen = SettingsScreen(theme, data_folder=folder, log_folder=folder, server_url="https://a.b")
    screen.show_settings(ProfileSettings(account_rules=(RULE,)), STATE.sign_in)
    return screen


def _activity(theme: Theme) -> ActivityScreen:
    screen = ActivityScreen(theme)
    screen.show_day(MOCK_UP_DAY, NOW)
    return screen


def _clients(theme: Theme) -> ClientsScreen:
    screen = ClientsScreen(theme, "https://a.b/mcp")
    screen.show_clients(all_clients())
    return screen


SCREENS: dict[str, Callable[[Theme, Path], QWidget]] = {
    "monitor": lambda theme, _: MonitorScreen(theme),
    "connection": lambda theme, _: ConnectionScreen(theme),
    "activity": lambda theme, _: _activity(theme),
    "clients": lambda theme, _: _clients(theme),
    "settings": _settings,
}
DIALOGS: dict[str, Callable[[Theme, MainWindow], Dialog]] = {
    "scope change": lambda theme, window: ScopeChangeDialog(
        theme, Scope.READ, Scope.TRADE, ("APEX1234",), window
    ),
    "sign-in": lambda theme, window: SignInDialog(
        theme, window, scope=Scope.READ, client_name="CrossTrade Desktop on desk"
    ),
    "diagnostics": DiagnosticsDialog,
    "profile name": lambda theme, window: ProfileNameDialog(
        theme,
        window,
        wording_profiles.NEW_TITLE,
        explanation=wording_profiles.NEW_WORDS,
        ways=(wording_profiles.OPEN_APART, wording_profiles.OPEN_HERE),
    ),
    "profile removal": lambda theme, window: ProfileRemovalDialog(theme, window, "Apex"),
    "adding an entry": lambda theme, window: ApplyDialog(theme, window, PLAN),
    "reset": ResetDialog,
    "deleting the history": DeleteHistoryDialog,
    "sign out": lambda theme, window: SignOutDialog(theme, window, kept_in="the keychain"),
    "close": CloseQuestion,
    "shortcuts": ShortcutsDialog,
    "about": lambda theme, window: AboutDialog(theme, window, AppFolders.from_environment()),
}


def test_no_dialog_is_left_out_here() -> None:
    for module in pkgutil.walk_packages(ct_desktop.ui.__path__, "ct_desktop.ui."):
        if module.name.endswith(("dialog", "question")):
            importlib.import_module(module.name)
    known = {maker for maker in DIALOGS.values() if isinstance(maker, type)}
    known |= {ScopeChangeDialog, SignInDialog, SignOutDialog}
    known |= {ProfileNameDialog, ProfileRemovalDialog, ApplyDialog, AboutDialog}
    kinds = set()
    waiting: list[type[Dialog]] = [Dialog]
    while waiting:
        kind = waiting.pop()
        heirs = kind.__subclasses__()
        waiting += heirs
        if not heirs and kind.__module__.startswith("ct_desktop."):
            kinds.add(kind)
    assert kinds == known


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    theme = Theme(ColourScheme.DARK)
    palette, font = qapp.palette(), qapp.font()
    dress(qapp, theme)
    window = MainWindow(theme)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    yield window
    # The look is the application's: what is tested next has its own.
    qapp.setStyleSheet("")
    qapp.setPalette(palette)
    qapp.setFont(font)


def _show(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()


def _controls(root: QWidget) -> list[QWidget]:
    """All that can be used, whatever it is; a heading and a scroll bar belong to their table."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if isinstance(widget, _CONTROLS)
        and not isinstance(widget, (QHeaderView, QScrollBar))
        and not isinstance(widget.parentWidget(), (QComboBox, QAbstractSpinBox, QLineEdit))
        and widget.isVisible()
    ]


def _nameless(controls: list[QWidget]) -> list[str]:
    faults = []
    for control in controls:
        interface = QAccessible.queryAccessibleInterface(control)
        name = interface.text(QAccessible.Text.Name)
        if not name.strip() or interface.role() in _NO_ROLES:
            faults.append(f"{type(control).__name__} {name!r} {interface.role()}")
    return faults


def _round(qtbot: QtBot, window: MainWindow) -> list[QWidget]:
    """What has the keyboard while Tab is pressed, until it comes round."""
    window.setFocus()
    seen: list[QWidget] = []
    for _ in range(200):
        qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        focused = window.focusWidget()
        if focused in seen:
            return seen
        seen.append(focused)
    raise AssertionError("Tab never comes round")


def _unreached(controls: list[QWidget], reached: list[QWidget]) -> list[str]:
    """Enabled controls that Tab misses; of a group that the arrows go through one is enough."""
    faults = []
    for control in controls:
        if not control.isEnabled() or control in reached:
            continue
        brothers = [each for each in reached if each.parentWidget() is control.parentWidget()]
        by_arrows = isinstance(control, QAbstractButton) and (
            control.autoExclusive() or control.group() is not None or control.isCheckable()
        )
        if not (by_arrows and brothers):
            name = control.accessibleName() or getattr(control, "text", str)()
            faults.append(f"{type(control).__name__} {name!r}")
    return faults


def _shows_focus(window: MainWindow, widget: QWidget) -> bool:
    """Whether it looks otherwise, or what is around it, while a key has brought the keyboard."""
    for page in window.findChildren(QScrollArea):
        if page.isAncestorOf(widget):
            # Tab does the same.
            page.ensureWidgetVisible(widget)
    place = QRect(widget.mapTo(window, QPoint()), widget.size()).adjusted(-5, -5, 5, 5)
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    with_focus = window.grab(place).toImage()
    window.setFocus(QUIETLY)
    return window.grab(place).toImage() != with_focus


@pytest.mark.parametrize("name", SCREENS)
def test_a_screens_controls_are_named_reached_and_show_it(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, name: str
) -> None:
    screen = SCREENS[name](window._theme, tmp_path)
    window.add_screen(Screen(name), lambda: screen)
    window.set_screen(Screen(name))
    _show(qtbot, window)
    window.show_state(STATE, at(2))
    if isinstance(screen, (MonitorScreen, ConnectionScreen)):
        screen.show_state(STATE, at(2))
    controls = _controls(window)
    reached = _round(qtbot, window)
    assert len(controls) > 8
    assert _nameless(controls) == []
    assert _unreached(controls, reached) == []
    assert [type(w).__name__ for w in reached if not _shows_focus(window, w)] == []


def test_the_welcomes_controls_are_named_reached_and_show_it(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.set_welcome(WelcomeScreen(window._theme))
    window.show_welcome()
    _show(qtbot, window)
    reached = _round(qtbot, window)
    assert _nameless(_controls(window)) == []
    assert _unreached(_controls(window), reached) == []
    assert [type(w).__name__ for w in reached if not _shows_focus(window, w)] == []


@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialogs_controls_are_named_reached_and_show_it(
    qtbot: QtBot, window: MainWindow, name: str
) -> None:
    _show(qtbot, window)
    dialog = DIALOGS[name](window._theme, window)
    dialog.open()
    controls = _controls(dialog)
    reached = _round(qtbot, window)
    assert dialog.accessibleName()
    assert controls
    assert all(dialog.isAncestorOf(widget) for widget in reached)
    assert _nameless(controls) == []
    assert _unreached(controls, reached) == []
    assert [type(w).__name__ for w in reached if not _shows_focus(window, w)] == []
