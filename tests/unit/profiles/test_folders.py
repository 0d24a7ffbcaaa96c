"""Where files lie."""

import os
import stat
from pathlib import Path

import pytest

from ct_desktop.profiles import HOME_VARIABLE, AppFolders, ProfileError


def test_the_home_variable_moves_every_folder(tmp_path: Path) -> None:
    folders = AppFolders.from_environment({HOME_VARIABLE: str(tmp_path / "home")})
    profile = folders.profile("default")
    places = {folders.settings, folders.data, folders.logs, folders.registration_attempts}
    places |= {profile.settings, profile.data, profile.sign_in_lock}
    assert len(places) == 7
    assert all(place.is_relative_to(tmp_path / "home") for place in places)


def test_without_it_the_system_says_where(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    folders = AppFolders.from_environment({})
    assert folders.settings.name == "crosstrade-desktop"
    assert len({folders.settings, folders.data, folders.logs}) == 3


def test_a_relative_home_does_not_depend_on_where_one_stands(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    folders = AppFolders.from_environment({HOME_VARIABLE: "here"})
    assert folders.settings == tmp_path / "here" / "settings"


def test_every_folder_is_this_users_alone(tmp_path: Path) -> None:
    folders = AppFolders.from_environment({HOME_VARIABLE: str(tmp_path / "home")})
    umask = os.umask(0)
    try:
        profile = folders.profile("default")
    finally:
        os.umask(umask)
    made = [path for path in tmp_path.rglob("*") if path.is_dir()]
    assert {profile.settings, profile.data} < set(made)
    assert {stat.S_IMODE(path.stat().st_mode) for path in made} == {0o700}


def test_profiles_and_the_demo_share_no_folder(tmp_path: Path) -> None:
    folders = AppFolders.from_environment({HOME_VARIABLE: str(tmp_path)})
    profiles = [folders.profile(name) for name in ("default", "demo", "apex funded")]
    assert len({place for profile in profiles for place in (profile.settings, profile.data)}) == 6
    assert folders.profile_names() == ("apex funded", "default", "demo")


def test_there_are_no_profiles_on_a_fresh_machine(tmp_path: Path) -> None:
    assert AppFolders.from_environment({HOME_VARIABLE: str(tmp_path)}).profile_names() == ()


def test_a_folder_that_cannot_be_made_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file is in the way")
    folders = AppFolders.from_environment({HOME_VARIABLE: str(tmp_path / "home")})
    with pytest.raises(ProfileError, match=HOME_VARIABLE):
        folders.profile("default")


def test_what_this_app_did_not_make_is_no_profile(tmp_path: Path) -> None:
    folders = AppFolders.from_environment({HOME_VARIABLE: str(tmp_path)})
    folders.profile("apex")
    for name in ("Apex Copy", ".trash", "aux.old"):
        (folders.settings / "profiles" / name).mkdir()
    (folders.settings / "profiles" / "file").touch()
    assert folders.profile_names() == ("apex",)
