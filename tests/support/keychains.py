"""Stand-ins for keychains of systems that the tests do not run on, and for faulty ones."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ct_desktop.vault.errors import VaultError, VaultFault

WINDOWS_BYTES = 2560
"""The most that the Windows Credential Manager takes for one entry, as UTF-16."""


class KilledError(BaseException):
    """The process ends here: nothing after it takes place."""


@dataclass
class MemoryKeychain:
    """A keychain in memory, standing in for the real one of a system.

    ``entry_bytes``: refuses longer entries (as UTF-16), as Windows does. ``replaces_in_two_steps``:
    deletes an entry before it adds the new one, as keyring does on macOS. ``kill_at``: the step
    before which the process is killed, counted from 0. ``steps`` counts those taken.
    """

    entry_bytes: int | None = None
    replaces_in_two_steps: bool = False
    kill_at: int | None = None
    description: str = "a keychain in memory"
    entries: dict[str, str] = field(default_factory=dict)
    steps: int = 0

    @property
    def entry_limit(self) -> int | None:
        return None if self.entry_bytes is None else self.entry_bytes // 2

    def get(self, service: str) -> str | None:
        self._step()
        return self.entries.get(service)

    def set(self, service: str, text: str) -> None:
        if self.entry_bytes is not None and len(text.encode("utf-16-le")) > self.entry_bytes:
            raise VaultError(VaultFault.BROKEN, detail="entry too long")
        if self.replaces_in_two_steps:
            self._step()
            self.entries.pop(service, None)
        self._step()
        self.entries[service] = text

    def delete(self, service: str) -> None:
        self._step()
        self.entries.pop(service, None)

    def _step(self) -> None:
        if self.steps == self.kill_at:
            raise KilledError
        self.steps += 1


class StuckKeychain(MemoryKeychain):
    """A keychain of which single calls hang until they are let go."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[str] = []
        self._hanging: dict[str, threading.Event] = {}
        self._reached: dict[str, threading.Event] = {}

    @contextmanager
    def hanging(self, call: str) -> Iterator[tuple[threading.Event, Callable[[], None]]]:
        """Let the next ``call`` ("get", "set" or "delete") hang.

        Gives an event that tells when it does, and a function that lets it go on; leaving the
        block lets it go on as well.
        """
        self._hanging[call] = let_go = threading.Event()
        self._reached[call] = reached = threading.Event()
        try:
            yield reached, let_go.set
        finally:
            let_go.set()

    def get(self, service: str) -> str | None:
        self._wait("get")
        return super().get(service)

    def set(self, service: str, text: str) -> None:
        self._wait("set")
        super().set(service, text)

    def delete(self, service: str) -> None:
        self._wait("delete")
        super().delete(service)

    def _wait(self, call: str) -> None:
        self.calls.append(call)
        let_go = self._hanging.pop(call, None)
        if let_go is not None:
            self._reached.pop(call).set()
            assert let_go.wait(20)


@dataclass
class FileKeychain:
    """Stands in for a keychain that several processes share: a file an entry, replaced as a whole.

    It takes as little in one entry as Windows does. ``before_step`` is told of each call.
    """

    folder: Path
    before_step: Callable[[], None] = lambda: None
    description: str = "a keychain of the test's"
    entry_limit: int | None = WINDOWS_BYTES // 2

    def get(self, service: str) -> str | None:
        self.before_step()
        try:
            return self._path(service).read_text()
        except FileNotFoundError:
            return None

    def set(self, service: str, text: str) -> None:
        self.before_step()
        assert len(text.encode("utf-16-le")) <= WINDOWS_BYTES
        self.folder.mkdir(parents=True, exist_ok=True)
        new = self._path(service).with_suffix(".new")
        new.write_text(text)
        new.replace(self._path(service))

    def delete(self, service: str) -> None:
        self.before_step()
        self._path(service).unlink(missing_ok=True)

    def _path(self, service: str) -> Path:
        return self.folder / hashlib.sha256(service.encode()).hexdigest()[:16]
