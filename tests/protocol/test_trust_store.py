"""TLS through the system's trust store: a work network's own root is as good as any."""

import ipaddress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ct_desktop.http_client import create_http_client
from ct_desktop.oauth.errors import AuthorizationServerUnavailable, UnavailableReason
from ct_desktop.oauth.probe import probe
from support.certificates import pem_with_key
from support.refusing_tls_server import refusing_tls_server


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 with its key, signed by nobody but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A company's own root")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    path.write_bytes(pem_with_key(signed, key))
    return path


async def test_a_root_that_only_the_system_knows_is_enough(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What OpenSSL takes for the system's roots.
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with refusing_tls_server(certificate, "127.0.0.1") as url, create_http_client() as http:
        answer = await probe(http, url)
    assert answer.status == 401


async def test_a_certificate_that_the_system_does_not_know_is_named(certificate: Path) -> None:
    async with refusing_tls_server(certificate, "127.0.0.1") as url, create_http_client() as http:
        with pytest.raises(AuthorizationServerUnavailable) as caught:
            await probe(http, url)
    assert caught.value.reason is UnavailableReason.TLS_FAILED
    assert "self" in caught.value.detail
