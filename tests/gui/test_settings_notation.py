"""Settings, Figures and times: the choices are written as they write."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from ct_desktop.core.notation import ClockForm, NumberForm, TimesIn
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.profiles import ProfileSettings
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.segments import Segments
from ct_desktop.ui.notation import NOTATION
from ct_desktop.ui.settings.notation import NotationSection
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.active_window import show_active
from support.connection_samples import NOW


@pytest.fixture(autouse=True)
def _own_forms_again() -> Iterator[None]:
    yield
    NOTATION.set_forms(NumberForm.COMMA_POINT, ClockForm.HOURS_24, TimesIn.LOCAL)


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def section(qtbot: QtBot, window: QMainWindow) -> NotationSection:
    section = NotationSection(Theme(ColourScheme.LIGHT))
    window.setCentralWidget(section)
    show_active(qtbot, window)
    section.show_settings(ProfileSettings(), SignIn(SignInState.SIGNED_IN))
    return section


def texts(segments: Segments) -> dict[str, str]:
    parts = (part for part in segments.children() if isinstance(part, QWidget))
    return {part.key: part.text() for part in parts}


@pytest.mark.parametrize("form", [form for form in NumberForm if form is not NumberForm.SYSTEM])
def test_each_choice_of_numbers_is_an_example_of_itself(
    section: NotationSection, form: NumberForm
) -> None:
    NOTATION.set_forms(form, ClockForm.HOURS_24, TimesIn.LOCAL)
    assert texts(section.numbers)[form.value] == formatting.money(1000)


def test_each_control_announces_its_own_setting(qtbot: QtBot, section: NotationSection) -> None:
    changes: list[dict[str, object]] = []
    section.changed.connect(changes.append)
    for row in (section.numbers, section.clock, section.times_in):
        chosen = next(p for p in row.children() if getattr(p, "key", None) == row.choice)
        assert isinstance(chosen, QWidget)
        chosen.setFocus()
        qtbot.keyClick(chosen, Qt.Key.Key_Right)
    assert changes == [
        {"number_form": NumberForm.POINT_COMMA},
        {"clock_form": ClockForm.HOURS_12},
        {"times_in": TimesIn.EXCHANGE},
    ]


def test_the_time_now_is_written_as_all_times_are(section: NotationSection) -> None:
    NOTATION.set_forms(NumberForm.COMMA_POINT, ClockForm.HOURS_12, TimesIn.EXCHANGE)
    section.tick(NOW)
    assert section.now.text() == f"Now {formatting.clock_time(NOW.utc)}"
    assert section.now.text().endswith("m ET")


def test_what_holds_is_shown(section: NotationSection) -> None:
    settings = ProfileSettings(
        number_form=NumberForm.SYSTEM, clock_form=ClockForm.SYSTEM, times_in=TimesIn.EXCHANGE
    )
    section.show_settings(settings, SignIn(SignInState.SIGNED_IN))
    chosen = (section.numbers.choice, section.clock.choice, section.times_in.choice)
    assert chosen == ("system", "system", "exchange")
