"""How items are named in the keychain, where a person may come across them."""

APP_NAME = "CrossTrade Desktop"

USER_NAME = "sign-in"
"""One fixed user name for every entry.

keyring's Windows backend moves an entry aside when another user name appears under its service
name, so entries differ in their service name alone (jaraco/keyring, backends/Windows.py).
"""

_LONGEST_ITEM = 200


def check_item(item: str) -> str:
    """``item``, if it can name a keychain item.

    Raises ``ValueError`` where it cannot. ``#`` is kept for the entries that one item consists of.
    """
    if not item or len(item) > _LONGEST_ITEM or "#" in item or not item.isprintable():
        raise ValueError(
            f"A keychain item's name is 1 to {_LONGEST_ITEM} printable characters without '#', "
            f"not {item[:_LONGEST_ITEM]!r}."
        )
    return item


def check_secret(secret: str) -> str:
    """``secret``, if every keychain can hold it.

    Raises ``ValueError`` (without the secret) for NUL, which ends a text on some systems, and for
    lone surrogates, which have no encoding.
    """
    if "\0" in secret or any("\ud800" <= character <= "\udfff" for character in secret):
        raise ValueError("A secret must be text without NUL and without lone surrogates.")
    return secret


def service_name(item: str, *, copy: int, part: int) -> str:
    """The service name of one entry of ``item``; what Seahorse and its like show."""
    suffix = "" if (copy, part) == (0, 0) else f" #{copy + 1}.{part + 1}"
    return f"{APP_NAME}/{item}{suffix}"
