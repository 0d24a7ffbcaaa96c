"""Secrets in the operating system's keychain, or in memory where there is none."""

from ct_desktop.vault.errors import VaultError, VaultFault
from ct_desktop.vault.keychain_vault import KeychainVault
from ct_desktop.vault.memory import MemoryVault
from ct_desktop.vault.opening import open_vault
from ct_desktop.vault.protocol import Vault

__all__ = [
    "KeychainVault",
    "MemoryVault",
    "Vault",
    "VaultError",
    "VaultFault",
    "open_vault",
]
