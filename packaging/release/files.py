"""Which files a release consists of, and whether they are all there.

python files.py VERSION FOLDER    says what is missing in FOLDER, or lies there without belonging

It needs nothing but Python, as the checksums do.
"""

import sys
from pathlib import Path

_SBOMS = ("linux-x86_64", "windows-x64", "macos-arm64", "macos-x86_64")


class IncompleteReleaseError(Exception):
    """A release's folder holds too little or too much; the message names it."""


def release_files(version: str) -> list[str]:
    """The names of a release's files, without the checksums."""
    return [
        f"ct_desktop-{version}-py3-none-any.whl",
        f"ct_desktop-{version}.tar.gz",
        f"ct-desktop_{version}_amd64.deb",
        f"ct-desktop-{version}-linux-x86_64.tar.xz",
        f"ct-desktop-{version}-windows-x64-setup.exe",
        f"ct-desktop-{version}-windows-x64.msix",
        f"ct-desktop-{version}-macos-arm64.dmg",
        f"ct-desktop-{version}-macos-x86_64.dmg",
        *(f"ct-desktop-{version}-{system}.cdx.json" for system in _SBOMS),
    ]


def check(version: str, folder: Path) -> None:
    """Raises IncompleteReleaseError unless ``folder`` holds the release's files alone."""
    wanted = set(release_files(version))
    there = {path.name for path in folder.iterdir()}
    faults = [f"missing: {name}" for name in sorted(wanted - there)]
    faults += [f"not of this release: {name}" for name in sorted(there - wanted)]
    if faults:
        raise IncompleteReleaseError(f"In {folder}:\n  " + "\n  ".join(faults))


if __name__ == "__main__":
    try:
        check(sys.argv[1], Path(sys.argv[2]))
    except IncompleteReleaseError as error:
        sys.exit(str(error))
