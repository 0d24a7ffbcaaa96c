"""Makes the installer for Windows with Inno Setup.

python -m windows.installer FROZEN ICONS OUT

writes OUT/ct-desktop-VERSION-windows-x64-setup.exe, and is called in packaging/.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from pyinstaller.version_resource import version_numbers
from windows.signing import ToolMissingError, sign, signing_command

from ct_desktop import __version__

HERE = Path(__file__).resolve().parent

PROGRAMS = ("ct-desktop.exe", "ct-desktop.com")
"""Ours among the frozen files. The libraries come signed by their makers, or not."""


def main(frozen: Path, icons: Path, out: Path) -> Path:
    """The installer's path. Raises ToolMissingError and CalledProcessError."""
    sign([frozen / name for name in PROGRAMS])
    subprocess.run(
        compiler_command(frozen, icons, out, inno_compiler(), signing_command()), check=True
    )
    made = out / f"{base_name()}.exe"
    if signing_command() is None:
        print(f"NOT SIGNED: {made.name} and its uninstaller.")
    return made


def base_name() -> str:
    """The installer's file name without its ending."""
    return f"ct-desktop-{__version__}-windows-x64-setup"


def compiler_command(
    frozen: Path, icons: Path, out: Path, compiler: str, signing: tuple[str, ...] | None
) -> list[str]:
    """What compiles the script. Inno Setup signs the installer and its uninstaller itself."""
    defines = {
        "AppVersion": __version__,
        "VersionNumbers": ".".join(map(str, version_numbers(__version__))),
        "Frozen": str(frozen.resolve()),
        "Icon": str((icons / "ct-desktop.ico").resolve()),
    }
    options = [f"/D{name}={value}" for name, value in defines.items()]
    if signing is not None:
        # "$q" is a quotation mark and "$f" the file, quoted, for Inno Setup.
        program, *rest = signing
        options += ["/DSigned", f"/Ssigntool=$q{program}$q {' '.join(rest)} $f"]
    files = (f"/O{out.resolve()}", f"/F{base_name()}", str(HERE / "ct-desktop.iss"))
    return [compiler, "/Qp", *options, *files]


def inno_compiler(environment: Mapping[str, str] = os.environ) -> str:
    """The full path of ISCC.exe. Raises ToolMissingError."""
    found = shutil.which("ISCC.exe", path=environment.get("PATH"))
    if found is not None:
        return found
    places = [
        Path(environment.get("ProgramFiles(x86)", r"C:\Program Files (x86)"), "Inno Setup 6"),
        Path(environment.get("LOCALAPPDATA", ""), "Programs", "Inno Setup 6"),
    ]
    for place in places:
        if (place / "ISCC.exe").is_file():
            return str(place / "ISCC.exe")
    raise ToolMissingError(
        "ISCC.exe was not found. Install Inno Setup 6.4 or later, for instance with "
        "'winget install JRSoftware.InnoSetup'."
    )


if __name__ == "__main__":
    try:
        print(main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])))
    except ToolMissingError as missing:
        sys.exit(str(missing))
