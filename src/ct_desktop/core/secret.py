"""A text that nobody but its user is to see: a token, a code, a verifier, a key.

In place of pydantic's of the same name, which costs the window's start an eighth of a second and
12 MB to import.
"""

import hmac
from typing import NoReturn, final


@final
class SecretStr:
    """A frozen text that shows as asterisks wherever it is printed, logged or formatted.

    Not a dataclass, whose ``asdict`` would lay it open. It cannot be pickled.
    """

    __slots__ = ("_value",)

    _value: str

    def __init__(self, value: str) -> None:
        object.__setattr__(self, "_value", value)

    def get_secret_value(self) -> str:
        """The text itself."""
        return self._value

    def __eq__(self, other: object) -> bool:
        """Whether ``other`` holds the same text; how long that takes says nothing about it."""
        if not isinstance(other, SecretStr):
            return NotImplemented
        return hmac.compare_digest(
            self._value.encode("utf-8", "surrogatepass"),
            other._value.encode("utf-8", "surrogatepass"),
        )

    def __hash__(self) -> int:
        return hash((SecretStr, self._value))

    def __repr__(self) -> str:
        return "SecretStr('**********')"

    def __str__(self) -> str:
        return "**********"

    def __format__(self, format_spec: str) -> str:
        return format(str(self), format_spec)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a secret is frozen: {name} cannot be set")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a secret is frozen: {name} cannot be deleted")

    def __copy__(self) -> "SecretStr":
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> "SecretStr":
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not pickled")
