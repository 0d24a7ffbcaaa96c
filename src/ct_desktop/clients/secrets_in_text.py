"""Tokens that somebody wrote into a client's file: finding them, and never showing them."""

import re

from ct_desktop.core.redaction import REDACTED, redact

_PLACEHOLDER = re.compile(r"\$\{\{?[^}]+\}\}?|\{\{[^}]+\}\}|\{env:[^}]+\}|\$[A-Za-z_]\w*|<[^>]+>")

_KEYS_OF_SECRETS = (
    r"(?:proxy-)?authorization|x-api-key|api[-_]?key|bearer_token|(?:access|refresh|auth)[-_]?token"
    r"|token|password|client[-_]?secret|secret"
)
_SECRET_NAME = re.compile(rf"(?i)(?:{_KEYS_OF_SECRETS})")

_LEAST = 8
"""Characters below which a value is taken for an example rather than a token."""

_NAMED_VALUE = re.compile(
    rf"""(?ix)
    (?P<name> ["']? \b (?: {_KEYS_OF_SECRETS} ) ["']? \s* [:=] \s* )
    (?P<value> "(?:[^"\\]|\\.)*" | '[^']*' | [^\s"',}}\]][^,}}\]\r\n]* )
    """
)


def holds_secret(key: str, value: str) -> bool:
    """Whether ``value`` under ``key`` is a token itself, and not the name of one."""
    literal = _PLACEHOLDER.sub("", value)
    if redact(literal) != literal:
        return True
    bare = re.sub(r"(?i)\b(?:bearer|basic|token)\b", "", literal).strip()
    return _SECRET_NAME.fullmatch(key) is not None and len(bare) >= _LEAST


def masked(text: str) -> str:
    """``text`` as it may be shown: each value in the place of a secret is put out of sight, unless
    it is a placeholder."""

    def hide(found: re.Match[str]) -> str:
        literal = _PLACEHOLDER.sub("", found["value"]).strip("\"' ")
        is_shown = not re.sub(r"(?i)^(?:bearer|basic)\b", "", literal).strip()
        return found[0] if is_shown else f"{found['name']}{REDACTED}"

    return redact(_NAMED_VALUE.sub(hide, text))
