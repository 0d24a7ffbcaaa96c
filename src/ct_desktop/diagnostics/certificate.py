"""Who issued a server's certificate and until when it holds."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ct_desktop.core.diagnostic_report import Fact

_SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """``issuer`` tells an inspecting work network or virus scanner from a public authority."""

    issuer: str
    expires: datetime

    def facts(self) -> tuple[Fact, ...]:
        """Both, in words."""
        return (
            Fact("certificate_issuer", "Certificate issued by", self.issuer),
            Fact("certificate_expires", "Certificate expires", f"{self.expires:%Y-%m-%d}"),
        )

    def warning(self, now: datetime) -> str:
        """What is worth a warning, or nothing."""
        if self.expires - now > _SOON:
            return ""
        return f"The server’s certificate ends on {self.expires:%Y-%m-%d}."


def read_certificate(raw: bytes) -> CertificateFacts | None:
    """The certificate in ``raw`` (DER), or ``None`` where it cannot be read."""
    # Imported for a report alone: nothing else in the app reads certificates.
    from cryptography import x509  # noqa: PLC0415 - see above
    from cryptography.x509.oid import NameOID  # noqa: PLC0415 - see above

    try:
        certificate = x509.load_der_x509_certificate(raw)
        names = [
            str(attribute.value)
            for oid in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME)
            for attribute in certificate.issuer.get_attributes_for_oid(oid)
        ]
        expires = certificate.not_valid_after_utc
    except ValueError:
        return None
    return CertificateFacts(", ".join(dict.fromkeys(names)) or "nobody named", expires)
