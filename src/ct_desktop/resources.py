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
    frozen = _frozen_folder()
    places = [package / "resources", package.parents[1] / "resources"]
    if frozen is not None:
        places.insert(0, frozen / "ct_desktop" / "resources")
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError("The app's resources are missing; install it again.")


def _frozen_folder() -> Path | None:
    folder = getattr(sys, "_MEIPASS", None)
    return None if folder is None else Path(folder)


def licence_notices() -> Path | None:
    """The notices of the libraries that a frozen app brings along; ``None`` where it brings none.

    Other installations have their libraries from elsewhere, and the licence of each with it.
    """
    frozen = _frozen_folder()
    notices = None if frozen is None else frozen / "licences" / "NOTICES.txt"
    return notices if notices is not None and notices.is_file() else None


def resource_path(name: str) -> Path:
    """The file ``name`` (with ``/`` between folders) among the app's resources.

    Raises :class:`FileNotFoundError` where the installation lacks it.
    """
    path = _resources_folder() / name
    if not path.is_file():
        raise FileNotFoundError(f"The app's file {name} is missing; install the app again.")
    return path
