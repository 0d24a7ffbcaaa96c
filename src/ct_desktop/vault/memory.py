"""A vault for the session alone, where there is no keychain or a person chose so."""

from ct_desktop.vault.naming import check_item, check_secret


class MemoryVault:
    """Secrets in this process's memory. Nothing is ever written down."""

    def __init__(self) -> None:
        self._secrets: dict[str, str] = {}

    @property
    def description(self) -> str:
        """Where the secrets lie, for people."""
        return "memory, until you quit"

    @property
    def persistent(self) -> bool:
        """Whether the secrets outlive the app: never."""
        return False

    async def read(self, item: str) -> str | None:
        """The secret, or None where there is none."""
        return self._secrets.get(check_item(item))

    async def write(self, item: str, secret: str) -> None:
        """Keep ``secret`` in place of what was there."""
        self._secrets[check_item(item)] = check_secret(secret)

    async def delete(self, item: str) -> None:
        """Forget the secret."""
        self._secrets.pop(check_item(item), None)
