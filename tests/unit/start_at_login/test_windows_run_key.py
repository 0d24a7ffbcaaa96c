"""Start at login on Windows, against a stand-in for ``winreg``: there is no Windows here."""

from typing import Self

import pytest

from ct_desktop.start_at_login.entry import LoginStart
from ct_desktop.start_at_login.errors import StartAtLoginError
from ct_desktop.start_at_login.windows_run_key import RUN_KEY, WindowsRunKey

START = LoginStart(command=(r"C:\Program Files\CrossTrade\ct-desktop.exe", "--minimized"))


class MockKey:
    """An open key of the stand-in."""

    def __init__(self, values: dict[str, tuple[int, str]]) -> None:
        self.values = values

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None


class MockRegistry:
    """As much of ``winreg`` as is used, by its documentation; ``refuses`` as a policy does."""

    HKEY_CURRENT_USER = 0x80000001
    KEY_SET_VALUE = 0x0002
    REG_SZ = 1

    def __init__(self, *, refuses: bool = False) -> None:
        self.keys: dict[str, dict[str, tuple[int, str]]] = {}
        self._refuses = refuses

    def OpenKey(self, root: int, path: str, reserved: int = 0, access: int = 0) -> MockKey:  # noqa: N802 - winreg's name
        self._check(root)
        if path not in self.keys:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        return MockKey(self.keys[path])

    def CreateKey(self, root: int, path: str) -> MockKey:  # noqa: N802 - winreg's name
        self._check(root)
        return MockKey(self.keys.setdefault(path, {}))

    def SetValueEx(self, key: MockKey, name: str, reserved: int, kind: int, value: str) -> None:  # noqa: N802 - winreg's name
        key.values[name] = (kind, value)

    def QueryValueEx(self, key: MockKey, name: str) -> tuple[str, int]:  # noqa: N802 - winreg's name
        if name not in key.values:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        kind, value = key.values[name]
        return value, kind

    def DeleteValue(self, key: MockKey, name: str) -> None:  # noqa: N802 - winreg's name
        if name not in key.values:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        del key.values[name]

    def _check(self, root: int) -> None:
        assert root == self.HKEY_CURRENT_USER
        if self._refuses:
            raise PermissionError(13, "Access is denied")


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
