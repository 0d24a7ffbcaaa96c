"""The frozen app: no larger than said, only what is used, and a keychain that it really opens."""

import os
import re
from pathlib import Path

from support.built_packages import BuiltPackages
from support.command_line import command_line_in, sign_in
from support.demo_process import DemoProcess
from support.desktop_session import DesktopSession
from support.packaged_app import assert_comes_up_on_the_demo, assert_says_its_version
from support.secret_service import SecretService
from support.secret_watch import SecretWatch
from support.sign_in_evidence import stored_tokens

MOST_BYTES = 120_000_000

QT_MODULES = {"QtCore", "QtGui", "QtNetwork", "QtSvg", "QtWidgets"}
"""What the app imports of Qt."""

QT_LIBRARIES = {name.replace("Qt", "libQt6") for name in QT_MODULES} | {
    # What these and the display's plugins are linked to.
    *(
        "libQt6DBus",
        "libQt6OpenGL",
        "libQt6WaylandClient",
        "libQt6WlShellIntegration",
        "libQt6XcbQpa",
    ),
    *("libicudata", "libicui18n", "libicuuc"),
}

QT_PLUGINS = {
    "platforms": {"libqminimal", "libqoffscreen", "libqwayland", "libqxcb"},
    "platformthemes": {"libqxdgdesktopportal"},
    "iconengines": {"libqsvgicon"},
    "imageformats": {"libqicns", "libqico", "libqjpeg", "libqsvg"},
}
"""Those that are named one by one. Of the folders below, all is taken."""

PLUGIN_FOLDERS_AS_THEY_ARE = {
    "platforminputcontexts",
    "wayland-decoration-client",
    "wayland-graphics-integration-client",
    "wayland-shell-integration",
    "xcbglintegrations",
}


def names_in(folder: Path) -> set[str]:
    """The libraries in ``folder``, without what follows the first dot."""
    return {path.name.partition(".")[0] for path in folder.glob("*.so*")}


def test_it_is_smaller_than_120_megabytes(built: BuiltPackages) -> None:
    files = [path for path in built.frozen.rglob("*") if not path.is_dir()]
    assert sum(path.lstat().st_size for path in files) < MOST_BYTES


def test_no_link_leads_nowhere(built: BuiltPackages) -> None:
    links = [path for path in built.frozen.rglob("*") if path.is_symlink()]
    assert links
    assert [link for link in links if not link.exists()] == []
    assert [link for link in links if built.frozen not in link.resolve().parents] == []


def test_it_brings_the_modules_and_plugins_of_qt_that_are_used_and_no_others(
    built: BuiltPackages,
) -> None:
    qt = built.frozen / "lib" / "PySide6"
    assert names_in(qt) - {"libpyside6"} == QT_MODULES
    assert names_in(qt / "Qt" / "lib") == QT_LIBRARIES
    folders = {folder.name for folder in (qt / "Qt" / "plugins").iterdir()}
    assert folders == QT_PLUGINS.keys() | PLUGIN_FOLDERS_AS_THEY_ARE
    for folder, plugins in QT_PLUGINS.items():
        assert names_in(qt / "Qt" / "plugins" / folder) == plugins
    for folder in PLUGIN_FOLDERS_AS_THEY_ARE:
        assert names_in(qt / "Qt" / "plugins" / folder)


def test_the_modules_of_qt_are_those_that_the_source_imports() -> None:
    source = Path(__file__).resolve().parents[2] / "src" / "ct_desktop"
    text = "\n".join(path.read_text(encoding="utf-8") for path in source.rglob("*.py"))
    assert set(re.findall(r"(?:from|import) PySide6\.(Qt\w+)", text)) == QT_MODULES


def test_it_says_its_version_and_opens_on_the_demo(
    built: BuiltPackages, session: DesktopSession, tmp_path: Path
) -> None:
    assert_says_its_version(built.program)
    assert_comes_up_on_the_demo(session.environment, tmp_path / "app", built.program)


def test_it_keeps_its_sign_in_in_the_real_secret_service(
    built: BuiltPackages, demo: DemoProcess, tmp_path: Path
) -> None:
    with SecretService() as keychain:
        # The frozen app is to find its own libraries by itself.
        assert "LD_LIBRARY_PATH" not in os.environ
        commands = command_line_in(
            keychain.env, demo.server_url, tmp_path / "home", program=str(built.program)
        )
        sign_in(commands, SecretWatch())
        assert set(stored_tokens(keychain)) == {"access_token", "refresh_token"}
        # Another process: what it knows it has from the keychain.
        assert commands.run_json("status")["scope"] == "mcp:read"
        assert commands.run("logout").returncode == 0
        assert stored_tokens(keychain) == {}
    assert demo.state()["active_grants"] == 0
