"""The first window: it hears what a second start wants."""

import logging
import os

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from ct_desktop.ui.single_instance.wish import LONGEST, TAKEN, Message, Wish

_log = logging.getLogger(__name__)


class InstanceListener(QObject):
    """Listens at ``address``, for this user's processes alone.

    For whoever has the claim, or found its holder hanging.
    """

    wished = Signal(Wish)
    """What a second start wants. On Wayland, its leave to come forward is then in the environment,
    where Qt looks for it and takes it away."""

    def __init__(self, address: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._address = address
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connections)

    def listen(self) -> None:
        """Begin. Where it cannot, that is logged: a second start then opens a window of its own."""
        # What a killed one left; nobody listens there, since the claim is ours.
        QLocalServer.removeServer(self._address)
        if not self._server.listen(self._address):
            _log.warning("A second start will not find this window: %s", self._server.errorString())

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _on_connections(self) -> None:
        while self._server.hasPendingConnections():
            connection = self._server.nextPendingConnection()
            connection.disconnected.connect(connection.deleteLater)
            connection.readyRead.connect(lambda of=connection: self._read(of))
            self._read(connection)

    def _read(self, connection: QLocalSocket) -> None:
        if not connection.canReadLine():
            if connection.bytesAvailable() > LONGEST:
                connection.abort()
            return
        message = Message.decode(bytes(connection.readLine(LONGEST).data()))
        if message is None:
            connection.abort()
            return
        connection.write(TAKEN)
        connection.flush()
        if message.activation_token and QGuiApplication.platformName() == "wayland":
            os.environ["XDG_ACTIVATION_TOKEN"] = message.activation_token
        self.wished.emit(message.wish)
