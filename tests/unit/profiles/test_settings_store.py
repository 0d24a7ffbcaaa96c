"""Settings on disk: nothing is lost, whatever the file holds and whenever the process ends."""

import json
import os
import subprocess
import sys
import textwrap
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ct_desktop.profiles import (
    CROSSTRADE_SERVER_URL,
    ProfileError,
    ProfileSettings,
    SettingsStore,
    Theme,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


def test_a_fresh_profile_has_defaults_and_no_file(tmp_path: Path) -> None:
    loaded = SettingsStore(tmp_path).load()
    assert loaded.settings == ProfileSettings()
    assert loaded.settings.server_url == CROSSTRADE_SERVER_URL
    assert loaded.notice is None
    assert list(tmp_path.iterdir()) == []


def test_settings_come_back(tmp_path: Path) -> None:
    SettingsStore(tmp_path).update(theme=Theme.DARK, window_geometry="AdnQ")
    SettingsStore(tmp_path).update(
        signed_in_since=NOON,
        last_granted_scope="mcp:read",
        mcp_lifecycle="stateless",
        server_url="http://127.0.0.1:8000/mcp",
    )
    expected = ProfileSettings(
        server_url="http://127.0.0.1:8000/mcp",
        theme=Theme.DARK,
        window_geometry="AdnQ",
        mcp_lifecycle="stateless",
        last_granted_scope="mcp:read",
        signed_in_since=NOON,
    )
    assert SettingsStore(tmp_path).load().settings == expected


def test_settings_are_values() -> None:
    with pytest.raises(FrozenInstanceError):
        ProfileSettings().theme = Theme.DARK  # type: ignore[misc]


@given(st.dictionaries(st.text(min_size=1).map(lambda name: f"later-{name}"), JSON_VALUES))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_keys_of_a_later_version_are_kept(tmp_path: Path, unknown: dict[str, object]) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps(unknown | {"theme": "light"}))
    SettingsStore(tmp_path).update(theme=Theme.DARK)
    assert json.loads(path.read_text()) == unknown | {"theme": "dark"}


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"[1]", b"null", b'"text"', b"[" * 100_000]
)
def test_a_damaged_file_is_moved_aside_and_said_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    loaded = SettingsStore(tmp_path).load()
    assert loaded.settings == ProfileSettings()
    (aside,) = tmp_path.glob("settings.broken-20*.json")
    assert aside.read_bytes() == content
    assert loaded.notice is not None
    assert aside.name in loaded.notice
    assert SettingsStore(tmp_path).load().notice is None


def test_an_unfit_value_is_left_out_and_the_others_stand(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    text = '{"theme": "purple", "server_url": "nonsense", "window_geometry": "AdnQ"}'
    path.write_text(text)
    loaded = SettingsStore(tmp_path).load()
    assert loaded.settings == ProfileSettings(window_geometry="AdnQ")
    assert loaded.notice is not None
    assert "server_url, theme" in loaded.notice
    assert path.read_text() == text
    SettingsStore(tmp_path).update(theme=Theme.LIGHT)
    assert json.loads(path.read_text()) == {"theme": "light", "window_geometry": "AdnQ"}
    (aside,) = tmp_path.glob("settings.broken-*.json")
    assert aside.read_text() == text


@given(st.binary() | JSON_VALUES.map(lambda value: json.dumps(value).encode()))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_file_gives_settings(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "settings.json").write_bytes(content)
    assert isinstance(SettingsStore(tmp_path).load().settings, ProfileSettings)
    SettingsStore(tmp_path).update(theme=Theme.DARK)
    assert SettingsStore(tmp_path).load().settings.theme is Theme.DARK


def test_an_unfit_change_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="server_url"):
        SettingsStore(tmp_path).update(server_url="nonsense")
    assert not (tmp_path / "settings.json").exists()


def test_a_setting_back_at_its_default_leaves_the_file(tmp_path: Path) -> None:
    SettingsStore(tmp_path).update(theme=Theme.DARK, signed_in_since=NOON, window_geometry="AdnQ")
    SettingsStore(tmp_path).update(theme=Theme.SYSTEM, signed_in_since=None)
    assert json.loads((tmp_path / "settings.json").read_text()) == {"window_geometry": "AdnQ"}


@pytest.mark.parametrize("time", ["2026-11-22T12:00:00", "yesterday", 1795348800, ""])
def test_a_time_without_its_zone_or_none_at_all_is_left_out(tmp_path: Path, time: object) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({"signed_in_since": time}))
    loaded = SettingsStore(tmp_path).load()
    assert loaded.settings.signed_in_since is None
    assert loaded.notice is not None
    assert "signed_in_since" in loaded.notice


def test_the_file_is_this_users_alone_and_no_other_stays(tmp_path: Path) -> None:
    SettingsStore(tmp_path).update(theme=Theme.DARK)
    SettingsStore(tmp_path).update(theme=Theme.LIGHT)
    path = tmp_path / "settings.json"
    assert path.stat().st_mode & 0o777 == 0o600
    assert {entry.name for entry in tmp_path.iterdir()} == {path.name, ".settings.json.lock"}


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_old_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    store = SettingsStore(tmp_path)
    store.update(theme=Theme.DARK)
    before = {entry: entry.read_bytes() for entry in tmp_path.iterdir()}

    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        if failing == "fsync":
            patched.setattr(os, "fsync", no_space)
        else:
            patched.setattr(Path, "replace", no_space)
        with pytest.raises(ProfileError, match="No space left"):
            store.update(theme=Theme.LIGHT)
    assert {entry: entry.read_bytes() for entry in tmp_path.iterdir()} == before


def test_a_file_that_is_being_read_on_windows_is_replaced_a_moment_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace
    refusals = iter([PermissionError(13, "in use"), PermissionError(13, "in use")])

    def refuse_twice(path: Path, target: Path) -> Path:
        refusal = next(refusals, None)
        if refusal is not None:
            raise refusal
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", refuse_twice)
    SettingsStore(tmp_path).update(theme=Theme.DARK)
    assert SettingsStore(tmp_path).load().settings.theme is Theme.DARK
    assert next(refusals, None) is None


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()
    with pytest.raises(ProfileError, match="cannot be read"):
        SettingsStore(tmp_path).load()


def test_processes_that_change_different_settings_at_once_lose_none(tmp_path: Path) -> None:
    script = """
        import sys
        from pathlib import Path
        from ct_desktop.profiles import SettingsStore
        for number in range(20):
            SettingsStore(Path(sys.argv[1])).update(**{sys.argv[2]: str(number)})
        """
    names = ("window_geometry", "mcp_lifecycle", "last_granted_scope")
    children = [
        subprocess.Popen([sys.executable, "-c", textwrap.dedent(script), str(tmp_path), name])
        for name in names
    ]
    assert [child.wait(30) for child in children] == [0, 0, 0]
    content = json.loads((tmp_path / "settings.json").read_text())
    assert content == dict.fromkeys(names, "19")


def test_a_look_at_damaged_settings_leaves_file_and_notice_for_whoever_loads_them(
    tmp_path: Path,
) -> None:
    (tmp_path / "settings.json").write_text("{damaged", encoding="utf-8")
    store = SettingsStore(tmp_path)

    assert store.peek() == ProfileSettings()

    assert store.load().notice is not None


def test_a_look_finds_what_was_saved(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path)
    store.update(interface_scale=150)

    assert store.peek().interface_scale == 150
