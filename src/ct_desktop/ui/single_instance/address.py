"""Where the first window of a profile can be reached."""

import hashlib
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path


def instance_address(profile_data: Path, environment: Mapping[str, str] = os.environ) -> str:
    """The name for ``QLocalServer``, made of the folder that is one profile's in one home.

    A pipe's name on Windows; elsewhere a path that is short enough for a socket, in the session's
    own folder where there is one. In a Flatpak that is the part of it which all runs of the app
    see (flatpak-run(1)), and those outside of it.
    """
    folder = os.fsencode(profile_data.absolute())
    name = f"ct-desktop-{hashlib.sha256(folder).hexdigest()[:24]}"
    if sys.platform == "win32":
        return name
    runtime = Path(environment.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    if flatpak := environment.get("FLATPAK_ID"):
        runtime = runtime / "app" / flatpak
    return str(runtime / name)
