"""One simulated CrossTrade for all these tests, healthy and with its defaults before each."""

from collections.abc import Iterator

import pytest

from ct_desktop.demo.options import Options
from support.demo_client import DemoClient
from support.demo_process import DemoProcess

UNHURRIED = {"rate_limit": False, "registrations_per_hour": 1000}
"""The tests share one server and so its budgets: those that test them set them."""


@pytest.fixture(scope="session")
def running_demo() -> Iterator[DemoProcess]:
    """The process; tests take ``demo``."""
    with DemoProcess() as process:
        yield process


@pytest.fixture
def demo(running_demo: DemoProcess) -> Iterator[DemoProcess]:
    """The server, set back to how it starts but for ``UNHURRIED``."""
    running_demo.set_options(**{**Options().model_dump(), **UNHURRIED})
    running_demo.set_scenario("healthy")
    yield running_demo
    running_demo.set_scenario("healthy")
    running_demo.pause_market(paused=False)


@pytest.fixture
def client(demo: DemoProcess) -> Iterator[DemoClient]:
    """A client that is not signed in."""
    with DemoClient(demo) as bare:
        yield bare


@pytest.fixture
def signed_in(client: DemoClient) -> DemoClient:
    """A client with a read-only token."""
    client.sign_in()
    return client
