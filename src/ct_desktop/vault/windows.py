"""The Windows Credential Manager.

Imports keyring, so only the worker's thread may import this module.
"""

from keyring.backends import Windows

from ct_desktop.vault.errors import VaultFault
from ct_desktop.vault.keychain import KeyringKeychain

DESCRIPTION = "Windows Credential Manager"

ENTRY_LIMIT = 1280
"""UTF-16 code units: CRED_MAX_CREDENTIAL_BLOB_SIZE is 5 * 512 bytes (wincred.h)."""

_ACCESS_DENIED = 5
_CANCELLED = 1223
_NO_SUCH_LOGON_SESSION = 1312

_FAULTS = {
    _ACCESS_DENIED: VaultFault.DENIED,
    _CANCELLED: VaultFault.DENIED,
    # Sessions without a credential set: services, some remote logons.
    _NO_SUCH_LOGON_SESSION: VaultFault.MISSING,
}


class _Backend(Windows.WinVaultKeyring):
    """keyring's backend without its habit of keeping the previous secret.

    Before each overwrite it saves the old secret under ``user@service``, to make room for several
    users of one service. With one fixed user name that would only leave rotated tokens behind.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring types no constructor
        # The default, "enterprise", would carry the sign-in to every machine of a roaming profile,
        # where two copies would fight over one rotating refresh token.
        self.persist = "local machine"

    def set_password(self, service: str, username: str, password: str) -> None:
        """Create or replace the entry, in one call of the system."""
        self._set_password(service, username, password)  # type: ignore[no-untyped-call]  # as above


class WindowsKeychain(KeyringKeychain):
    """A :class:`~ct_desktop.vault.keychain.Keychain` over the Credential Manager."""

    description = DESCRIPTION
    entry_limit = ENTRY_LIMIT

    def __init__(self) -> None:
        super().__init__(_Backend())

    def fault_of(self, error: Exception) -> VaultFault:
        """Which fault an exception stands for; the system's errors carry a ``winerror``."""
        return _FAULTS.get(getattr(error, "winerror", 0), VaultFault.BROKEN)
