"""Start at login on Linux: the file in the autostart folder."""

import configparser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.start_at_login.entry import LoginStart
from ct_desktop.start_at_login.errors import StartAtLoginError
from ct_desktop.start_at_login.xdg_autostart import XdgAutostart, quoted_argument

START = LoginStart(command=("/opt/venv/bin/ct-desktop", "--minimized"))


def entry(folder: Path, start: LoginStart = START) -> XdgAutostart:
    return XdgAutostart(start, {"XDG_CONFIG_HOME": str(folder)})


def values_of(path: Path) -> dict[str, str]:
    parser = configparser.RawConfigParser(delimiters=("=",), strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(path, encoding="utf-8")
    return dict(parser["Desktop Entry"])


def test_switching_on_writes_the_entry_and_off_takes_it_away(tmp_path: Path) -> None:
    login = entry(tmp_path / "config")
    assert not login.is_on()
    login.switch_on()
    assert login.path == tmp_path / "config" / "autostart" / "io.crosstrade.Desktop.desktop"
    assert login.is_on()
    assert list(login.path.parent.iterdir()) == [login.path]
    login.switch_off()
    assert not login.is_on()
    assert not login.path.exists()
    login.switch_off()


def test_the_entry_starts_this_app_minimized(tmp_path: Path) -> None:
    login = entry(tmp_path)
    login.switch_on()
    values = values_of(login.path)
    assert values["Type"] == "Application"
    assert values["Exec"] == "/opt/venv/bin/ct-desktop --minimized"
    assert values["TryExec"] == "/opt/venv/bin/ct-desktop"
    assert values["Terminal"] == "false"


def test_two_profiles_have_two_entries(tmp_path: Path) -> None:
    apex = LoginStart(("/bin/ct-desktop", "--minimized", "--profile", "apex two"), "apex two")
    entry(tmp_path).switch_on()
    entry(tmp_path, apex).switch_on()
    entry(tmp_path).switch_off()
    assert entry(tmp_path, apex).is_on()
    values = values_of(entry(tmp_path, apex).path)
    assert values["Name"] == "CrossTrade Desktop (apex two)"
    assert values["Exec"].endswith('--profile "apex two"')


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_an_entry_that_the_desktops_own_settings_switched_off_is_off(
    tmp_path: Path, line: str
) -> None:
    login = entry(tmp_path)
    login.switch_on()
    with login.path.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    assert not login.is_on()
    login.switch_on()
    assert login.is_on()


def test_a_relative_settings_folder_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/mia")
    login = XdgAutostart(START, {"XDG_CONFIG_HOME": "settings"})
    assert str(login.path).startswith("/home/mia/.config/autostart/")


def test_a_folder_that_cannot_be_made_says_what_to_check(tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("a file where the folder ought to be")
    with pytest.raises(StartAtLoginError, match="Check that its folder"):
        entry(tmp_path).switch_on()


def unquoted(text: str) -> list[str]:
    """The arguments of an Exec line, read by the specification and by another hand."""
    arguments: list[str] = []
    current: str | None = None
    quoted = False
    rest = iter(text)
    for letter in rest:
        if letter == '"':
            quoted = not quoted
            current = current or ""
        elif quoted and letter == "\\":
            current = (current or "") + next(rest)
        elif letter == " " and not quoted:
            if current is not None:
                arguments.append(current)
            current = None
        elif letter == "%":
            assert next(rest) == "%", "a lone percent sign begins a field code"
            current = (current or "") + "%"
        else:
            current = (current or "") + letter
    return arguments if current is None else [*arguments, current]


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=30), min_size=1, max_size=4))
def test_whatever_stands_in_an_argument_comes_back_from_the_exec_line(
    arguments: list[str],
) -> None:
    assert unquoted(" ".join(map(quoted_argument, arguments))) == arguments
