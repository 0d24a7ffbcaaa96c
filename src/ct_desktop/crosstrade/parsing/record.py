"""One JSON object whose fields are read by any of their documented names, never raising."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

NAME_LIMIT = 200
"""Characters kept of a name or an identifier."""

SENTENCE_LIMIT = 500
"""Characters kept of a warning or an explanation."""

LARGEST_NUMBER = 1e15
"""Beyond this a double no longer holds cents; no documented field comes near it."""

_NUMBER = re.compile(r"[+-]?(\d{1,20}(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)

# Joiners shape letters and emoji; every other format character only hides or reorders text.
_JOINERS = "\u200c\u200d"

Names = tuple[str, ...]


@lru_cache(maxsize=512)
def _plain(key: str) -> str:
    return key.replace("_", "").lower()


def names(*spellings: str) -> Names:
    """The names of one field, best first. Snake case here stands for camel case too."""
    return tuple(_plain(spelling) for spelling in spellings)


class Record:
    """A JSON object; ``null`` counts as absent, and the spelling of keys does not matter."""

    __slots__ = ("_fields",)

    def __init__(self, document: Mapping[str, object]) -> None:
        fields: dict[str, object] = {}
        for key, value in document.items():
            if value is not None:
                fields.setdefault(_plain(key), value)
        self._fields = fields

    def has(self, field: Names) -> bool:
        """Whether the field is there, readable or not."""
        return any(name in self._fields for name in field)

    def values(self, field: Names) -> list[object]:
        """What stands under each of the field's names that is there, best first."""
        return [self._fields[name] for name in field if name in self._fields]

    def items(self) -> list[tuple[str, object]]:
        """All fields, by their names without case and underscores."""
        return list(self._fields.items())

    def text(self, field: Names, limit: int = NAME_LIMIT) -> str | None:
        """Printable text of at most ``limit`` characters, or ``None``."""
        fields = self._fields
        for name in field:
            text = clean_text(fields.get(name), limit)
            if text is not None:
                return text
        return None

    def number(self, field: Names) -> float | None:
        """A finite number, or ``None``."""
        fields = self._fields
        for name in field:
            number = finite_number(fields.get(name))
            if number is not None:
                return number
        return None

    def count(self, field: Names) -> int | None:
        """A whole number that is not negative, or ``None``."""
        number = self.number(field)
        return int(number) if number is not None and number >= 0 and number % 1 == 0 else None

    def record(self, field: Names) -> "Record | None":
        """The object in the field, or ``None``."""
        for value in self.values(field):
            if isinstance(value, dict):
                return Record(value)
        return None

    def rows(self, field: Names) -> list[object] | None:
        """The array in the field, or ``None``."""
        for value in self.values(field):
            if isinstance(value, list):
                return value
        return None


def finite_number(value: object) -> float | None:
    """A JSON number, or one written as text, as a float; ``None`` for anything else.

    Booleans are not numbers; NaN, infinities and absurd sizes are refused.
    """
    if type(value) is str:
        text = value.strip()
        if not _NUMBER.fullmatch(text):
            return None
        value = float(text)
    if type(value) is float or type(value) is int:
        # A comparison with NaN is false, so this refuses it too.
        return float(value) if -LARGEST_NUMBER <= value <= LARGEST_NUMBER else None
    return None


def clean_text(value: object, limit: int = NAME_LIMIT) -> str | None:
    """Text that can be shown on one line, or ``None``; an integer becomes its digits.

    Names may be in any script. Control characters, half surrogates and the invisible characters
    that reorder text are taken out.
    """
    if type(value) is int:
        return str(value) if abs(value) < 10**30 else None
    if type(value) is not str:
        return None
    text = value
    if not text.isprintable():
        text = "".join(_shown(character) for character in text[: 4 * limit])
    return text.strip()[:limit].rstrip() or None


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cc", "Zl", "Zp"):
        return " " if character.isspace() else ""
    hidden = category == "Cs" or (category == "Cf" and character not in _JOINERS)
    return "" if hidden else character
