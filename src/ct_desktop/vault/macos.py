"""The macOS login keychain.

Imports keyring, so only the worker's thread may import this module.
"""

from keyring.backends import macOS
from keyring.errors import KeyringLocked

from ct_desktop.vault.errors import VaultFault
from ct_desktop.vault.keychain import KeyringBackend, KeyringKeychain

DESCRIPTION = "macOS Keychain"

# Results of the Security framework, SecBase.h.
_USER_CANCELED = -128
_AUTH_FAILED = -25293
_NO_SUCH_KEYCHAIN = -25294
_NO_DEFAULT_KEYCHAIN = -25307
_INTERACTION_NOT_ALLOWED = -25308

_FAULTS = {
    _USER_CANCELED: VaultFault.DENIED,
    _AUTH_FAILED: VaultFault.DENIED,
    _NO_SUCH_KEYCHAIN: VaultFault.MISSING,
    _NO_DEFAULT_KEYCHAIN: VaultFault.MISSING,
    _INTERACTION_NOT_ALLOWED: VaultFault.LOCKED,
}


def _new_backend() -> KeyringBackend:
    return macOS.Keyring()  # type: ignore[no-untyped-call]  # keyring types no constructor


class MacKeychain(KeyringKeychain):
    """A :class:`~ct_desktop.vault.keychain.Keychain` over the login keychain."""

    description = DESCRIPTION

    def __init__(self, backend: KeyringBackend | None = None) -> None:
        super().__init__(_new_backend() if backend is None else backend)

    def fault_of(self, error: Exception) -> VaultFault:
        """Which fault an exception stands for; keyring keeps the system's result as its cause."""
        result = error.__cause__.args[0] if error.__cause__ and error.__cause__.args else None
        if isinstance(result, int) and result in _FAULTS:
            return _FAULTS[result]
        return VaultFault.DENIED if isinstance(error, KeyringLocked) else VaultFault.BROKEN
