"""An OAuth resource and authorization server on one loopback port, good until told otherwise.

Each path has a reply that a test may replace, and every request is kept:

with HostileAuthorizationServer() as server:
    server.replies["/token"] = Reply(500)
"""

import json
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

MCP_PATH = "/mcp"
PRM_PATH = "/.well-known/oauth-protected-resource"
AS_PATH = "/.well-known/oauth-authorization-server"

CODE = "the-authorization-code-0123456789"
ACCESS_TOKEN = "the-access-token-0123456789"
REFRESH_TOKEN = "the-refresh-token-0123456789"


@dataclass(frozen=True)
class Seen:
    """One request as it came. ``form`` holds a form's or a JSON object's fields."""

    method: str
    path: str
    query: dict[str, str]
    headers: Mapping[str, str]
    form: dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """What to answer. ``body`` as JSON, unless it is bytes already.

    ``drop``: close without a word. ``drip``: send the body's first byte, then nothing until the
    server is closed.
    """

    status: int = 200
    body: Any = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    drop: bool = False
    drip: bool = False


Behaviour = Reply | Callable[[Seen], Reply]


class HostileAuthorizationServer:
    """Serves from entering to leaving, in a thread."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.replies: dict[str, Behaviour] = {}
        self.stopping = threading.Event()
        self._http = _QuietServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,))
        self.origin = f"http://127.0.0.1:{self._http.server_port}"
        self.server_url = f"{self.origin}{MCP_PATH}"
        self._be_good()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def paths(self, method: str = "GET") -> list[str]:
        """The paths asked for so far with ``method``, in order."""
        return [seen.path for seen in self.seen if seen.method == method]

    def last(self, path: str) -> Seen:
        """The last request to ``path``."""
        return next(seen for seen in reversed(self.seen) if seen.path == path)

    def resource_metadata(self, **changes: Any) -> dict[str, Any]:
        """The protected resource metadata, with ``changes``; ``None`` leaves a field out."""
        document = {
            "resource": self.server_url,
            "authorization_servers": [self.origin],
            "scopes_supported": ["mcp:read", "mcp:trade"],
        }
        return _changed(document, changes)

    def server_metadata(self, issuer: str | None = None, **changes: Any) -> dict[str, Any]:
        """The authorization server metadata, with ``changes``; ``None`` leaves a field out."""
        document = {
            "issuer": issuer or self.origin,
            "authorization_endpoint": f"{self.origin}/authorize",
            "token_endpoint": f"{self.origin}/token",
            "registration_endpoint": f"{self.origin}/register",
            "revocation_endpoint": f"{self.origin}/revoke",
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["none"],
        }
        return _changed(document, changes)

    def change_metadata(self, **changes: Any) -> None:
        """Serve authorization server metadata with ``changes``."""
        self.replies[AS_PATH] = Reply(body=self.server_metadata(**changes))

    def challenge(self, parameters: str) -> None:
        """Answer the endpoint's 401 with this ``Bearer`` challenge."""
        self.replies[MCP_PATH] = Reply(401, headers={"WWW-Authenticate": f"Bearer {parameters}"})

    def _be_good(self) -> None:
        self.challenge(f'resource_metadata="{self.origin}{PRM_PATH}{MCP_PATH}"')
        self.replies[f"{PRM_PATH}{MCP_PATH}"] = Reply(body=self.resource_metadata())
        self.change_metadata()
        self.replies["/register"] = lambda seen: Reply(
            201, {**seen.form, "client_id": "a-client-id"}
        )
        self.replies["/authorize"] = self._authorize
        self.replies["/token"] = Reply(
            body={
                "access_token": ACCESS_TOKEN,
                "token_type": "Bearer",
                "expires_in": 3600,
                "refresh_token": REFRESH_TOKEN,
                "scope": "mcp:read",
            }
        )
        self.replies["/revoke"] = Reply(200)

    def _authorize(self, seen: Seen) -> Reply:
        query = urlencode({"code": CODE, "state": seen.query["state"]})
        return Reply(302, headers={"Location": f"{seen.query['redirect_uri']}?{query}"})


def _changed(document: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**document, **changes}.items() if value is not None}


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Only clients that went away are nothing to tell of."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def _handler(server: HostileAuthorizationServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 5
        # Else each answer waits for the client's delayed acknowledgement.
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._serve()

        def do_POST(self) -> None:
            self._serve()

        def log_message(self, *args: Any) -> None:
            pass

        def _serve(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            seen = Seen(
                self.command,
                parts.path,
                _single(parts.query),
                {name.lower(): value for name, value in self.headers.items()},
                _fields(body, self.headers.get("Content-Type", "")),
            )
            server.seen.append(seen)
            behaviour = server.replies.get(parts.path, Reply(404))
            reply = behaviour if isinstance(behaviour, Reply) else behaviour(seen)
            if reply.drop:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            data = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
            if "Date" in reply.headers:
                self.send_response_only(reply.status)
            else:
                self.send_response(reply.status)
            self.send_header("Content-Length", str(len(data)))
            for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if reply.drip:
                self.wfile.write(data[:1])
                server.stopping.wait(30)
                self.close_connection = True
                return
            self.wfile.write(data)

    return Handler


def _single(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


def _fields(body: bytes, content_type: str) -> dict[str, Any]:
    if not body:
        return {}
    if "json" in content_type:
        document = json.loads(body)
        return document if isinstance(document, dict) else {}
    return dict(_single(body.decode()))
