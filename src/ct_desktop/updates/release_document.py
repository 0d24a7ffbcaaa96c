"""The release document: what its server wrote, made fit to keep and to show.

The document is a JSON object of this project's own: ``version``; ``page``, where the trader reads
about it and finds the packages; ``changes``, a list of sentences or one text with a line for each.
Other keys are left alone. Imported only once there is a document: pydantic is slow to load, and
most starts ask nobody.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ct_desktop.updates.errors import UnfitAnswerError
from ct_desktop.updates.release import LONGEST_CHANGE, Release
from ct_desktop.updates.release_page import is_page_of
from ct_desktop.updates.version import parse_version

MOST_CHANGES = 12

_READ_AT_MOST = 4 * LONGEST_CHANGE


class _Document(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    version: Annotated[str, Field(max_length=100)]
    page: Annotated[str, Field(max_length=2000)]
    changes: object = None


def parse_release(body: bytes | str, asked_url: str) -> Release:
    """The release that an answer from ``asked_url`` names. Raises :class:`UnfitAnswerError`."""
    try:
        document = _Document.model_validate_json(body)
    except ValidationError as error:
        # Pydantic's own words would say the document back.
        wrong = ", ".join(sorted({str(each["loc"][0]) for each in error.errors() if each["loc"]}))
        raise UnfitAnswerError(f"no release document ({wrong or 'not a JSON object'})") from None
    try:
        version = parse_version(document.version.strip())
    except ValueError as error:
        raise UnfitAnswerError(f"the version is {error}") from None
    if not is_page_of(document.page, asked_url):
        raise UnfitAnswerError("the page is not at the address that was asked")
    return Release(version, document.page, _changes(document.changes))


def as_document(release: Release) -> str:
    """``release`` as the document that :func:`parse_release` reads."""
    return _Document(
        version=str(release.version), page=release.page, changes=list(release.changes)
    ).model_dump_json()


def _changes(value: object) -> tuple[str, ...]:
    lines = value.splitlines() if isinstance(value, str) else value
    if not isinstance(lines, list):
        return ()
    sentences = (_sentence(line) for line in lines[: 4 * MOST_CHANGES] if isinstance(line, str))
    return tuple(sentence for sentence in sentences if sentence)[:MOST_CHANGES]


def _sentence(text: str) -> str:
    # Bidirectional controls and zero-width characters, which can disguise a text, go as well.
    printable = "".join(
        character if character.isprintable() else " " for character in text[:_READ_AT_MOST]
    )
    sentence = " ".join(printable.split()).removeprefix("- ").removeprefix("* ")
    if len(sentence) > LONGEST_CHANGE:
        return sentence[: LONGEST_CHANGE - 1] + "…"
    return sentence
