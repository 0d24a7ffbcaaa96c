"""A release's checksums, as the system's own program reads them."""

import subprocess
from pathlib import Path

import pytest
from release.checksums import NothingToSumError, main


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ("sha256sum", "--check", "SHA256SUMS"),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("app-2.0.0.dmg", "app_2.0.0_amd64.deb", "app_1.9.0_amd64.deb"):
        (tmp_path / name).write_text(name)
    (tmp_path / "app-2.0.0").mkdir()
    return tmp_path


def test_each_file_of_the_version_is_summed_and_no_other(folder: Path) -> None:
    main("2.0.0", folder)
    said = check(folder)
    assert said.returncode == 0
    assert said.stdout.splitlines() == ["app-2.0.0.dmg: OK", "app_2.0.0_amd64.deb: OK"]


def test_summing_once_more_changes_nothing(folder: Path) -> None:
    before = main("2.0.0", folder).read_bytes()
    assert main("2.0.0", folder).read_bytes() == before


def test_a_changed_file_is_found(folder: Path) -> None:
    main("2.0.0", folder)
    (folder / "app-2.0.0.dmg").write_text("another")
    assert check(folder).returncode == 1


def test_a_version_that_was_not_built_is_no_empty_list(folder: Path) -> None:
    with pytest.raises(NothingToSumError, match=r"3\.0\.0"):
        main("3.0.0", folder)
    assert not (folder / "SHA256SUMS").exists()
