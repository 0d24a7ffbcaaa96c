"""The Debian package's files: what the tools of Debian, the desktop and the shells say of them."""

import re
import shutil
import struct
from pathlib import Path

import pytest

from ct_desktop import __version__
from support.built_packages import BuiltPackages
from support.finished_command import output_of

ICON_SIZES = {16, 22, 24, 32, 48, 64, 128, 256, 512}
"""Pixels a side, as the hicolor theme and desktops ask for them."""


@pytest.fixture(scope="module")
def tree(built: BuiltPackages, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package unpacked: what would lie below ``/``."""
    folder = tmp_path_factory.mktemp("package")
    output_of("dpkg-deb", "--extract", built.debian, folder)
    return folder


def test_lintian_found_no_error(built: BuiltPackages) -> None:
    # The build itself asks lintian, where it is, and fails at an error.
    assert shutil.which("lintian")
    assert "== deb" in built.log
    assert not re.search(r"^E: ", built.log, re.MULTILINE)


def test_its_fields_name_this_version_and_what_qt_needs_of_the_system(built: BuiltPackages) -> None:
    assert output_of("dpkg-deb", "--field", built.debian, "Version").strip() == __version__
    depends = output_of("dpkg-deb", "--field", built.debian, "Depends")
    packages = set(re.findall(r"(?:^|, )([a-z0-9.+-]+)", depends))
    assert {"libxcb-cursor0", "libegl1", "libfontconfig1", "libdbus-1-3", "libc6"} <= packages
    # The app has its own Python and Qt.
    assert not [name for name in packages if "python" in name or "qt" in name]
    assert "gnome-keyring" in output_of("dpkg-deb", "--field", built.debian, "Recommends")


def test_the_menu_entry_is_valid_and_has_its_actions(tree: Path) -> None:
    entry = tree / "usr/share/applications/io.crosstrade.Desktop.desktop"
    assert output_of("desktop-file-validate", entry) == ""
    actions = re.findall(
        r"\[Desktop Action (.+)\]\nName=(.+)\nExec=(.+)", entry.read_text(encoding="utf-8")
    )
    assert actions == [
        ("second-screen", "Second-screen View", "ct-desktop --second-screen"),
        ("quit", "Quit", "ct-desktop --quit"),
    ]


def test_software_centres_accept_the_description(tree: Path) -> None:
    description = tree / "usr/share/metainfo/io.crosstrade.Desktop.metainfo.xml"
    output_of("appstreamcli", "validate", "--no-net", description)
    assert f'<release version="{__version__}"' in description.read_text(encoding="utf-8")


def test_the_manual_page_shows_without_a_warning(tree: Path) -> None:
    page = tree / "usr/share/man/man1/ct-desktop.1.gz"
    shown = output_of("man", "--warnings", "--encoding=UTF-8", "--local-file", page)
    assert "NAME" in shown
    assert "warning" not in shown


def test_the_manual_page_names_every_command_and_option(tree: Path) -> None:
    shown = output_of("man", "--local-file", tree / "usr/share/man/man1/ct-desktop.1.gz")
    helped = output_of(tree / "usr/lib/ct-desktop/ct-desktop", "--help")
    words = set(re.findall(r"^ {2,4}(?:-h, )?(--[a-z-]+|[a-z-]+)(?= |$)", helped, re.MULTILINE))
    words -= {"ct-desktop"}
    assert {"--quit", "--second-screen", "logout", "demo-server"} <= words
    missing = [word for word in sorted(words) if word not in shown]
    assert not missing


@pytest.mark.parametrize(
    ("shell", "place"),
    [
        ("bash", "bash-completion/completions/ct-desktop"),
        ("zsh", "zsh/vendor-completions/_ct-desktop"),
        ("fish", "fish/vendor_completions.d/ct-desktop.fish"),
    ],
)
def test_each_shell_reads_its_completions(tree: Path, shell: str, place: str) -> None:
    assert output_of(shell, "-n", tree / "usr/share" / place) == ""


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (["log"], {"login", "logout"}),
        (["--qu"], {"--quit"}),
        (["login", "--sc"], {"--scope"}),
        (["login", "--scope", "mcp"], {"mcp:read", "mcp:trade"}),
    ],
)
def test_bash_completes(tree: Path, typed: list[str], offered: set[str]) -> None:
    script = """
        . "$1"; shift
        COMP_WORDS=(ct-desktop "$@"); COMP_CWORD=$#
        function=$(complete -p ct-desktop | sed 's/.*-F \\([^ ]*\\).*/\\1/')
        "$function" ct-desktop "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    completions = tree / "usr/share/bash-completion/completions/ct-desktop"
    assert set(output_of("bash", "-c", script, "bash", completions, *typed).split()) == offered


def test_there_is_an_icon_of_every_size_that_desktops_ask_for(tree: Path) -> None:
    theme = tree / "usr/share/icons/hicolor"
    sizes = set()
    for path in theme.glob("*x*/apps/io.crosstrade.Desktop.png"):
        width, height = struct.unpack(">II", path.read_bytes()[16:24])
        assert path.parent.parent.name == f"{width}x{height}"
        sizes.add(width)
    assert sizes >= ICON_SIZES
    assert (theme / "scalable/apps/io.crosstrade.Desktop.svg").read_text().startswith("<svg")
