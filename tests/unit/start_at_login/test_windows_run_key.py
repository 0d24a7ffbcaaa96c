"""Start at login on Windows, against a stand-in for ``winreg``: there is no Windows here."""

import pytest

from ct_desktop.start_at_login.entry import LoginStart
from ct_desktop.start_at_login.errors import StartAtLoginError
from ct_desktop.start_at_login.windows_run_key import RUN_KEY, WindowsRunKey
from support.mock_registry import MockRegistry

START = LoginStart(command=(r"C:\Program Files\CrossTrade\ct-desktop.exe", "--minimized"))


def test_by_mock_switching_on_writes_a_quoted_command_and_off_takes_it_away() -> None:
    registry = MockRegistry()
    login = WindowsRunKey(START, registry)
    assert not login.is_on()
    login.switch_off()
    login.switch_on()
    assert registry.keys[RUN_KEY] == {
        "CrossTrade Desktop": (
            registry.REG_SZ,
            r'"C:\Program Files\CrossTrade\ct-desktop.exe" --minimized',
        )
    }
    assert login.is_on()
    login.switch_off()
    assert registry.keys[RUN_KEY] == {}
    assert not login.is_on()
    login.switch_off()


def test_by_mock_two_profiles_have_two_values() -> None:
    registry = MockRegistry()
    WindowsRunKey(START, registry).switch_on()
    apex = WindowsRunKey(LoginStart(("ct-desktop.exe", "--profile", "apex"), "apex"), registry)
    assert not apex.is_on()
    apex.switch_on()
    assert set(registry.keys[RUN_KEY]) == {"CrossTrade Desktop", "CrossTrade Desktop (apex)"}


def test_by_mock_a_command_too_long_for_windows_is_refused() -> None:
    registry = MockRegistry()
    long = LoginStart(command=("C:\\" + "a" * 260 + "\\ct-desktop.exe",))
    with pytest.raises(StartAtLoginError, match="260 characters"):
        WindowsRunKey(long, registry).switch_on()
    assert not registry.keys


def test_by_mock_a_registry_that_refuses_says_so() -> None:
    login = WindowsRunKey(START, MockRegistry(refuses=True))
    for act in (login.is_on, login.switch_on, login.switch_off):
        with pytest.raises(StartAtLoginError, match="policy"):
            act()
