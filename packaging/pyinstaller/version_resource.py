"""What Windows shows as the program's details, from the one place that holds the version."""

from typing import Any

from ct_desktop import __version__

COMPANY = "The CrossTrade Desktop authors"
PRODUCT = "CrossTrade Desktop"

_ENGLISH_UNICODE = "040904B0"


def version_resource() -> Any:
    """A VS_VERSIONINFO, as PyInstaller writes it into the program (on Windows alone)."""
    from PyInstaller.utils.win32 import versioninfo as info  # noqa: PLC0415 - in the build alone

    numbers = version_numbers(__version__)
    texts = {
        "CompanyName": COMPANY,
        "FileDescription": PRODUCT,
        "FileVersion": __version__,
        "InternalName": "ct-desktop",
        "LegalCopyright": f"Copyright {COMPANY}. MIT licence.",
        "OriginalFilename": "ct-desktop.exe",
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
