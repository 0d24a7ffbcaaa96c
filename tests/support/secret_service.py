"""A real Secret Service: gnome-keyring in a session of its own.

keyring finds the Secret Service by the environment variable DBUS_SESSION_BUS_ADDRESS, each time it
connects. So give ``env`` to a child process, or set these variables with monkeypatch.
"""

import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Self

import secretstorage
from jeepney import DBusAddress, MatchRule, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection
from secretstorage.util import BUS_NAME, format_secret, open_session

from support.child_process import stop_process
from support.session_bus import SessionBus
from support.waiting import wait_for

START_TIMEOUT = 15.0
"""Seconds for the service to be on the bus."""

PROGRAMS = ("dbus-daemon", "gnome-keyring-daemon")

_PASSWORD = b"the keyring's password"

_MASTER_PASSWORDS = DBusAddress(
    "/org/freedesktop/secrets",
    bus_name=BUS_NAME,
    interface="org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface",
)
"""How gnome-keyring is unlocked without a prompt: its own interface for that (and for its PAM)."""


@dataclass(frozen=True, slots=True)
class StoredItem:
    """What Seahorse would show of an item."""

    label: str
    attributes: dict[str, str]
    secret: str


class SecretService:
    """A gnome-keyring with an unlocked default collection, from ``__enter__`` to ``__exit__``.

    With an ``environment`` it joins the session (bus and XDG folders) described there; without,
    it has a bare session bus of its own. ``env`` is the whole environment for a child process. A
    ``launcher`` stands before the service's command, and becomes it.
    """

    def __init__(
        self, environment: Mapping[str, str] | None = None, *, launcher: Sequence[str] = ()
    ) -> None:
        self._launcher = launcher
        self._bus = SessionBus() if environment is None else None
        self.env: Mapping[str, str] = self._bus.env if self._bus else dict(environment or {})
        self._daemon: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        if self._bus is not None:
            self._bus.__enter__()
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        ended_by_itself = self._daemon.poll() if self._daemon is not None else None
        self.close()
        if ended_by_itself is not None:
            raise RuntimeError(f"gnome-keyring-daemon ended by itself ({ended_by_itself})")

    def close(self) -> None:
        """End the service, and its bus where it is its own. Nothing stays behind."""
        if self._daemon is not None:
            self._daemon.send_signal(signal.SIGCONT)
            stop_process(self._daemon)
            self._daemon = None
        if self._bus is not None:
            self._bus.close()

    def lock(self) -> None:
        """Lock the default collection, as a desktop does when its session is locked."""
        with self._connection() as connection:
            secretstorage.Collection(connection).lock()

    def unlock(self) -> None:
        """Unlock the default collection, as a person does who types the right password."""
        with self._connection() as connection:
            collection = secretstorage.Collection(connection)
            session = open_session(connection)
            secret = format_secret(session, _PASSWORD, "text/plain")
            (path,) = secretstorage.util.DBusAddressWrapper(
                "/org/freedesktop/secrets", "org.freedesktop.Secret.Service", connection
            ).call("ReadAlias", "s", "default")
            reply = connection.send_and_get_reply(
                new_method_call(
                    _MASTER_PASSWORDS, "UnlockWithMasterPassword", "o(oayays)", (path, secret)
                )
            )
            assert not collection.is_locked(), reply

    def freeze(self) -> None:
        """Make the service hang: it stays on the bus and answers nothing."""
        assert self._daemon is not None
        self._daemon.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen service go on, with what it was asked meanwhile."""
        assert self._daemon is not None
        self._daemon.send_signal(signal.SIGCONT)

    def items(self) -> list[StoredItem]:
        """Everything in the default collection, which must be unlocked."""
        # Read anew where the app replaces something meanwhile.
        found = wait_for(
            self._read_items,
            lambda items: items is not None,
            START_TIMEOUT,
            "the keychain does not hold still",
        )
        assert found is not None
        return found

    def _read_items(self) -> list[StoredItem] | None:
        with self._connection() as connection, suppress(secretstorage.ItemNotFoundException):
            return [
                StoredItem(item.get_label(), item.get_attributes(), item.get_secret().decode())
                for item in secretstorage.Collection(connection).get_all_items()
            ]
        return None

    @contextmanager
    def _connection(self) -> Iterator[DBusConnection]:
        with open_dbus_connection(self.env["DBUS_SESSION_BUS_ADDRESS"]) as connection:
            yield connection

    def _start(self) -> None:
        with self._connection() as connection:
            appeared = MatchRule(
                type="signal",
                sender=message_bus.bus_name,
                interface=message_bus.interface,
                member="NameOwnerChanged",
                path=message_bus.object_path,
            )
            appeared.add_arg_condition(0, BUS_NAME)
            Proxy(message_bus, connection).AddMatch(appeared)
            self._daemon = subprocess.Popen(
                [
                    *(*self._launcher, "gnome-keyring-daemon"),
                    *("--foreground", "--unlock", "--components=secrets"),
                ],
                env=self.env,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            assert self._daemon.stdin is not None
            with connection.filter(appeared) as signals, self._daemon.stdin as password:
                password.write(_PASSWORD)
                password.close()
                connection.recv_until_filtered(signals, timeout=START_TIMEOUT)
