"""KWallet, on KDE desktops older than its Secret Service (5.97), where python-dbus is installed.

Imports keyring, so only the worker's thread may import this module.
"""

from typing import Protocol

from keyring.backends import kwallet
from keyring.errors import InitError, KeyringError, KeyringLocked

from ct_desktop.vault.errors import VaultError, VaultFault
from ct_desktop.vault.keychain import KeyringBackend, KeyringKeychain
from ct_desktop.vault.naming import APP_NAME

DESCRIPTION = "KWallet"


class KWalletBackend(KeyringBackend, Protocol):
    """What is used of keyring's KWallet backend."""

    def connected(self, service: str, /) -> bool:
        """Whether the wallet is open, asking the person to open it if need be."""
        ...


class _Backend(kwallet.DBusKeyring):
    """keyring's backend under the name that KWallet shows when it asks the person."""

    appid = APP_NAME


def _new_backend() -> KWalletBackend:
    return _Backend()  # type: ignore[no-untyped-call]  # keyring types no constructor


class KWalletKeychain(KeyringKeychain):
    """A :class:`~ct_desktop.vault.keychain.Keychain` over KWallet."""

    description = DESCRIPTION

    def __init__(self, backend: KWalletBackend | None = None) -> None:
        self._wallet = _new_backend() if backend is None else backend
        super().__init__(self._wallet)

    def get(self, service: str) -> str | None:
        """The entry's text, or None where an open wallet has no such entry."""
        text = super().get(service)
        if not text:
            # A wallet that was closed between two calls answers as if it were empty
            # (jaraco/keyring#327): only an open one is believed.
            if not self._attempt(lambda: self._wallet.connected(service)):
                raise VaultError(VaultFault.LOCKED, keychain=DESCRIPTION, detail="wallet closed")
            text = super().get(service)
        return text or None

    def fault_of(self, error: Exception) -> VaultFault:
        """Which fault an exception of keyring or python-dbus stands for."""
        match error:
            case KeyringLocked():
                return VaultFault.LOCKED
            case InitError():
                return VaultFault.MISSING
            case KeyringError() if "ancelled" in str(error):
                return VaultFault.DENIED
            case _:
                return VaultFault.BROKEN


def is_available() -> bool:
    """Whether KWallet runs on this session's bus and can be spoken to. Asks nobody."""
    return bool(kwallet.DBusKeyring.viable)
