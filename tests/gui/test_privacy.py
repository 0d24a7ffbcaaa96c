"""Privacy mode: at each level nothing that it hides can be read anywhere in the window."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTableView, QWidget
from pytestqt.qtbot import QtBot

import ct_desktop.ui
from ct_desktop.core.account_rules import AccountRule, AccountRules, DrawdownKind
from ct_desktop.core.activity import ActivityDay, ActivityEntry, ActivityKind
from ct_desktop.core.limit_alerts import LimitAlert, LimitKind
from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.core.privacy import AMOUNT_MASK, PrivacyLevel
from ct_desktop.core.wording_activity import last_seen, position_opened
from ct_desktop.profiles import ProfileSettings
from ct_desktop.ui.activity.screen import ActivityScreen
from ct_desktop.ui.connection.screen import ConnectionScreen
from ct_desktop.ui.limits.words import text_of, title_of
from ct_desktop.ui.monitor.screen import MonitorScreen
from ct_desktop.ui.monitor.table_view import TableView
from ct_desktop.ui.privacy import PRIVACY
from ct_desktop.ui.second_screen.view import SecondScreenView
from ct_desktop.ui.settings.screen import SettingsScreen
from ct_desktop.ui.shell.rail import Screen
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.palette import DARK
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.market_samples import at, market_state, mock_up_snapshot
from support.readable_texts import readable_texts
from support.ui_states import colors_in

SNAPSHOT = mock_up_snapshot()
STATE = market_state(SNAPSHOT)
RULE = AccountRule(
    "APEX1234",
    daily_loss_limit=1234.5,
    drawdown=DrawdownKind.STATIC,
    drawdown_amount=2345.25,
    starting_balance=50378.15,
)
ALERT = LimitAlert("APEX1234", "APEX1234", LimitKind.DRAWDOWN, 25, 678.9, 48032.9, "USD")
HELD = Position("APEX1234", "NQ 12-26", MarketPosition.LONG, 17, 26098.25, 26118.5, -405.0)
DAY = ActivityDay(
    (
        ActivityEntry(
            1,
            ActivityKind.POSITION_OPENED,
            at(-60).utc,
            position_opened("APEX1234", HELD),
            last_seen(HELD),
        ),
    ),
    (),
)


def _written(amount: float) -> set[str]:
    whole = f"{abs(amount):,.2f}"
    plain = f"{abs(amount)}"
    return {whole, plain, whole.removesuffix("0").removesuffix(".0")}


def _amounts() -> set[str]:
    """Every amount there is, as it might be written; the shortest could be part of anything."""
    found: set[float | None] = set()
    for balance in SNAPSHOT.balances.values():
        value = balance.value
        found |= {value.net_liquidation, value.cash_value, value.buying_power, value.realized_pnl}
    assert SNAPSHOT.positions is not None
    for position in SNAPSHOT.positions.value:
        found |= {position.average_price, position.market_price, position.unrealized_pnl}
    assert SNAPSHOT.orders is not None
    for order in SNAPSHOT.orders.value:
        found |= {order.limit_price, order.stop_price}
    found |= {RULE.daily_loss_limit, RULE.drawdown_amount, RULE.starting_balance}
    found |= {ALERT.amount, ALERT.threshold}
    texts = {text for amount in found if amount is not None for text in _written(amount)}
    return {text for text in texts if len(text) >= 5}


def _names() -> set[str]:
    assert SNAPSHOT.accounts is not None
    return {
        name for account in SNAPSHOT.accounts.value for name in (account.name, account.display_name)
    }


@dataclass
class App:
    """The window with every screen, and the second screen; shown anew as the app does it."""

    window: MainWindow
    second_screen: SecondScreenView
    show: Callable[[], None]

    @property
    def texts(self) -> list[tuple[str, str]]:
        """All that can be read."""
        return [text for root in (self.window, self.second_screen) for text in readable_texts(root)]

    def leaks(self, secrets: set[str]) -> list[tuple[str, str, str]]:
        """Where one of ``secrets`` can be read."""
        pattern = re.compile("|".join(re.escape(secret) for secret in sorted(secrets)))
        found = ((where, text, pattern.search(text)) for where, text in self.texts)
        return [(where, text, match[0]) for where, text, match in found if match]


@pytest.fixture(autouse=True)
def _in_the_open() -> Iterator[None]:
    yield
    PRIVACY.set_level(PrivacyLevel.OFF)


@pytest.fixture
def app(qtbot: QtBot, tmp_path: Path) -> Iterator[App]:
    theme = Theme(ColourScheme.DARK)
    window = MainWindow(theme)
    qtbot.addWidget(window)
    second_screen = SecondScreenView(theme)
    qtbot.addWidget(second_screen)
    monitor, connection = MonitorScreen(theme), ConnectionScreen(theme)
    activity = ActivityScreen(theme)
    settings = SettingsScreen(
        theme, data_folder=tmp_path, log_folder=tmp_path, server_url="https://example.com/mcp"
    )
    screens: dict[Screen, QWidget] = {
        Screen.MONITOR: monitor,
        Screen.CONNECTION: connection,
        Screen.ACTIVITY: activity,
        Screen.SETTINGS: settings,
    }
    for name, widget in screens.items():
        window.add_screen(name, lambda widget=widget: widget)
    rules = AccountRules.of((RULE,))
    assert SNAPSHOT.accounts is not None
    accounts = SNAPSHOT.accounts.value
    activity.set_account_names(_names())
    activity.show_day(DAY, at(2))
    settings.show_settings(ProfileSettings(account_rules=(RULE,)), STATE.sign_in)
    settings.account_rules.show_accounts(accounts, {}, at(2))
    settings.account_rules.accounts.selectRow(2)

    def show(*_changed: object) -> None:
        now = at(2)
        monitor.use_rules(rules, {})
        second_screen.use_rules(rules, {})
        for part in (window, monitor, connection, second_screen):
            part.show_state(STATE, now)
        window.show_limits([ALERT])

    PRIVACY.changed.connect(show)
    for screen in reversed(screens):
        window.set_screen(screen)
    window.resize(1920, 1080)
    second_screen.resize(1920, 1080)
    with qtbot.waitExposed(window):
        window.show()
    second_screen.show()
    show()
    yield App(window, second_screen, show)
    PRIVACY.changed.disconnect(show)


def test_what_the_search_looks_for_is_there_while_nothing_is_hidden(app: App) -> None:
    seen = "\n".join(text for _, text in app.texts)
    assert _names() <= {name for name in _names() if name in seen}
    missing = {"32,117.36", "655.20", "7,006.75", "2,345.25", "678.90", "26098.25"}
    assert not {amount for amount in missing if amount not in seen}
    assert {where.split()[0] for where, _ in app.texts} >= {
        "Tile",
        "TableView",
        "AccountList",
        "LimitBanner",
        "BigFigure",
        "PositionRow",
        "_TotalRow",
    }


@pytest.mark.parametrize("level", [PrivacyLevel.AMOUNTS, PrivacyLevel.NAMES_AND_AMOUNTS])
def test_no_amount_can_be_read(app: App, level: PrivacyLevel) -> None:
    PRIVACY.set_level(level)
    assert app.leaks(_amounts()) == []
    assert any(AMOUNT_MASK in text for _, text in app.texts)


def test_names_are_hidden_at_their_level_alone(app: App) -> None:
    PRIVACY.set_level(PrivacyLevel.AMOUNTS)
    assert app.leaks(_names())
    PRIVACY.set_level(PrivacyLevel.NAMES_AND_AMOUNTS)
    assert app.leaks(_names()) == []


def test_all_is_back_as_it_was_when_nothing_is_hidden_any_more(app: App) -> None:
    before = app.texts
    PRIVACY.set_level(PrivacyLevel.NAMES_AND_AMOUNTS)
    PRIVACY.set_level(PrivacyLevel.OFF)
    assert app.texts == before


def test_what_is_built_while_hidden_is_masked_too(app: App, qtbot: QtBot) -> None:
    PRIVACY.set_level(PrivacyLevel.NAMES_AND_AMOUNTS)
    later = MonitorScreen(Theme(ColourScheme.DARK))
    qtbot.addWidget(later)
    later.show_state(STATE, at(2))
    secrets = _names() | _amounts()
    assert not [text for _, text in readable_texts(later) if any(s in text for s in secrets)]


def test_the_colours_and_triangles_of_profit_and_loss_go_with_the_amounts(app: App) -> None:
    app.window.set_screen(Screen.MONITOR)
    colours = {DARK.pos.name(), DARK.neg.name()}
    tables = [t for t in app.window.findChildren(QTableView) if isinstance(t, TableView)]
    positions = next(t for t in tables if t.accessibleName() == "Positions")
    assert colours <= colors_in(positions)
    PRIVACY.set_level(PrivacyLevel.AMOUNTS)
    assert not colours & colors_in(positions)
    # The state ok has the colour of a profit, and stays.
    assert DARK.neg.name() not in colors_in(app.second_screen)


@pytest.mark.parametrize("name", ["Accounts", "Positions", "Orders", "Fills"])
def test_copies_and_exports_are_masked_as_the_view_is(app: App, qtbot: QtBot, name: str) -> None:
    view = next(t for t in app.window.findChildren(TableView) if t.accessibleName() == name)
    PRIVACY.set_level(PrivacyLevel.NAMES_AND_AMOUNTS)
    view.selectAll()
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    for text in (QApplication.clipboard().text(), view.as_csv()):
        assert AMOUNT_MASK in text
        assert not {secret for secret in _names() | _amounts() if secret in text}


def test_the_copy_of_an_entry_is_masked(app: App) -> None:
    app.window.set_screen(Screen.ACTIVITY)
    PRIVACY.set_level(PrivacyLevel.AMOUNTS)
    seen = "\n".join(text for where, text in app.texts if "Timeline" in where)
    assert f"APEX1234 opened long {AMOUNT_MASK} NQ 12-26 at {AMOUNT_MASK}" in seen
    assert "405" not in seen


def test_a_notification_of_a_limit_is_masked() -> None:
    PRIVACY.set_level(PrivacyLevel.NAMES_AND_AMOUNTS)
    assert title_of(ALERT) == "AP••••34: 25 % or less left to the drawdown"
    assert text_of(ALERT).startswith(f"About {AMOUNT_MASK} USD left, limit at {AMOUNT_MASK} USD.")


def test_the_shortcut_goes_through_the_levels(app: App, qtbot: QtBot) -> None:
    with qtbot.waitActive(app.window):
        app.window.activateWindow()
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    levels = []
    for _ in range(3):
        qtbot.keyClick(app.window, Qt.Key.Key_M, keys)
        levels.append(PRIVACY.level)
    assert levels == [PrivacyLevel.AMOUNTS, PrivacyLevel.NAMES_AND_AMOUNTS, PrivacyLevel.OFF]


def test_a_column_does_not_tell_by_its_width_what_stood_in_it(app: App) -> None:
    view = next(t for t in app.window.findChildren(TableView) if t.accessibleName() == "Accounts")
    PRIVACY.set_level(PrivacyLevel.AMOUNTS)
    figures = {view.widths[column] for column in (2, 3, 4)}
    assert len(figures) == 1


def test_amounts_of_rules_can_be_seen_and_changed_only_in_the_open(app: App) -> None:
    app.window.set_screen(Screen.SETTINGS)
    section = next(
        w for w in app.window.findChildren(QWidget) if type(w).__name__ == "AccountRulesSection"
    )
    field = section.amounts["daily_loss_limit"]
    assert field.isEnabled()
    assert field.input.text() == "1,234.50"
    PRIVACY.set_level(PrivacyLevel.AMOUNTS)
    assert not field.isEnabled()
    assert field.input.text() == AMOUNT_MASK
    PRIVACY.set_level(PrivacyLevel.OFF)
    assert field.input.text() == "1,234.50"


def test_amounts_become_text_in_one_place_alone() -> None:
    """Else a new screen could write one that no mask reaches."""
    decimals = re.compile(r"\{[^{}]*:[,+]*\.\d+[fg]\}")
    folder = Path(ct_desktop.ui.__file__).parent
    places = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if decimals.search(path.read_text(encoding="utf-8"))
    }
    no_amounts = {"activity/lane_row.py", "theme/icons.py"}
    assert places - no_amounts == {"controls/formatting.py"}
