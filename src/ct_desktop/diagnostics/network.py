"""The way to the server: its name, the proxy, TLS and the certificate, by one real request.

The request carries no sign-in, so that it can be made signed out and its answer be shown.
"""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx

from ct_desktop.connection.server_clock import ServerClock
from ct_desktop.core.answer_findings import duration_text
from ct_desktop.core.diagnostic_report import Check, Fact, Section
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.sign_in import StepState
from ct_desktop.core.wording import problem
from ct_desktop.diagnostics.certificate import CertificateFacts, read_certificate
from ct_desktop.http_client import (
    ConnectFault,
    connect_fault,
    create_http_client,
    environment_proxy,
    is_loopback_host,
)

_NAME_TIMEOUT = 5.0
_ANSWER_TIMEOUT = 10.0

_DEFAULT_PORTS = {"https": 443, "http": 80}

_FAULTS = {
    ConnectFault.NAME: ProblemKind.NAME_NOT_RESOLVED,
    ConnectFault.TLS: ProblemKind.TLS_FAILED,
    ConnectFault.PROXY: ProblemKind.PROXY_FAILED,
    ConnectFault.UNREACHABLE: ProblemKind.CANNOT_CONNECT,
}


@dataclass
class _Phases:
    """How long each part of one request took, in seconds, by httpcore's own events."""

    began: dict[str, float] = field(default_factory=dict)
    took: dict[str, float] = field(default_factory=dict)

    async def note(self, event: str, _info: Mapping[str, Any]) -> None:
        """Take one event, such as ``connection.connect_tcp.started``."""
        *_, phase, what = event.split(".")
        if what == "started":
            self.began[phase] = perf_counter()
        elif what == "complete" and phase in self.began:
            # Of several, a proxy's and the server's, the last one is the server's.
            self.took[phase] = perf_counter() - self.began[phase]

    def facts(self) -> tuple[Fact, ...]:
        """What a person can use of it."""
        phases = (
            ("connect", "Connected", "connect_tcp"),
            ("handshake", "TLS agreed", "start_tls"),
            ("answer_time", "Answered", "receive_response_headers"),
        )
        return tuple(
            Fact(key, label, f"in {duration_text(self.took[phase])}")
            for key, label, phase in phases
            if phase in self.took
        )


async def check_network(server_url: str, server_clock: ServerClock) -> Section:
    """Ask the server once; ``server_clock`` learns the time from its answer."""
    host = urlsplit(server_url).hostname or ""
    facts = [Fact("server", "Server", _public_address(server_url)), _proxy_fact(server_url)]
    if not is_loopback_host(host):
        facts.append(await _name_fact(server_url))
    phases = _Phases()
    try:
        async with create_http_client(
            read_timeout=_ANSWER_TIMEOUT, connect_timeout=_NAME_TIMEOUT
        ) as client:
            client.event_hooks = {"response": [server_clock.observe]}
            async with (
                asyncio.timeout(2 * _ANSWER_TIMEOUT),
                client.stream("GET", server_url, extensions={"trace": phases.note}) as response,
            ):
                tls = _tls_facts(response)
                status = response.status_code
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
        return await _failed(server_url, error, (*facts, *phases.facts()))
    facts += [
        *tls.facts(),
        *phases.facts(),
        Fact("answer", "Answer", f"HTTP {status}, asked without the sign-in"),
    ]
    warning = tls.certificate.warning(datetime.now(UTC)) if tls.certificate is not None else ""
    over = f" over {tls.version}" if tls.version else ""
    return Section(
        Check.NETWORK,
        StepState.WARNING if warning else StepState.DONE,
        warning or f"{host} answers{over}.",
        tuple(facts),
    )


@dataclass(frozen=True, slots=True)
class _Tls:
    version: str = ""
    cipher: str = ""
    certificate: CertificateFacts | None = None

    def facts(self) -> tuple[Fact, ...]:
        if not self.version:
            return (Fact("tls", "TLS", "none: the server is on this computer"),)
        tls = Fact("tls", "TLS", f"{self.version}, {self.cipher}")
        return (tls, *(self.certificate.facts() if self.certificate is not None else ()))


