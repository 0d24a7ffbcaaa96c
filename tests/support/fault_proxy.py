"""The proxy of an office network, which lets requests pass, refuses them, or is not there."""

import asyncio

from support.switchable_server import SwitchableServer

_REASONS = {
    403: "Forbidden",
    407: "Proxy Authentication Required",
    502: "Bad Gateway",
}


class FaultProxy(SwitchableServer):
    """Takes CONNECT alone (RFC 9110, section 9.3.6).

    Whatever name a client asks for, it is connected with ``target`` on this machine: the one
    server that there is in a test.
    """

    def __init__(self, target: int) -> None:
        super().__init__()
        self._target = target
        self._refusal: int | None = None

    @property
    def url(self) -> str:
        """What clients are told as their proxy."""
        return f"http://127.0.0.1:{self.port}"

    def refuse(self, status: int | None) -> None:
        """Answer with ``status`` from now on, or let pass again with None. Breaks what is open."""
        self._refusal = status
        self.drop()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        status = self._refusal if head.startswith(b"CONNECT ") else 403
        if status is not None:
            line = f"HTTP/1.1 {status} {_REASONS[status]}\r\n"
            challenge = 'Proxy-Authenticate: Basic realm="office"\r\n' if status == 407 else ""
            writer.write(f"{line}{challenge}Content-Length: 0\r\n\r\n".encode())
            await writer.drain()
            return
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        self.track(far_writer)
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        async with asyncio.TaskGroup() as group:
            group.create_task(_copy(reader, far_writer))
            group.create_task(_copy(far_reader, writer))


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        return  # the test has cut it off
    finally:
        writer.close()
