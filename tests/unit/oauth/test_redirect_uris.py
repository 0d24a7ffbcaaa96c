"""The redirect URIs of the loopback listener."""

import pytest

from ct_desktop.oauth.loopback import ANY_PORT, DEFAULT_PORTS, port_of, redirect_uri


@pytest.mark.parametrize("port", [1, 80, *DEFAULT_PORTS[:-1], 65535])
def test_b19_a_redirect_uri_is_on_the_literal_address_and_gives_its_port_back(port: int) -> None:
    assert redirect_uri(port) == f"http://127.0.0.1:{port}/callback"
    assert port_of(redirect_uri(port)) == port


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "http://127.0.0.1/callback",
        "http://127.0.0.1:0/callback",
        "http://127.0.0.1:080/callback",
        "http://127.0.0.1:80/other",
        "http://127.0.0.1:999999/callback",
        "http://127.0.0.1:²/callback",
        "http://localhost:80/callback",
        "https://127.0.0.1:80/callback",
    ],
)
def test_another_uri_has_no_port_of_ours(uri: str) -> None:
    assert port_of(uri) is None


def test_any_free_port_is_the_last_resort() -> None:
    assert DEFAULT_PORTS[-1] == ANY_PORT
    assert len(set(DEFAULT_PORTS)) == len(DEFAULT_PORTS)
    # Windows reserves ports in blocks of a hundred.
    assert len({port // 1000 for port in DEFAULT_PORTS}) == len(DEFAULT_PORTS)
