"""Where the app's own files lie: icons, and the page that the browser shows after consent.

Found alike when installed (in the wheel beside this module), editable (at the repository's top)
and frozen (where the bundler unpacks).
"""

import sys
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def _resources_folder() -> Path:
    package = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    places = [package / "resources", package.parents[1] / "resources"]
    if frozen is not None:
        places.insert(0, Path(frozen) / "ct_desktop" / "resources")
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError("The app's resources are missing; install it again.")


def resource_path(name: str) -> Path:
    """The file ``name`` (with ``/`` between folders) among the app's resources.

    Raises :class:`FileNotFoundError` where the installation lacks it.
    """
    path = _resources_folder() / name
    if not path.is_file():
        raise FileNotFoundError(f"The app's file {name} is missing; install the app again.")
    return path
