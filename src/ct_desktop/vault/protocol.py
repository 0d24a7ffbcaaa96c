"""The vault as the rest of the app sees it."""

from typing import Protocol


class Vault(Protocol):
    """Secrets under names. It knows nothing of what they are for.

    An item's name is a short readable text without ``#``, such as ``default/app.crosstrade.io``.
    A secret is text without NUL. Every operation raises
    :class:`~ct_desktop.vault.errors.VaultError`, and ``ValueError`` for a name or secret that no
    keychain could hold.

    Writers of one item in several processes must take turns (``machine_lock``); readers need not.
    """

    async def read(self, item: str) -> str | None:
        """The secret, or None where there is none."""
        ...

    async def write(self, item: str, secret: str) -> None:
        """Store ``secret`` in place of what was there. When this returns it can be read back."""
        ...

    async def delete(self, item: str) -> None:
        """Remove the secret; nothing happens where there is none."""
        ...

    @property
    def description(self) -> str:
        """Where the secrets lie, for people: "Windows Credential Manager"."""
        ...

    @property
    def persistent(self) -> bool:
        """Whether the secrets outlive the app."""
        ...
