"""What the checks of an entry look at."""

from dataclasses import dataclass

from ct_desktop.clients.description import ClientDescription, ConfigurationFile, Place
from ct_desktop.clients.documents.nodes import Mapping, Member
from ct_desktop.clients.entry import Wanted


@dataclass(frozen=True, slots=True)
class Subject:
    """The entry under its key in one place of a client. ``environment`` are the names that the
    client's environment file sets; ``None`` where there is no such file."""

    client: ClientDescription
    file: ConfigurationFile
    wanted: Wanted
    member: Member
    entry: Mapping
    place: Place
    environment: frozenset[str] | None
