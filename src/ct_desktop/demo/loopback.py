"""The one address served: 127.0.0.1."""

import socket
import sys


def bind_loopback(port: int) -> socket.socket:
    """A socket bound to 127.0.0.1; port 0 takes a free one. ``OSError`` when it is taken."""
    # The protocol is named so that asyncio turns Nagle off, which else costs 40 ms a call.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform == "win32":
            # There, SO_REUSEADDR would let two programs share the port.
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(("127.0.0.1", port))
    except OSError:
        bound.close()
        raise
    return bound
