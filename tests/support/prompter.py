"""The person in front of gnome-keyring's unlock prompt.

gnome-keyring asks through a second program, the prompter, which shows the dialog. This stands in
for that program and for the person: it closes the dialog, or leaves it unanswered. The D-Bus
interfaces are those of gcr's ``org.gnome.keyring.internal.Prompter``.
"""

import threading
from collections.abc import Mapping
from typing import Self

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection
from jeepney.wrappers import new_method_return

_NAME = "org.gnome.keyring.SystemPrompter"
_CALLBACK = "org.gnome.keyring.internal.Prompter.Callback"


class Prompter:
    """Answers every prompt on the bus of ``env`` alike, from ``__enter__`` to ``__exit__``.

    ``dismisses``: the person closes the dialog; else the dialog stays open.
    """

    def __init__(self, env: Mapping[str, str], *, dismisses: bool) -> None:
        self._dismisses = dismisses
        self._address = env["DBUS_SESSION_BUS_ADDRESS"]
        self._connection: DBusConnection = open_dbus_connection(self._address)
        self._thread = threading.Thread(target=self._serve, name="prompter")
        self.asked = threading.Event()

    def __enter__(self) -> Self:
        Proxy(message_bus, self._connection).RequestName(_NAME)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        # The serving thread ends with a message from outside: a blocking read has no other end.
        with open_dbus_connection(self._address) as connection:
            connection.send(self._message_to(_NAME, "/", "ct.test", "Quit", "", ()))
            self._thread.join(5)
        self._connection.close()

    def _serve(self) -> None:
        while True:
            message = self._connection.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            fields = message.header.fields
            sender = fields[HeaderFields.sender]
            match fields[HeaderFields.member]:
                case "Quit":
                    return
                case "BeginPrompting":
                    self._connection.send(new_method_return(message))
                    self._ready(sender, message.body[0], "")
                case "PerformPrompt":
                    self._connection.send(new_method_return(message))
                    self.asked.set()
                    if self._dismisses:
                        self._ready(sender, message.body[0], "no")
                case "StopPrompting":
                    self._connection.send(new_method_return(message))
                    callback = (sender, message.body[0], _CALLBACK)
                    self._connection.send(self._message_to(*callback, "PromptDone", "", ()))

    def _ready(self, sender: str, callback: str, reply: str) -> None:
        self._connection.send(
            self._message_to(sender, callback, _CALLBACK, "PromptReady", "sa{sv}s", (reply, {}, ""))
        )

    @staticmethod
    def _message_to(
        name: str, path: str, interface: str, member: str, signature: str, body: tuple[object, ...]
    ) -> Message:
        return new_method_call(DBusAddress(path, name, interface), member, signature, body)
