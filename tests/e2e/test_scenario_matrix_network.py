"""Faults on the way to CrossTrade: name, connection, certificate, proxy. One window for each way.

The table is ``support.scenario_matrix``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from support.demo_process import DemoProcess
from support.desktop_session import DesktopSession
from support.matrix_assertions import (
    Terminals,
    assert_commands_name,
    assert_window_names,
    assert_window_recovers,
)
from support.office_network import OfficeNetwork
from support.private_names import private_names_are_missing
from support.scenario_matrix import (
    CONNECTION_REFUSED,
    DIRECT,
    DNS_FAILURE,
    PROXIED,
    PROXY_LOST,
    PROXY_REFUSED,
    PROXY_WANTS_SIGN_IN,
    TLS_EXPIRED,
    TLS_UNTRUSTED,
    ScenarioRow,
)
from support.secret_service import SecretService
from support.watched_window import WatchedWindow

pytestmark = pytest.mark.skipif(
    private_names_are_missing(), reason="names of its own for a program need root on Linux"
)

DEMO_OPTIONS = {"auto_approve": True, "rate_limit": False}

FAULTS: dict[str, Callable[[OfficeNetwork], None]] = {
    DNS_FAILURE.name: lambda network: network.forget_name(),
    CONNECTION_REFUSED.name: lambda network: network.front.go_away(),
    TLS_UNTRUSTED.name: lambda network: network.front.show(network.untrusted),
    TLS_EXPIRED.name: lambda network: network.front.show(network.expired),
    PROXY_REFUSED.name: lambda network: network.proxy.refuse(403),
    PROXY_WANTS_SIGN_IN.name: lambda network: network.proxy.refuse(407),
    PROXY_LOST.name: lambda network: network.proxy.go_away(),
}


@dataclass(frozen=True)
class Office:
    """A desktop in the network: one profile, signed in."""

    network: OfficeNetwork
    session: DesktopSession
    home: Path


@pytest.fixture(scope="module")
def office(
    session: DesktopSession, demo: DemoProcess, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    home = folder / "app"
    with (
        SecretService(session.environment),
        OfficeNetwork(demo, folder) as network,
    ):
        network.sign_in(network.command_line(session.environment, home, proxied=False))
        yield Office(network, session, home)


@pytest.fixture(autouse=True)
def _mended(office: Office) -> Iterator[None]:
    yield
    office.network.mend()


@pytest.mark.parametrize(
    ("rows", "proxied"), [(DIRECT, False), (PROXIED, True)], ids=["direct", "proxied"]
)
def test_a_fault_on_the_way_is_named_and_left_behind_without_a_touch(
    rows: tuple[ScenarioRow, ...],
    proxied: bool,
    office: Office,
) -> None:
    network, session = office.network, office.session.environment
    command_line = network.command_line(session, office.home, proxied=proxied)
    terminals = Terminals(command_line, command_line)
    with network.app(session, office.home, proxied=proxied) as app:
        window = WatchedWindow(app)
        for row in rows:
            begin = FAULTS[row.name]
            assert_window_names(row, window, partial(begin, network))
            assert_commands_name(row, terminals)
            assert_window_recovers(row, window, network.mend)
        app.close()
        app.wait_for_end()
