"""The frozen app's recipe on Windows and macOS, as far as it runs here: PyInstaller is recorded."""

from pathlib import Path

import pytest
from pyinstaller.kept_files import is_kept
from pyinstaller.version_resource import version_numbers

from ct_desktop import __version__
from support.freezing_recipe import run_recipe


def test_on_windows_one_program_is_for_windows_and_one_for_terminals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = run_recipe("win32", tmp_path, monkeypatch)
    # A terminal that is told "ct-desktop" looks for .com before .exe.
    assert recipe.files() == {"ct-desktop.exe", "ct-desktop.com", "lib"}
    consoles = [(program["version"]["texts"], program["console"]) for program in recipe.programs]
    assert [(texts["OriginalFilename"], console) for texts, console in consoles] == [
        ("ct-desktop.exe", False),
        ("ct-desktop.com", True),
    ]
    assert {program["contents_directory"] for program in recipe.programs} == {"lib"}
    assert "keyring.backends.Windows" in recipe.hidden_imports


def test_windows_shows_this_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for program in run_recipe("win32", tmp_path, monkeypatch).programs:
        numbers = version_numbers(__version__)
        assert program["version"]["numbers"] == (numbers, numbers)
        assert program["version"]["texts"]["ProductVersion"] == __version__


@pytest.mark.parametrize(
    ("version", "numbers"),
    [("0.1.0", (0, 1, 0, 0)), ("12.3", (12, 3, 0, 0)), ("2.0.1.dev4", (2, 0, 1, 0))],
)
def test_windows_compares_four_numbers(version: str, numbers: tuple[int, ...]) -> None:
    assert version_numbers(version) == numbers


def test_on_macos_the_app_is_a_bundle_with_the_keychain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = run_recipe("darwin", tmp_path, monkeypatch)
    (bundle,) = recipe.bundles
    assert bundle["name"] == "CrossTrade Desktop.app"
    assert bundle["info_plist"]["CFBundleShortVersionString"] == __version__
    assert bundle["bundle_identifier"] == bundle["info_plist"]["CFBundleIdentifier"]
    assert [program["name"] for program in recipe.programs] == ["ct-desktop"]
    assert "keyring.backends.macOS" in recipe.hidden_imports


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("PySide6/Qt6Widgets.dll", True),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/Qt/plugins/platforms/libqcocoa.dylib", True),
        ("PySide6/opengl32sw.dll", False),
        ("PySide6/plugins/platforms/qdirect2d.dll", False),
        ("PySide6/translations/qt_de.qm", False),
        ("libcrypto-3.dll", True),
    ],
)
def test_of_qt_only_what_the_app_uses_is_kept(target: str, kept: bool) -> None:
    assert is_kept(target) is kept
