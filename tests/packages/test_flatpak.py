"""The Flatpak's manifest: read by flatpak-builder, its build carried out on the real frozen app.

What cannot be tried where no Flathub is reached is the Flatpak itself.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from support.built_packages import DIST, ROOT, BuiltPackages
from support.finished_command import output_of
from support.packaged_app import assert_says_its_version

MANIFEST = ROOT / "packaging" / "flatpak" / "io.crosstrade.Desktop.yml"
EXPLANATIONS = MANIFEST.with_name("README.md").read_text(encoding="utf-8")

STAGED = ROOT / "build" / "packaging" / "flatpak"
"""Where ``packaging/build flatpak`` lays out what the manifest takes."""


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The manifest as flatpak-builder understands it, which names what it does not."""
    # It makes a folder for itself where it is started.
    own = tmp_path_factory.mktemp("flatpak-builder")
    document: dict[str, Any] = json.loads(
        output_of("flatpak-builder", "--show-manifest", MANIFEST, cwd=own)
    )
    return document


def test_every_permission_is_explained_and_no_other(manifest: dict[str, Any]) -> None:
    asked = set(manifest["finish-args"])
    explained = set(
        re.findall(
            r"`(--[a-z0-9-]+=[^`]+)`", "\n".join(re.findall(r"^\| .+", EXPLANATIONS, re.MULTILINE))
        )
    )
    assert asked == explained


def test_it_asks_for_no_files_no_whole_bus_and_no_device_but_the_graphics_card(
    manifest: dict[str, Any],
) -> None:
    asked = manifest["finish-args"]
    assert not [each for each in asked if each.startswith("--filesystem")]
    assert not [each for each in asked if each.endswith(("session-bus", "system-bus", "=*"))]
    assert [each for each in asked if each.startswith("--device")] == ["--device=dri"]


def test_every_bus_name_is_one_that_the_app_or_qt_speaks_to(manifest: dict[str, Any]) -> None:
    names = {
        each.partition("=")[2] for each in manifest["finish-args"] if each.startswith("--talk-name")
    }
    # The tray icon is Qt's work, the keychain keyring's.
    own = names - {"org.kde.StatusNotifierWatcher", "org.freedesktop.secrets"}
    source = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "src" / "ct_desktop").rglob("*.py")
    )
    assert {name for name in own if f'"{name}"' not in source} == set()


def test_its_source_is_what_the_build_lays_out(manifest: dict[str, Any]) -> None:
    (module,) = manifest["modules"]
    (source,) = module["sources"]
    assert source["type"] == "dir"
    assert (MANIFEST.parent / source["path"]).resolve() == STAGED
    script = (ROOT / "packaging" / "build").read_text(encoding="utf-8")
    assert 'staging.py "$DIST/ct-desktop" "$DIST/icons" "$WORK/flatpak"' in script
    assert f"packaging/flatpak/{MANIFEST.name}" in script


def test_its_build_gives_what_a_flatpak_exports_and_starts(
    built: BuiltPackages, manifest: dict[str, Any], tmp_path: Path
) -> None:
    staged, app = tmp_path / "staged", tmp_path / "app"
    app.mkdir()
    staging = ROOT / "packaging" / "linux" / "staging.py"
    build_python = ROOT / "build" / "packaging" / "venv" / "bin" / "python"
    output_of(build_python, staging, built.frozen, DIST / "icons", staged)
    (module,) = manifest["modules"]
    for command in module["build-commands"]:
        environment = {"PATH": "/usr/bin:/bin", "FLATPAK_DEST": str(app)}
        output_of("sh", "-euc", command, cwd=staged, environment=environment)

    name = manifest["id"]
    assert_says_its_version(app / "bin" / manifest["command"])
    # Only what bears the app's name is exported to the desktop.
    for exported in (
        f"share/applications/{name}.desktop",
        f"share/metainfo/{name}.metainfo.xml",
        f"share/icons/hicolor/128x128/apps/{name}.png",
        f"share/icons/hicolor/scalable/apps/{name}.svg",
    ):
        assert (app / exported).is_file(), exported
    entry = (app / "share" / "applications" / f"{name}.desktop").read_text(encoding="utf-8")
    assert f"Icon={name}\n" in entry
    assert set(re.findall(r"^Exec=(\S+)", entry, re.MULTILINE)) == {manifest["command"]}
