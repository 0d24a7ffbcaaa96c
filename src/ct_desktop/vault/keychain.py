"""The seam to the operating system's keychain: blocking calls on single entries."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Protocol, TypeVar

from ct_desktop.vault.errors import VaultError, VaultFault
from ct_desktop.vault.naming import USER_NAME

T = TypeVar("T")


class Keychain(Protocol):
    """Blocking access to single entries. Every call raises ``VaultError`` and nothing else."""

    @property
    def description(self) -> str:
        """The keychain's name, for people."""
        ...

    @property
    def entry_limit(self) -> int | None:
        """The longest text of one entry, in UTF-16 code units; None is no limit."""
        ...

    def get(self, service: str) -> str | None:
        """The entry's text, or None where there is no such entry."""
        ...

    def set(self, service: str, text: str) -> None:
        """Create or replace the entry."""
        ...

    def delete(self, service: str) -> None:
        """Remove the entry, if there is one."""
        ...


class KeyringBackend(Protocol):
    """What is used of a backend of the ``keyring`` library."""

    def get_password(self, service: str, username: str, /) -> str | None:
        """The password, or None."""
        ...

    def set_password(self, service: str, username: str, password: str, /) -> None:
        """Create or replace the password."""
        ...

    def delete_password(self, service: str, username: str, /) -> None:
        """Remove the password; raises where there is none."""
        ...


class KeyringKeychain(ABC):
    """A :class:`Keychain` over one backend of ``keyring``, chosen by name and never by its chainer.

    A subclass for each system knows which of the backend's exceptions means what.
    """

    description: str
    entry_limit: int | None = None

    def __init__(self, backend: KeyringBackend) -> None:
        self._backend = backend

    @abstractmethod
    def fault_of(self, error: Exception) -> VaultFault:
        """Which fault ``error``, raised by the backend, stands for."""

    def get(self, service: str) -> str | None:
        """The entry's text, or None where there is no such entry."""
        return self._attempt(lambda: self._backend.get_password(service, USER_NAME))

    def set(self, service: str, text: str) -> None:
        """Create or replace the entry."""
        self._attempt(lambda: self._backend.set_password(service, USER_NAME, text))

    def delete(self, service: str) -> None:
        """Remove the entry, if there is one."""

        def is_absent() -> bool:
            return self.get(service) is None

        def remove_existing() -> None:
            # Backends raise one and the same error for "no such entry" and for a refusal, so the
            # entry itself is looked at; another process may remove it at the same time.
            if is_absent():
                return
            try:
                self._backend.delete_password(service, USER_NAME)
            except Exception:
                if not is_absent():
                    raise

        self._attempt(remove_existing)

    def _attempt(self, call: Callable[[], T]) -> T:
        try:
            return call()
        except VaultError:
            raise
        except Exception as error:
            fault, detail = self.fault_of(error), describe(error)
        # Raised outside the handler, so that no chained exception carries a secret along:
        # UnicodeDecodeError, for one, holds the bytes it failed on.
        raise VaultError(fault, keychain=self.description, detail=detail)


def describe(error: BaseException) -> str:
    """The kinds of ``error`` and its cause, without their texts, which could hold a secret."""
    kinds = [type(error).__name__]
    if error.__cause__ is not None:
        kinds.append(type(error.__cause__).__name__)
    return " from ".join(kinds)
