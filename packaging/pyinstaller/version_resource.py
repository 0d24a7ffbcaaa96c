"""What Windows shows as a program's details, from the one place that holds the version."""

import importlib
from typing import Any

from ct_desktop import __version__

COMPANY = "The CrossTrade Desktop authors"
PRODUCT = "CrossTrade Desktop"

_ENGLISH_UNICODE = "040904B0"


def version_resource(program: str) -> Any:
    """A VS_VERSIONINFO for the file ``program``, as PyInstaller writes it (on Windows alone)."""
    # It is there in the build alone, and ships no types.
    info = importlib.import_module("PyInstaller.utils.win32.versioninfo")
    numbers = version_numbers(__version__)
    texts = {
        "CompanyName": COMPANY,
        "FileDescription": PRODUCT,
        "FileVersion": __version__,
        "InternalName": "ct-desktop",
        "LegalCopyright": f"Copyright {COMPANY}. MIT licence.",
        "OriginalFilename": program,
        "ProductName": PRODUCT,
        "ProductVersion": __version__,
    }
    return info.VSVersionInfo(
        ffi=info.FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[
            info.StringFileInfo(
                [
                    info.StringTable(
                        _ENGLISH_UNICODE,
                        [info.StringStruct(name, text) for name, text in texts.items()],
                    )
                ]
            ),
            info.VarFileInfo([info.VarStruct("Translation", [0x0409, 1200])]),
        ],
    )


def version_numbers(version: str) -> tuple[int, int, int, int]:
    """``version`` as the four numbers that Windows compares."""
    numbers = [int(part) for part in version.split(".")[:3] if part.isdigit()]
    major, minor, patch = (*numbers, 0, 0, 0)[:3]
    return major, minor, patch, 0