def _tls_facts(response: httpx.Response) -> _Tls:
    stream = response.extensions.get("network_stream")
    connection = stream.get_extra_info("ssl_object") if stream is not None else None
    if not isinstance(connection, ssl.SSLObject | ssl.SSLSocket):
        return _Tls()
    cipher = connection.cipher()
    # Whole and undecoded: on Windows and macOS the system judges it, and Python does not decode it.
    raw = connection.getpeercert(binary_form=True)
    return _Tls(
        version=(connection.version() or "").replace("TLSv", "TLS "),
        cipher=cipher[0] if cipher else "",
        certificate=read_certificate(raw) if raw else None,
    )


async def _failed(server_url: str, error: Exception, facts: tuple[Fact, ...]) -> Section:
    kind, detail = _cause(error)
    trouble = problem(kind)
    shown = [*facts, Fact("problem", "Problem", kind.value)]
    if detail:
        shown.append(Fact("error", "Error", detail))
    if kind is ProblemKind.TLS_FAILED and environment_proxy(server_url) is None:
        presented = await _presented_certificate(server_url)
        if presented is not None:
            shown += presented.facts()
    return Section(
        Check.NETWORK, StepState.FAILED, f"{trouble.title}. {trouble.cause}", tuple(shown)
    )


def _cause(error: Exception) -> tuple[ProblemKind, str]:
    match error:
        case httpx.ConnectError() | httpx.ConnectTimeout():
            fault, detail = connect_fault(error)
            return _FAULTS[fault], detail
        case httpx.ProxyError():
            return ProblemKind.PROXY_FAILED, str(error)
        case httpx.TimeoutException() | TimeoutError():
            return ProblemKind.NO_ANSWER, ""
        case httpx.ProtocolError():
            return ProblemKind.UNEXPECTED_ANSWER, str(error)
    return ProblemKind.CANNOT_CONNECT, str(error) or type(error).__name__


async def _presented_certificate(server_url: str) -> CertificateFacts | None:
    """The certificate that was refused: who issued it often says what stands in the way."""
    parts = urlsplit(server_url)
    # Nothing is sent over this connection, and nothing that it says is believed.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        async with asyncio.timeout(_NAME_TIMEOUT):
            _, writer = await asyncio.open_connection(
                parts.hostname, parts.port or 443, ssl=context, server_hostname=parts.hostname
            )
    except OSError:  # a time-out and a failed handshake are some
        return None
    try:
        raw = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    finally:
        writer.transport.abort()
    return read_certificate(raw) if raw else None


def _public_address(server_url: str) -> str:
    """The address without what may be secret or a name in it."""
    parts = urlsplit(server_url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))


def _proxy_fact(server_url: str) -> Fact:
    """The host alone: an address of a proxy may hold a name and a password."""
    proxy = environment_proxy(server_url)
    if proxy is None:
        return Fact("proxy", "Proxy", "none")
    parts = urlsplit(proxy if "://" in proxy else f"//{proxy}")
    host = parts.hostname or "one whose address cannot be read"
    try:
        port = parts.port
    except ValueError:  # not a number
        port = None
    return Fact("proxy", "Proxy", host if port is None else f"{host}:{port}")


async def _name_fact(server_url: str) -> Fact:
    """How the server's name resolves here; behind a proxy that is the proxy's business."""
    parts = urlsplit(server_url)
    began = perf_counter()
    try:
        async with asyncio.timeout(_NAME_TIMEOUT):
            found = await asyncio.get_running_loop().getaddrinfo(
                parts.hostname, parts.port or _DEFAULT_PORTS.get(parts.scheme, 443)
            )
    except TimeoutError:
        words = f"no answer within {_NAME_TIMEOUT:g} s"
    except OSError as error:
        words = f"not found ({error.strerror or type(error).__name__})"
    except UnicodeError:
        words = "no name that could be looked up"
    else:
        addresses = {address[0] for *_, address in found}
        sixes = sum(":" in str(address) for address in addresses)
        counts = f"{len(addresses) - sixes} IPv4, {sixes} IPv6"
        words = f"found in {duration_text(perf_counter() - began)} ({counts})"
    return Fact("name", "Name", words)
