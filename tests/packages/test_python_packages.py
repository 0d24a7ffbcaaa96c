"""The wheel and the source archive: what is in them, and that they install where there is nothing.

The environments are made anew, with a home of their own, and get from the wheel what they have.
"""

import os
import re
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from email.parser import BytesParser
from pathlib import Path

import pytest

from ct_desktop import __version__
from support.built_packages import ROOT, BuiltPackages
from support.desktop_session import DesktopSession
from support.finished_command import output_of
from support.packaged_app import assert_comes_up_on_the_demo, assert_says_its_version

INSTALL_TIMEOUT = 300.0


def repository_files(folder: str) -> set[str]:
    """The files below ``folder`` of the repository, by their paths in it; not the tools' caches."""
    paths = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    names = {str(path.relative_to(ROOT / folder)) for path in paths}
    return {name for name in names if not re.search(r"(^|/)(\.|__pycache__)", name)}


def test_the_wheel_holds_all_of_the_app_its_resources_and_the_consent_pages(
    built: BuiltPackages,
) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        names = set(wheel.namelist())
        metadata = BytesParser().parsebytes(
            wheel.read(f"ct_desktop-{__version__}.dist-info/METADATA")
        )
    resources = {f"ct_desktop/resources/{name}" for name in repository_files("resources")}
    package = {f"ct_desktop/{name}" for name in repository_files("src/ct_desktop")}
    assert "ct_desktop/demo/pages/consent.html" in package
    assert {name for name in names if ".dist-info/" not in name} == resources | package
    assert metadata["Version"] == __version__
    assert "demo" in metadata.get_all("Provides-Extra", [])


def test_the_source_archive_holds_what_every_package_is_made_of(
    built: BuiltPackages,
) -> None:
    top = f"ct_desktop-{__version__}"
    with tarfile.open(built.sdist) as archive:
        names = {name.removeprefix(f"{top}/") for name in archive.getnames()}
    for folder in ("src", "resources", "packaging", "scripts"):
        missing = {f"{folder}/{name}" for name in repository_files(folder)} - names
        assert not missing
    assert {
        "pyproject.toml",
        "constraints.txt",
        "README.md",
        "CHANGELOG.md",
        "LICENSE",
        "PKG-INFO",
    } <= names


def install(environment: Mapping[str, str], *command: str | Path) -> None:
    """Run ``command``, which fetches and installs packages."""
    output_of(*command, environment=environment, timeout=INSTALL_TIMEOUT)


@pytest.fixture
def empty_home(tmp_path: Path) -> dict[str, str]:
    """The environment of a person with an empty home and nothing of this project in it."""
    home = tmp_path / "home"
    home.mkdir()
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "VIRTUAL_ENV", "CT_DESKTOP", "XDG_", "PIPX"))
    }
    return {
        **inherited,
        "HOME": str(home),
        # The versions that were tried; the wheel itself names only the least ones.
        "PIP_CONSTRAINT": str(ROOT / "constraints.txt"),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        # What was downloaded once serves the next time.
        "PIP_CACHE_DIR": str(ROOT / "build" / "pip-cache"),
    }


def test_the_demo_runs_from_the_wheel_in_a_new_virtual_environment(
    built: BuiltPackages, session: DesktopSession, tmp_path: Path, empty_home: dict[str, str]
) -> None:
    environment = tmp_path / "venv"
    install(empty_home, sys.executable, "-m", "venv", environment)
    programs = environment / "bin"
    install(empty_home, programs / "pip", "install", "--quiet", f"{built.wheel}[demo]")
    assert_says_its_version(programs / "ct-desktop")
    assert_comes_up_on_the_demo(session.environment, tmp_path / "app", programs / "ct-desktop")


def test_pipx_installs_the_wheel(
    built: BuiltPackages, session: DesktopSession, tmp_path: Path, empty_home: dict[str, str]
) -> None:
    programs = tmp_path / "programs"
    own = {
        **empty_home,
        "PIPX_HOME": str(tmp_path / "pipx"),
        "PIPX_BIN_DIR": str(programs),
        "PIPX_MAN_DIR": str(tmp_path / "man"),
    }
    install(own, "pipx", "install", "--python", sys.executable, f"{built.wheel}[demo]")
    assert_says_its_version(programs / "ct-desktop")
    assert_comes_up_on_the_demo(session.environment, tmp_path / "app", programs / "ct-desktop")
