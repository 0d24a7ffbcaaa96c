"""Which keychain this system has, chosen by name.

keyring's own choice is not used: it tries every backend that is installed, plain files among them,
and a frozen app loses the entry points it goes by. The system's module is imported here, within
the worker's thread: keyring takes a quarter of a second to import.
"""

import os
import platform
from functools import partial

from ct_desktop.vault.errors import VaultError, VaultFault
from ct_desktop.vault.keychain import Keychain, describe
from ct_desktop.vault.keychain_vault import TIME_LIMIT, KeychainVault
from ct_desktop.vault.memory import MemoryVault
from ct_desktop.vault.protocol import Vault

_PROMPT_SHARE = 0.8
"""The part of the time limit that a person has for the unlock prompt, so that a prompt left alone
is told from a keychain that hangs."""


async def open_vault(*, time_limit: float = TIME_LIMIT) -> Vault:
    """The system's keychain or, where there is none, a vault in memory.

    Look at ``persistent`` to tell them apart. ``time_limit`` is in seconds, for each operation.
    Asks nobody and reads nothing. Raises ``VaultError`` where there is a keychain service that
    does not answer or fails; call again to retry, or go on with a ``MemoryVault``.
    """
    vault = KeychainVault(
        partial(open_system_keychain, prompt_time_limit=time_limit * _PROMPT_SHARE),
        time_limit=time_limit,
    )
    try:
        await vault.open()
    except VaultError as error:
        if error.kind is VaultFault.MISSING:
            return MemoryVault()
        raise
    return vault


def open_system_keychain(*, prompt_time_limit: float) -> Keychain:
    """The keychain of this system, blocking. Raises ``VaultError``."""
    try:
        match platform.system():
            case "Windows":
                return _open_windows()
            case "Darwin":
                return _open_macos()
            case _:
                return _open_desktop(prompt_time_limit)
    except ImportError as error:
        detail = describe(error)
    raise VaultError(VaultFault.MISSING, detail=detail)


def _open_windows() -> Keychain:
    from ct_desktop.vault.windows import WindowsKeychain  # noqa: PLC0415 - see the module's text

    return WindowsKeychain()


def _open_macos() -> Keychain:
    from ct_desktop.vault.macos import MacKeychain  # noqa: PLC0415 - see the module's text

    return MacKeychain()


def _open_desktop(prompt_time_limit: float) -> Keychain:
    if "KDE" in os.environ.get("XDG_CURRENT_DESKTOP", "").split(":"):
        from ct_desktop.vault import kwallet  # noqa: PLC0415 - see the module's text

        if kwallet.is_available():
            return kwallet.KWalletKeychain()
    from ct_desktop.vault.secret_service import (  # noqa: PLC0415 - see the module's text
        SecretServiceKeychain,
    )

    keychain = SecretServiceKeychain(prompt_time_limit)
    keychain.check_available()
    return keychain
