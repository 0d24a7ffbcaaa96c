"""What a folder and an installed package take on disk."""

from pathlib import Path

import pytest

from benchmarks.errors import MeasurementError
from benchmarks.frozen_app import installed_files, megabytes


def folders(files: set[Path]) -> set[str]:
    return {part for file in files for part in file.parts}


def test_each_file_counts_once_and_a_link_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    file = tmp_path / "inner" / "file"
    file.write_bytes(bytes(1_500_000))
    (tmp_path / "link").symlink_to(file)
    assert megabytes([*tmp_path.rglob("*"), file]) == 1.5


def test_a_package_comes_with_all_that_it_needs_and_its_extras() -> None:
    alone = set(installed_files("ct-desktop"))
    with_demo = set(installed_files("ct-desktop", "demo"))
    assert {"PySide6", "httpx", "keyring", "ct_desktop"} <= folders(alone)
    assert "uvicorn" in folders(with_demo) - folders(alone)
    assert "pytest" not in folders(with_demo)
    assert alone < with_demo


def test_a_package_that_is_not_there_is_named() -> None:
    with pytest.raises(MeasurementError, match="no-such-package"):
        list(installed_files("no-such-package"))
