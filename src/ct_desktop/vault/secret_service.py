"""The Secret Service of Linux desktops: GNOME Keyring, KeePassXC, KWallet of KDE 5.97 and later.

Imports keyring and its D-Bus client, so only the worker's thread may import this module.
"""

import os
from contextlib import closing

import secretstorage
from keyring.backends import SecretService
from keyring.errors import KeyringLocked

from ct_desktop.vault.errors import VaultError, VaultFault
from ct_desktop.vault.keychain import KeyringKeychain
from ct_desktop.vault.naming import APP_NAME, USER_NAME

DESCRIPTION = "GNOME Keyring / Secret Service"

_FAULTS = {
    "org.freedesktop.Secret.Error.IsLocked": VaultFault.LOCKED,
    "org.freedesktop.DBus.Error.AccessDenied": VaultFault.DENIED,
}
"""By the name of a D-Bus error."""


class _Backend(SecretService.Keyring):
    """keyring's backend, told to say why a collection stays locked and to close its connections."""

    appid = APP_NAME

    def __init__(self, prompt_time_limit: float) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring types no constructor
        self._prompt_time_limit = prompt_time_limit

    def get_preferred_collection(self) -> secretstorage.Collection:
        """The default collection, unlocked; the person is asked for its password if need be."""
        connection = secretstorage.dbus_init()
        try:
            collection = secretstorage.get_default_collection(connection)
            if collection.is_locked():
                self._unlock(collection)
        except BaseException:
            connection.close()
            raise
        return collection

    def has_default_collection(self) -> bool:
        """Whether there is a keyring at all. On a new account there is none until the first write,
        and asking for a new keyring's password only to find nothing in it would be rude."""
        with closing(secretstorage.dbus_init()) as connection:
            try:
                secretstorage.Collection(connection)
            except secretstorage.ItemNotFoundException:
                return False
            return True

    def _unlock(self, collection: secretstorage.Collection) -> None:
        try:
            dismissed = collection.unlock(timeout=self._prompt_time_limit)
        except TimeoutError:
            raise KeyringLocked("nobody answered the prompt") from None
        if dismissed or collection.is_locked():
            # Without a display the prompt cannot appear and counts as dismissed at once.
            if _has_display():
                raise secretstorage.PromptDismissedException("the prompt was dismissed")
            raise KeyringLocked("there is no display for the prompt")


class SecretServiceKeychain(KeyringKeychain):
    """A :class:`~ct_desktop.vault.keychain.Keychain` over the Secret Service.

    ``prompt_time_limit`` is how many seconds a person has to answer the unlock prompt.
    """

    description = DESCRIPTION

    def __init__(self, prompt_time_limit: float) -> None:
        self._secret_service = _Backend(prompt_time_limit)
        super().__init__(self._secret_service)

    def check_available(self) -> None:
        """Raise ``VaultError`` (MISSING) where the session has no Secret Service. Asks nobody."""

        def check() -> None:
            with closing(secretstorage.dbus_init()) as connection:
                if not secretstorage.check_service_availability(connection):
                    raise VaultError(
                        VaultFault.MISSING, keychain=DESCRIPTION, detail="no such D-Bus service"
                    )

        self._attempt(check)

    def get(self, service: str) -> str | None:
        """The entry's text, or None; None too where no keyring has been made yet."""

        def find() -> str | None:
            if not self._secret_service.has_default_collection():
                return None
            try:
                return self._backend.get_password(service, USER_NAME)
            except secretstorage.PromptDismissedException:
                raise
            except secretstorage.ItemNotFoundException:  # removed between finding and reading it
                return None

        return self._attempt(find)

    def fault_of(self, error: Exception) -> VaultFault:
        """Which fault an exception of keyring, secretstorage or jeepney stands for."""
        match error:
            case KeyringLocked() | secretstorage.LockedException():
                return VaultFault.LOCKED
            case secretstorage.PromptDismissedException():
                return VaultFault.DENIED
            case secretstorage.SecretServiceNotAvailableException() | OSError() | EOFError():
                return VaultFault.MISSING  # no bus, nobody on it, or it has gone away
            case RuntimeError():
                return VaultFault.MISSING  # jeepney: a bus address other than a Unix socket
            case _:
                return _FAULTS.get(getattr(error, "name", ""), VaultFault.BROKEN)


def _has_display() -> bool:
    return bool(os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY"))
