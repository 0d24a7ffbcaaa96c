"""One version of the app, as the release document tells it (``release_document``)."""

from dataclasses import dataclass

from ct_desktop.updates.version import Version

LONGEST_CHANGE = 200


@dataclass(frozen=True, slots=True)
class Release:
    """One version that there is. ``page`` is an address of the origin that was asked.

    ``changes`` are plain sentences, each on one line and of at most :data:`LONGEST_CHANGE`
    characters; there may be none.
    """

    version: Version
    page: str
    changes: tuple[str, ...] = ()
