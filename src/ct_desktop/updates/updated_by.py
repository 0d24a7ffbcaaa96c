"""Who keeps this installation up to date, where that is not the trader.

A package that a distribution or a store updates says so with the file ``updated-by`` among the
app's resources; in it stands who does, as ``apt``. The app then asks nobody for newer versions.
"""

from ct_desktop.resources import resource_path

MARKER = "updated-by"
_LONGEST = 60


def updated_by() -> str | None:
    """Who updates the app; empty where a package says so without a name, ``None`` for nobody."""
    try:
        with resource_path(MARKER).open(encoding="utf-8", errors="replace") as file:
            name = file.readline(_LONGEST).strip()
    except FileNotFoundError:
        return None
    except OSError:
        # It is there: that it cannot be read is no leave to ask.
        return ""
    return name if name.isprintable() else ""
