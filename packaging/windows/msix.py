"""Makes the MSIX package with the Windows SDK's MakePri and MakeAppx.

python -m windows.msix FROZEN ICONS OUT

writes OUT/ct-desktop-VERSION-windows-x64.msix, and is called in packaging/.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from pyinstaller.version_resource import version_numbers
from windows.signing import ToolMissingError, sdk_tool, sign

from ct_desktop import __version__

HERE = Path(__file__).resolve().parent

PUBLISHER = "CT_DESKTOP_MSIX_PUBLISHER"
"""The environment variable with the signing certificate's subject, which the manifest repeats."""

UNSIGNED_PUBLISHER = "CN=CrossTrade Desktop, OID.2.25.311729368913984317654407730594956997722=1"
"""With this OID, Windows 11 installs a package that is not signed, for trying it out
(Microsoft, "Create an unsigned MSIX package")."""

UPDATED_BY = Path("lib", "ct_desktop", "resources", "updated-by")
"""Says within the frozen app who updates it: docs/updates.md."""

_TERMINAL_PROGRAM = "ct-desktop.com"
_ALIASED_PROGRAM = "ct-desktop-console.exe"
"""A manifest names no program but with the ending .exe."""


def main(frozen: Path, icons: Path, out: Path) -> Path:
    """The package's path. Raises ToolMissingError and CalledProcessError."""
    package = out / f"ct-desktop-{__version__}-windows-x64.msix"
    with tempfile.TemporaryDirectory() as folder:
        layout = Path(folder, "layout")
        lay_resources(icons, layout)
        _index_resources(layout, Path(folder, "priconfig.xml"))
        add_programs(frozen, layout)
        sign([layout / "ct-desktop.exe", layout / _ALIASED_PROGRAM])
        _run("makeappx.exe", "pack", "/o", "/h", "SHA256", "/d", str(layout), "/p", str(package))
    sign([package])
    return package


def manifest(environment: Mapping[str, str] = os.environ) -> str:
    """The manifest's text, with this version and the publisher that ``environment`` names."""
    text = (HERE / "AppxManifest.xml.in").read_text(encoding="utf-8")
    publisher = environment.get(PUBLISHER) or UNSIGNED_PUBLISHER
    version = ".".join(map(str, version_numbers(__version__)))
    quoted = escape(publisher, {'"': "&quot;"})
    return text.replace("@PUBLISHER@", quoted).replace("@VERSION@", version)


def lay_resources(icons: Path, layout: Path) -> None:
    """Lay the manifest and the images, which are all that MakePri is to look at."""
    shutil.copytree(icons / "msix", layout / "Assets")
    (layout / "AppxManifest.xml").write_text(manifest(), encoding="utf-8")


def add_programs(frozen: Path, layout: Path) -> None:
    """Lay the frozen app beside them, the program for terminals under a name of its own."""
    shutil.copytree(frozen, layout, dirs_exist_ok=True)
    (layout / _TERMINAL_PROGRAM).rename(layout / _ALIASED_PROGRAM)
    updated_by = layout / UPDATED_BY
    updated_by.parent.mkdir(parents=True, exist_ok=True)
    updated_by.write_text("Windows\n", encoding="utf-8")


def _index_resources(layout: Path, configuration: Path) -> None:
    """Let Windows choose among the images by size and scale."""
    _run("makepri.exe", "createconfig", "/o", "/cf", str(configuration), "/dq", "en-US")
    project = ("/pr", str(layout), "/mn", str(layout / "AppxManifest.xml"))
    target = ("/of", str(layout / "resources.pri"))
    _run("makepri.exe", "new", "/o", "/cf", str(configuration), *project, *target)


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([sdk_tool(tool), *arguments], check=True)


if __name__ == "__main__":
    try:
        print(main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])))
    except ToolMissingError as missing:
        sys.exit(str(missing))
