"""A report in a file: whole, private, and over nothing by mistake."""

import stat
import sys
from pathlib import Path

import pytest

from ct_desktop.diagnostics.saving import save_report


def test_a_new_file_holds_the_report_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    save_report("über alles\n", path, replace=False)
    assert path.read_bytes() == "über alles\n".encode()
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_there_stays_unless_it_is_to_give_way(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("mine")
    with pytest.raises(FileExistsError):
        save_report("new", path, replace=False)
    assert path.read_text() == "mine"
    save_report("new", path, replace=True)
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "report.txt"
    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="No space"):
        save_report("new", path, replace=False)
    assert list(tmp_path.iterdir()) == []
    path.write_text("mine")
    with pytest.raises(OSError, match="No space"):
        save_report("new", path, replace=True)
    assert path.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        save_report("new", tmp_path / "missing" / "report.txt", replace=True)
