"""The packages that others update say so where the app looks for it."""

import subprocess
from pathlib import Path

import pytest
from linux.staging import IN_A_REPOSITORY, mark_updated_by
from windows.msix import UPDATED_BY, add_programs

from ct_desktop import resources
from ct_desktop.updates import updated_by
from support.built_packages import BuiltPackages

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    """As much of a frozen app as tells where its resources are."""
    frozen = tmp_path / "frozen"
    (frozen / "lib" / "ct_desktop" / "resources").mkdir(parents=True)
    for program in ("ct-desktop", "ct-desktop.exe", "ct-desktop.com"):
        (frozen / program).touch(mode=0o755)
    return frozen


def who_updates(app: Path, monkeypatch: pytest.MonkeyPatch) -> str | None:
    """What the app says that lies in the folder ``app``."""
    # Where PyInstaller's loader says that it unpacked (contents_directory in the recipe).
    monkeypatch.setattr("sys._MEIPASS", str(app / "lib"), raising=False)
    resources._resources_folder.cache_clear()
    try:
        return updated_by()
    finally:
        resources._resources_folder.cache_clear()


def test_a_frozen_app_that_nobody_packed_is_updated_by_nobody(
    frozen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert who_updates(frozen, monkeypatch) is None


def test_the_package_for_windows_says_that_windows_updates_it(
    frozen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_programs(frozen, tmp_path / "layout")
    assert who_updates(tmp_path / "layout", monkeypatch) == "Windows"


def test_a_debian_package_by_itself_is_updated_by_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, built: BuiltPackages
) -> None:
    subprocess.run(("dpkg-deb", "--extract", built.debian, tmp_path), check=True, timeout=120)
    assert who_updates(tmp_path / "usr" / "lib" / "ct-desktop", monkeypatch) is None


def test_a_debian_package_for_a_repository_says_that_apt_updates_it(
    frozen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(IN_A_REPOSITORY, raising=False)
    mark_updated_by(frozen)
    assert who_updates(frozen, monkeypatch) is None
    monkeypatch.setenv(IN_A_REPOSITORY, "apt")
    mark_updated_by(frozen)
    assert who_updates(frozen, monkeypatch) == "apt"


def test_the_flatpak_says_that_flatpak_updates_it() -> None:
    manifest = ROOT / "packaging" / "flatpak" / "io.crosstrade.Desktop.yml"
    place = f"lib/ct-desktop/{UPDATED_BY.as_posix()}"
    assert f'echo Flatpak > "${{FLATPAK_DEST}}/{place}"' in manifest.read_text(encoding="utf-8")


def test_the_recipe_puts_the_resources_where_the_packages_say_it() -> None:
    recipe = (ROOT / "packaging" / "pyinstaller" / "ct-desktop.spec").read_text(encoding="utf-8")
    assert 'contents_directory="lib"' in recipe
    assert '"ct_desktop/resources"' in recipe
    assert UPDATED_BY.parts[:3] == ("lib", "ct_desktop", "resources")
