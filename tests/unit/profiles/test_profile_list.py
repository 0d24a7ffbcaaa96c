"""Which profiles there are, what they are called, and that no name leads to another's."""

import json
import threading
from pathlib import Path

import pytest

from ct_desktop.profiles import (
    HOME_VARIABLE,
    AppFolders,
    ListedProfile,
    ProfileError,
    SettingsStore,
    create_profile,
    find_profile,
    list_profiles,
    open_profile,
    rename_profile,
)


@pytest.fixture
def folders(tmp_path: Path) -> AppFolders:
    return AppFolders.from_environment({HOME_VARIABLE: str(tmp_path)})


def names(folders: AppFolders) -> list[str]:
    return [each.name for each in list_profiles(folders)]


def test_the_first_profile_comes_first_and_the_demo_is_not_listed(folders: AppFolders) -> None:
    assert list_profiles(folders) == ()
    for name in ("demo", "default"):
        folders.profile(name)
    for name in ("Zenith", "apex", "Ärger"):
        create_profile(folders, name)
    assert names(folders) == ["Default", "apex", "Zenith", "Ärger"]


def test_a_new_profile_is_called_as_it_was_typed(folders: AppFolders) -> None:
    made = create_profile(folders, " Apex  Funded ")
    assert made == ListedProfile("apex funded", "Apex Funded")
    assert list_profiles(folders) == (made,)


def test_the_command_line_opens_what_is_there_and_begins_what_is_not(folders: AppFolders) -> None:
    assert find_profile(folders, "Apex") is None
    assert open_profile(folders, "Apex") == "apex"
    assert open_profile(folders, "APEX") == "apex"
    assert names(folders) == ["Apex"]
    assert open_profile(folders, "default") == "default"
    assert names(folders) == ["Default", "Apex"]
    for unfit in ("demo", "a/b"):
        with pytest.raises(ProfileError):
            open_profile(folders, unfit)


@pytest.mark.parametrize("same", ["apex", "APEX", "\uff21\uff50\uff45\uff58", " apex "])
def test_two_profiles_cannot_have_one_name(folders: AppFolders, same: str) -> None:
    create_profile(folders, "Apex")
    with pytest.raises(ProfileError, match="'Apex' already"):
        create_profile(folders, same)
    create_profile(folders, "Main")
    with pytest.raises(ProfileError, match="'Apex' already"):
        rename_profile(folders, "main", same)
    assert names(folders) == ["Apex", "Main"]


def test_a_renamed_profile_stays_where_it_is_and_both_names_open_it(folders: AppFolders) -> None:
    create_profile(folders, "Apex")
    SettingsStore(folders.profile("apex").settings).update(trade_reminder_minutes=15)
    assert rename_profile(folders, "apex", "Müller") == "Müller"
    assert find_profile(folders, "müller") == find_profile(folders, "APEX") == "apex"
    assert SettingsStore(folders.profile("apex").settings).load().settings.profile_name == "Müller"
    assert folders.profile_names() == ("apex",)


def test_a_first_name_is_not_given_away_while_it_opens_a_profile(folders: AppFolders) -> None:
    create_profile(folders, "Apex")
    rename_profile(folders, "apex", "Main")
    with pytest.raises(ProfileError, match="'Main' was named 'Apex' first"):
        create_profile(folders, "Apex")
    assert rename_profile(folders, "apex", "APEX") == "APEX"
    assert names(folders) == ["APEX"]


def test_the_first_profile_can_be_renamed_and_back(folders: AppFolders) -> None:
    folders.profile("default")
    rename_profile(folders, "default", "Personal")
    assert open_profile(folders, "default") == open_profile(folders, "personal") == "default"
    rename_profile(folders, "default", "Default")
    assert SettingsStore(folders.profile("default").settings).load().settings.profile_name is None
    with pytest.raises(ProfileError, match="kept for the demo"):
        rename_profile(folders, "default", "Demo")


def test_the_sign_in_is_told_as_recorded(folders: AppFolders) -> None:
    places = folders.profile("apex")
    store = SettingsStore(places.settings)
    store.update(last_granted_scope="mcp:trade")
    assert list_profiles(folders) == (ListedProfile("apex", "apex"),)
    places.sign_in_record.write_text(
        json.dumps({"sign_in_id": "one", "generation": 0, "renewing": False})
    )
    assert list_profiles(folders) == (
        ListedProfile("apex", "apex", signed_in=True, scope="mcp:trade"),
    )
    places.sign_in_record.write_text("{}")
    assert not list_profiles(folders)[0].signed_in


def test_an_unfit_saved_name_is_left_out(folders: AppFolders) -> None:
    places = folders.profile("apex")
    for unfit in ("a/b", "", 7, "x" * 500):
        (places.settings / "settings.json").write_text(json.dumps({"profile_name": unfit}))
        assert names(folders) == ["apex"]


def test_of_many_who_want_one_name_at_once_one_gets_it(folders: AppFolders) -> None:
    outcomes: list[str] = []

    def create() -> None:
        try:
            outcomes.append(create_profile(folders, "Apex").folder)
        except ProfileError:
            outcomes.append("refused")

    threads = [threading.Thread(target=create) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["apex", *["refused"] * 7]
