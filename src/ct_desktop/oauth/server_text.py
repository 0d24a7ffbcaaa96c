"""Text that a server wrote, made fit to keep: short, printable, on one line."""

import re

# As all standards spell them. Anything looser would let a server say a token back as an error, and
# error codes go to the log.
_ERROR_CODE = re.compile(r"[a-z_]{1,40}")

DESCRIPTION_LIMIT = 200


def description(text: object) -> str:
    """A sentence for people, at most :data:`DESCRIPTION_LIMIT` characters; else empty."""
    if not isinstance(text, str):
        return ""
    # Bidirectional controls and zero-width characters, which can disguise a text, go as well.
    cleaned = "".join(
        character if character.isprintable() else " " for character in text[: 4 * DESCRIPTION_LIMIT]
    ).strip()
    return cleaned[: DESCRIPTION_LIMIT - 1] + "…" if len(cleaned) > DESCRIPTION_LIMIT else cleaned


def error_code(text: object) -> str:
    """An error code of a standard (RFC 6749, section 5.2), or ``unknown_error``."""
    if isinstance(text, str) and _ERROR_CODE.fullmatch(text):
        return text
    return "unknown_error"
