"""Everything needed to use, renew and revoke one sign-in, as it lies in the vault: one item.

One item, because a keychain may ask its owner once for each, and because tokens and the client
they are bound to must never come apart.
"""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from ct_desktop.core.scopes import Scope, granted_scope
from ct_desktop.oauth.discovery import AuthorizationServer
from ct_desktop.oauth.registration import ClientRegistration
from ct_desktop.oauth.tokens import TokenSet

_FORMAT = 1


class UnreadableGrantError(Exception):
    """What the vault holds is not a grant. The message never quotes it."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One sign-in.

    ``sign_in_id`` is random and stays the same through renewals; ``generation`` counts these.
    """

    sign_in_id: str
    tokens: TokenSet
    registration: ClientRegistration
    server: AuthorizationServer
    generation: int
    signed_in_since: datetime
    renewed_at: datetime

    @property
    def scope(self) -> Scope | None:
        """What was granted, as the token answer said (RFC 6749, section 5.1)."""
        return granted_scope(self.tokens.scope)

    @property
    def expires_at(self) -> datetime | None:
        """When the access token ends by this machine's clock; ``None`` where nobody said."""
        if self.tokens.expires_in is None:
            return None
        return self.renewed_at + timedelta(seconds=self.tokens.expires_in)

    def is_replaced_by(self, other: "Grant") -> bool:
        """Whether ``other`` is a later renewal of this sign-in, or another sign-in altogether."""
        return other.sign_in_id != self.sign_in_id or other.generation > self.generation

    def is_newer_sign_in_than(self, other: "Grant") -> bool:
        """Whether this is another sign-in than ``other``, and begun after it."""
        return self.sign_in_id != other.sign_in_id and self.signed_in_since > other.signed_in_since

    def renewed(self, tokens: TokenSet, at: datetime) -> "Grant":
        """This grant with new tokens, one generation on."""
        return replace(self, tokens=tokens, generation=self.generation + 1, renewed_at=at)

    def reveal(self) -> str:
        """The grant with its secrets, for the vault and nothing else."""
        return json.dumps(
            {
                "format": _FORMAT,
                "sign_in_id": self.sign_in_id,
                "generation": self.generation,
                "signed_in_since": self.signed_in_since.isoformat(),
                "renewed_at": self.renewed_at.isoformat(),
                "tokens": self.tokens.reveal(),
                "registration": self.registration.reveal(),
                "server": self.server.as_json(),
            },
            separators=(",", ":"),
        )

    @classmethod
    def read(cls, text: str) -> "Grant":
        """The grant in what :meth:`reveal` wrote. Raises :class:`UnreadableGrantError`."""
        try:
            document: dict[str, Any] = json.loads(text)
            return cls(
                sign_in_id=str(document["sign_in_id"]),
                tokens=TokenSet.read(document["tokens"]),
                registration=ClientRegistration.read(document["registration"]),
                server=AuthorizationServer.read(document["server"]),
                generation=int(document["generation"]),
                signed_in_since=_utc(document["signed_in_since"]),
                renewed_at=_utc(document["renewed_at"]),
            )
        except (ValueError, KeyError, TypeError):
            # Not chained: a parser's message may quote what it could not read.
            raise UnreadableGrantError("the vault's entry is not a sign-in") from None


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
