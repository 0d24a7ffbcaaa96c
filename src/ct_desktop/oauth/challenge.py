"""The ``WWW-Authenticate`` header: what a resource asks for before it answers.

Source: RFC 9110, section 11.6.1 (the grammar); RFC 6750, section 3; RFC 9449, section 7.1; RFC
9728, section 5.1.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ct_desktop.oauth.server_text import description

_LONGEST_HEADER = 16_384
_LONGEST_URL = 2_048

_SCHEMES = ("bearer", "dpop")

PROOF_ERRORS = frozenset({"use_dpop_nonce", "invalid_dpop_proof"})
"""Errors that say nothing against the token, the code or the grant (RFC 9449, section 12.2)."""

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105 - the grammar's word for a name
_NAME = re.compile(_TOKEN)
# A value without quotes may hold more than the grammar allows (an address): servers do send it.
_PARAMETER = re.compile(
    rf'(?P<name>{_TOKEN})[ \t]*=[ \t]*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^\s,"]*))'
)
_TOKEN68 = re.compile(r"[A-Za-z0-9._~+/-]+=*[ \t]*(?=,|$)")
_SCOPE_NAME = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+")


@dataclass(frozen=True, slots=True)
class Challenge:
    """A challenge for an access token, by the scheme ``Bearer`` or ``DPoP``.

    All fields are the server's word, unchecked but for their form.
    """

    resource_metadata: str | None = None
    scope: str | None = None
    error: str | None = None
    error_description: str | None = None
    realm: str | None = None


def parse_challenge(fields: Iterable[str]) -> Challenge | None:
    """The challenge in the ``WWW-Authenticate`` ``fields`` (one string a header line).

    Of several the first that names its metadata counts, else the first that names a scope, else
    the first. ``None`` without any. Never raises: what cannot be read is passed over.
    """
    challenges = [
        parameters for scheme, parameters in _all_challenges(fields) if scheme in _SCHEMES
    ]
    if not challenges:
        return None
    ranked = [one for name in ("resource_metadata", "scope") for one in challenges if name in one]
    chosen = [*ranked, *challenges][0]
    metadata = chosen.get("resource_metadata", "").strip()
    return Challenge(
        resource_metadata=metadata if 0 < len(metadata) <= _LONGEST_URL else None,
        scope=parse_scope(chosen.get("scope")),
        error=description(chosen.get("error")) or None,
        error_description=description(chosen.get("error_description")) or None,
        realm=description(chosen.get("realm")) or None,
    )


def asks_for_another_proof(fields: Iterable[str]) -> bool:
    """Whether the server minds the DPoP proof, not the token (RFC 9449, sections 7.1 and 9)."""
    return any(
        scheme == "dpop" and parameters.get("error") in PROOF_ERRORS
        for scheme, parameters in _all_challenges(fields)
    )


def parse_scope(text: object) -> str | None:
    """The scope names in ``text``, each once and in order, or ``None`` without any.

    Source: RFC 6749, section 3.3.
    """
    if not isinstance(text, str):
        return None
    names = [name for name in text.split() if _SCOPE_NAME.fullmatch(name)]
    return " ".join(dict.fromkeys(names)) or None


def _all_challenges(fields: Iterable[str]) -> list[tuple[str, dict[str, str]]]:
    return [one for field in fields for one in _challenges(field[:_LONGEST_HEADER])]


def _challenges(field: str) -> list[tuple[str, dict[str, str]]]:
    """Each challenge of one header line: its scheme in lower case, and its parameters."""
    found: list[tuple[str, dict[str, str]]] = []
    at = 0
    while at < len(field):
        if field[at] in " \t,":
            at += 1
        elif parameter := _PARAMETER.match(field, at):
            if found:
                # Of a repeated parameter the first counts.
                found[-1][1].setdefault(parameter["name"].lower(), _value(parameter))
            at = parameter.end()
        elif scheme := _NAME.match(field, at):
            found.append((scheme[0].lower(), {}))
            at = _after_token68(field, scheme.end())
        else:
            comma = field.find(",", at)
            at = len(field) if comma < 0 else comma
    return found


def _value(parameter: re.Match[str]) -> str:
    if parameter["quoted"] is None:
        return parameter["plain"]
    return re.sub(r"\\(.)", r"\1", parameter["quoted"])


def _after_token68(field: str, at: int) -> int:
    """Past the one opaque value that some schemes (Negotiate) have in place of parameters."""
    spaces = len(field[at:]) - len(field[at:].lstrip(" \t"))
    opaque = _TOKEN68.match(field, at + spaces) if spaces else None
    return opaque.end() if opaque else at
