"""What can go wrong with a keychain, told apart, each with what to do about it."""

from enum import StrEnum


class VaultFault(StrEnum):
    """The ways in which a keychain fails."""

    MISSING = "missing"
    """This session has no keychain service."""
    LOCKED = "locked"
    """The keychain is locked, and nobody unlocked it in time."""
    DENIED = "denied"
    """A person or the system said no."""
    HANGING = "hanging"
    """The keychain did not answer in time."""
    BROKEN = "broken"
    """The keychain failed, or what it holds is damaged."""


_WORDS = {
    VaultFault.MISSING: (
        "No keychain service was found for this session. Start one (GNOME Keyring or KWallet on "
        "Linux) and try again, or go on with a sign-in that lasts until you quit."
    ),
    VaultFault.LOCKED: (
        "The keychain is locked. Unlock it and try again, or go on with a sign-in that lasts "
        "until you quit."
    ),
    VaultFault.DENIED: (
        "Access to the keychain was refused. Try again and allow it when your system asks, or go "
        "on with a sign-in that lasts until you quit."
    ),
    VaultFault.HANGING: (
        "The keychain did not answer in time. Look for a question from your system behind other "
        "windows and answer it, then try again."
    ),
    VaultFault.BROKEN: (
        "The keychain failed, or the sign-in it holds is damaged. Try again; if that does not "
        "help, sign in again to replace it."
    ),
}


class VaultError(Exception):
    """A keychain operation failed.

    ``str()`` is a sentence that says what to do. ``detail`` is technical and for the log: kinds
    and codes, never a text from the keychain, since that could hold the secret.
    """

    def __init__(self, kind: VaultFault, *, keychain: str = "", detail: str = "") -> None:
        super().__init__(_WORDS[kind])
        self.kind = kind
        self.keychain = keychain
        self.detail = detail

    def __repr__(self) -> str:
        return f"VaultError({self.kind.value}, keychain={self.keychain!r}, detail={self.detail!r})"
