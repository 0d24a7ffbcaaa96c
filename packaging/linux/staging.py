"""The files of a Linux package as they lie below its prefix, alike in all kinds of package.

python staging.py FROZEN ICONS PREFIX    lays them below PREFIX, of which it makes a new folder
"""

import datetime
import gzip
import os
import re
import shutil
import sys
from pathlib import Path

import shtab

from ct_desktop import __version__
from ct_desktop.cli.arguments import build_parser

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "packaging" / "linux"

APP_ID = "io.crosstrade.Desktop"
COMMAND = "ct-desktop"

COMPLETIONS = {
    "bash": Path("bash-completion", "completions", COMMAND),
    "zsh": Path("zsh", "vendor-completions", f"_{COMMAND}"),
    "fish": Path("fish", "vendor_completions.d", f"{COMMAND}.fish"),
}
"""Where each shell looks, below ``share``."""

UPDATED_BY = Path("lib", "ct_desktop", "resources", "updated-by")
"""Says within the frozen app who updates it: docs/updates.md."""

IN_A_REPOSITORY = "CT_DESKTOP_UPDATED_BY"
"""Set by who offers the package in a repository, to ``apt``. One that is downloaded by itself is
updated by nobody, so its app may ask for newer versions."""


def stage(frozen: Path, icons: Path, prefix: Path) -> None:
    """Lay the ``frozen`` app and all that a desktop wants of it below ``prefix`` (``…/usr``)."""
    library = prefix / "lib" / COMMAND
    shutil.copytree(frozen, library, symlinks=True)
    _settle_modes(library)
    program = prefix / "bin" / COMMAND
    program.parent.mkdir(parents=True)
    program.symlink_to(Path("..", "lib", COMMAND, COMMAND))
    share = prefix / "share"
    shutil.copytree(icons / "hicolor", share / "icons" / "hicolor")
    _copy(HERE / f"{APP_ID}.desktop", share / "applications" / f"{APP_ID}.desktop")
    _write(share / "metainfo" / f"{APP_ID}.metainfo.xml", metainfo())
    manual = (HERE / f"{COMMAND}.1").read_text(encoding="utf-8")
    write_compressed(share / "man" / "man1" / f"{COMMAND}.1.gz", manual)
    for shell, path in COMPLETIONS.items():
        _write(share / path, shtab.complete(build_parser(), shell))


def mark_updated_by(library: Path) -> None:
    """Have the app in ``library`` know who updates it, where somebody does."""
    name = os.environ.get(IN_A_REPOSITORY)
    if name:
        _write(library / UPDATED_BY, f"{name}\n")


def metainfo() -> str:
    """The AppStream description, with this version and the day it was made."""
    text = (HERE / f"{APP_ID}.metainfo.xml.in").read_text(encoding="utf-8")
    return text.replace("@VERSION@", __version__).replace("@DATE@", release_day().isoformat())


def release_day() -> datetime.date:
    """The version's day by the changelog; for one that is not released, the day of the build.

    The build's day is SOURCE_DATE_EPOCH's, where that is set (reproducible-builds.org).
    """
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    heading = re.search(rf"^## \[{re.escape(__version__)}\] - (\S+)$", changelog, re.MULTILINE)
    if heading is not None:
        return datetime.date.fromisoformat(heading[1])
    return build_moment().date()


def build_moment() -> datetime.datetime:
    """When this is built, in UTC."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.datetime.now(datetime.UTC)
    return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)


def write_compressed(path: Path, text: str) -> None:
    """Write ``text`` to ``path`` as gzip does at its best, without a name or a time in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    path.chmod(0o644)


def _settle_modes(folder: Path) -> None:
    """Only the program may be run, whatever the build's own umask was."""
    for path in folder.rglob("*"):
        if path.is_symlink():
            continue
        if path.is_dir():
            path.chmod(0o755)
        else:
            path.chmod(0o755 if path.parent == folder and path.name == COMMAND else 0o644)
    folder.chmod(0o755)


def _copy(source: Path, target: Path) -> None:
    _write(target, source.read_text(encoding="utf-8"))


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    target.chmod(0o644)


def _main(frozen: Path, icons: Path, prefix: Path) -> None:
    if prefix.exists():
        shutil.rmtree(prefix)
    stage(frozen, icons, prefix)


if __name__ == "__main__":
    _main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
