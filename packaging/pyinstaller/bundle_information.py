"""What macOS is told of the app, from the one place that holds the version."""

import plistlib
from pathlib import Path
from typing import Any

from ct_desktop import __version__

BUNDLE_IDENTIFIER = "io.crosstrade.Desktop"

_TEMPLATE = Path(__file__).resolve().parents[1] / "macos" / "Info.plist.in"


def bundle_information() -> dict[str, Any]:
    """The Info.plist's keys; PyInstaller adds the names of the program and of the icon's file."""
    text = _TEMPLATE.read_text(encoding="utf-8").replace("@VERSION@", __version__)
    return dict(plistlib.loads(text.encode()))
