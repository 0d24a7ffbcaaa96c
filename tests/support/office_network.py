"""A network between the app and the simulated CrossTrade, each part of which a test can break.

CrossTrade has a name and https there: ``https://crosstrade.test``. Its name is known by a hosts
file, its certificate signed by an authority that the app's system trusts, and a proxy stands beside
the direct way.
"""

import ssl
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import httpx

from support.certificates import new_authority
from support.command_line import CommandLine, sign_in
from support.demo_process import DemoProcess
from support.desktop_app import DesktopApp
from support.fault_proxy import FaultProxy
from support.oauth_browser import follow_authorization
from support.private_names import PrivateNames
from support.secret_watch import SecretWatch
from support.tls_front import TlsFront

HOST = "crosstrade.test"
"""Reserved for tests (RFC 6761, section 6.2)."""


class OfficeNetwork:
    """The network before ``demo``, from ``__enter__`` to ``__exit__``. Its files lie in ``folder``.

    ``names``, ``front`` and ``proxy`` are its parts, to be switched.
    """

    def __init__(self, demo: DemoProcess, folder: Path) -> None:
        authority = new_authority("The office's own root", folder / "authority.pem")
        stranger = new_authority("Nobody knows this root", folder / "stranger.pem")
        self._trusted = authority.path
        self._demo = demo
        self._open = ExitStack()
        self.good = authority.issue(HOST, folder / "good.pem")
        self.expired = authority.issue(HOST, folder / "expired.pem", expired=True)
        self.untrusted = stranger.issue(HOST, folder / "untrusted.pem")
        self.names = PrivateNames(folder)
        self.front = TlsFront(demo.origin, HOST, self.good)

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            stack.enter_context(self.front)
            self.proxy = stack.enter_context(FaultProxy(self.front.port))
            self._open = stack.pop_all()
        self.mend()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    @property
    def server_url(self) -> str:
        """CrossTrade's MCP endpoint by its name."""
        return f"{self.front.origin}{urlsplit(self._demo.server_url).path}"

    def mend(self) -> None:
        """Everything as it should be."""
        self.names.know(HOST)
        self.front.show(self.good)
        self.front.come_back()
        self.proxy.refuse(None)
        self.proxy.come_back()

    def forget_name(self) -> None:
        """The name is known no more; what was connected by it breaks, as in a real outage."""
        self.names.know()
        self.front.drop()

    def environment(self, session: Mapping[str, str], *, proxied: bool) -> dict[str, str]:
        """``session`` with this network's root among the system's, and its proxy where wanted."""
        proxy = {"HTTPS_PROXY": self.proxy.url} if proxied else {}
        # What OpenSSL takes for the system's roots.
        return {**session, "SSL_CERT_FILE": str(self._trusted), **proxy}

    def app(self, session: Mapping[str, str], home: Path, *, proxied: bool) -> DesktopApp:
        """The app in this network, in the desktop session ``session``."""
        return DesktopApp(
            self.environment(session, proxied=proxied),
            home,
            "--server",
            self.server_url,
            launcher=self.names.launcher,
        )

    def command_line(self, session: Mapping[str, str], home: Path, *, proxied: bool) -> CommandLine:
        """The command line in this network, on the same profile."""
        environment = self.environment(session, proxied=proxied) | {"CT_DESKTOP_HOME": str(home)}
        return CommandLine(environment, self.server_url, home, self.names.launcher)

    def sign_in(self, command_line: CommandLine) -> None:
        """Sign ``command_line``'s profile in, by a browser that has the proxy find the name."""

        def browser() -> httpx.Client:
            trust = ssl.create_default_context(cafile=self._trusted)
            return httpx.Client(proxy=self.proxy.url, verify=trust, timeout=15)

        sign_in(
            command_line, SecretWatch(), lambda link: follow_authorization(link, client=browser)
        )
