"""Leave to ask for newer versions: none until it is given, and never by accident."""

import json
from pathlib import Path

import pytest

from ct_desktop.profiles import AppFolders, ProfileSettings, SettingsStore
from support.unfit_settings import assert_left_out_and_said_so


def test_a_fresh_profile_gives_no_leave(tmp_path: Path) -> None:
    assert not ProfileSettings().update_notice
    assert not SettingsStore(tmp_path).load().settings.update_notice


def test_leave_is_kept_and_taken_back(tmp_path: Path) -> None:
    SettingsStore(tmp_path).update(update_notice=True)
    assert SettingsStore(tmp_path).load().settings.update_notice
    SettingsStore(tmp_path).update(update_notice=False)
    assert json.loads((tmp_path / "settings.json").read_text()) == {}


@pytest.mark.parametrize("value", [1, "true", "yes", None, [True]])
def test_what_is_not_true_is_no_leave(tmp_path: Path, value: object) -> None:
    assert_left_out_and_said_so(tmp_path, "update_notice", value)


def test_what_was_asked_is_one_files_for_all_profiles_but_the_demos(tmp_path: Path) -> None:
    folders = AppFolders.from_environment({"CT_DESKTOP_HOME": str(tmp_path)})
    assert folders.update_record == tmp_path / "data" / "updates.json"
    assert folders.profile("demo").update_record.parent == tmp_path / "data" / "profiles" / "demo"
