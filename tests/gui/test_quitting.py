"""What ``--quit`` does where no window ends as it should. With real windows: tests/e2e."""

import threading
from pathlib import Path

import pytest

from ct_desktop.profiles import AppFolders, create_profile
from ct_desktop.profiles.window_claim import InstanceClaim
from ct_desktop.ui.launch import Launch
from ct_desktop.ui.single_instance.quitting import quit_windows


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qapp: object) -> InstanceClaim:
    """The claim of a window of the profile Apex, which listens to nobody."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    folders = AppFolders.from_environment()
    apex = create_profile(folders, "Apex")
    claim = InstanceClaim(folders.profile(apex.folder).window_lock)
    assert claim.take()
    return claim


def test_a_window_that_does_not_end_is_named(
    held: InstanceClaim, capsys: pytest.CaptureFixture[str]
) -> None:
    assert quit_windows(Launch(), patience=0.2) == 1
    assert "does not end (profile “Apex”)" in capsys.readouterr().err
    held.release()


def test_a_window_that_was_ending_anyway_is_waited_for(
    held: InstanceClaim, capsys: pytest.CaptureFixture[str]
) -> None:
    ending = threading.Timer(0.2, held.release)
    ending.start()
    assert quit_windows(Launch(profile="apex")) == 0
    ending.join()
    assert not capsys.readouterr().err


def test_a_profile_that_is_not_there_is_a_wrong_line_and_begins_none(
    held: InstanceClaim, capsys: pytest.CaptureFixture[str]
) -> None:
    before = AppFolders.from_environment().profile_names()
    assert quit_windows(Launch(profile="apxe")) == 2
    assert "no profile called “apxe”" in capsys.readouterr().err
    assert AppFolders.from_environment().profile_names() == before
    held.release()
