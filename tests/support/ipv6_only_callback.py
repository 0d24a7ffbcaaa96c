"""A program for a network namespace of its own: takes 127.0.0.1 away, then waits for a callback.

Prints the redirect URI and the status that a browser gets there. Run by
``tests/protocol/test_sign_in_surroundings.py`` under ``unshare --net``, where the loopback
interface belongs to this program alone.
"""

import asyncio
import fcntl
import socket
import struct

from ct_desktop.oauth import callback_page
from ct_desktop.oauth.callback_http import Answer
from ct_desktop.oauth.loopback import DEFAULT_PORTS, CallbackListener

# linux/sockios.h and linux/if.h
_SET_ADDRESS = 0x8916
_SET_FLAGS = 0x8914
_UP = 0x1
_INTERFACE = b"lo"


def leave_ipv6_loopback_alone() -> None:
    """Switch the loopback interface on, which gives it both addresses, and take IPv4's away."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, _SET_FLAGS, struct.pack("16sh14x", _INTERFACE, _UP))
        nothing = struct.pack("16sHH4s8x", _INTERFACE, socket.AF_INET, 0, bytes(4))
        fcntl.ioctl(control, _SET_ADDRESS, nothing)


async def main() -> None:
    """Be called back once."""

    async def judge(_: str) -> Answer:
        return Answer(200, callback_page.RECEIVED)

    listener = await CallbackListener.open(DEFAULT_PORTS)
    listener.expect(judge)
    reader, writer = await asyncio.open_connection(listener.address, listener.port)
    host = listener.redirect_uri.split("/")[2]
    writer.write(f"GET /callback?code=x&state=y HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    await listener.aclose()
    print(listener.redirect_uri, answer.split(b" ")[1].decode())


if __name__ == "__main__":
    leave_ipv6_loopback_alone()
    asyncio.run(main())
