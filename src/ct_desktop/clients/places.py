"""Where a client keeps its file on this computer."""

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ct_desktop.clients.description import ClientDescription, Place, System
from ct_desktop.clients.errors import PlaceError

_VARIABLE = re.compile(r"%([A-Za-z_]+)%")


@dataclass(frozen=True, slots=True)
class FilePlace:
    """One of the places in which a client looks for its file, on this computer."""

    place: Place
    path: Path

    @property
    def exists(self) -> bool:
        """Whether a file is there now."""
        return self.path.is_file()


def this_system() -> System:
    """The system that this app runs on."""
    if sys.platform == "win32":
        return System.WINDOWS
    return System.MACOS if sys.platform == "darwin" else System.LINUX


def places_of(
    client: ClientDescription,
    *,
    system: System | None = None,
    environment: Mapping[str, str] = os.environ,
    folder: Path | None = None,
) -> tuple[FilePlace, ...]:
    """All places of ``client``'s file, the usual one first; none where it has no file.

    ``folder`` is that of the project for paths without root; the current one if left out.
    """
    if client.file is None:
        return ()
    found = []
    for place in client.file.places:
        written = place.path_on(system or this_system())
        path = _expanded(written, environment) if written else None
        if path is not None:
            found.append(FilePlace(place, (folder or Path.cwd()) / path))
    return tuple(found)


def choose_place(
    client: ClientDescription, *, path: Path | None = None, place_id: str | None = None
) -> FilePlace:
    """The file to work on: ``path`` if given, else the first place where one is, else the first.

    ``place_id`` names one of the client's places; with ``path`` it says which of them ``path`` is
    like. Raises ``PlaceError``.
    """
    if client.file is None:
        raise PlaceError(
            f"{client.name} keeps no file that can be read or written: it is set up in its own "
            f"settings. See 'ct-desktop clients show {client.id}'."
        )
    known = {place.id: place for place in client.file.places}
    if place_id is not None and place_id not in known:
        raise PlaceError(f"{client.name} has no place {place_id!r}. It has: {', '.join(known)}.")
    if path is not None:
        place = known[place_id] if place_id else _place_like(client, path)
        return FilePlace(place, path.expanduser().absolute())
    places = [
        found for found in places_of(client) if place_id is None or found.place.id == place_id
    ]
    if not places:
        raise PlaceError(
            f"Where {client.name} keeps {client.file.name} on this system is not known. "
            "Name the file with --file."
        )
    return next((found for found in places if found.exists), places[0])


def _place_like(client: ClientDescription, path: Path) -> Place:
    """The place that ``path`` is, or else the first."""
    assert client.file is not None, "checked by the caller"
    absolute = path.expanduser().absolute()
    return next(
        (found.place for found in places_of(client) if found.path == absolute),
        client.file.places[0],
    )


def _expanded(written: str, environment: Mapping[str, str]) -> Path | None:
    """``written`` with its variables and ``~``; ``None`` where a variable is not set."""
    missing = False

    def put_in(found: re.Match[str]) -> str:
        nonlocal missing
        value = environment.get(found[1], "")
        missing = missing or not value
        return value

    text = _VARIABLE.sub(put_in, written)
    if missing:
        return None
    path = Path(text)
    try:
        return path.expanduser()
    except RuntimeError:  # no home is known
        return None
