"""Taking secrets out of a text by the places in which OAuth and HTTP put them.

A last line of defence: nothing should put a secret into a text to begin with.
"""

import re

REDACTED = "[redacted]"

_CREDENTIALS = re.compile(
    r"""
    \b (?P<scheme> Bearer | DPoP ) (?: \s | %20 | \+ )+
    # A challenge from the server (RFC 6750, section 3) holds no secret and is worth reading.
    (?! (?: realm | scope | error | error_description | error_uri | resource_metadata | algs )
        \s* = )
    (?: \\* ["'] )? [^\s"'<>,;\\]+
    """,
    re.IGNORECASE | re.VERBOSE,
)

_JWT = re.compile(r"\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)*")

_LONG_NAMES = r"""
    access_token | refresh_token | id_token | registration_access_token | token
    | client_secret | client_assertion | code_verifier | authorization_code | device_code | password
    | dpop_key | private_scalar
"""

# These are everyday words too: with a colon they need quotes, and short numbers stay (a JSON-RPC
# error's code).
_SHORT_NAMES = r"code | state"
_SHORT_NUMBER = r"-? [0-9]{1,6} (?! [^\s&\"'<>,;)}\]] )"

_NEVER = "(?!)"

# Between the halves of a pair, ("code", "x"); not behind a value that happens to be called like a
# name: {"grant_type": "authorization_code", "code": "x"}.
_PAIRS_COMMA = r"""
    (?<= ["'] ) ,
    (?! \s* [bru]? (?P<opening> \\* ["'] ) [^"'\n]* (?<! \\ ) (?P=opening) \s* : )
"""

_NAMED = re.compile(
    rf"""
    (?: (?<! [A-Za-z0-9_] ) | (?<= %[0-9A-F][0-9A-F] ) )
    (?P<name> (?P<long> {_LONG_NAMES} ) | {_SHORT_NAMES} )
    (?P<separator>
        \\* ["']? \s* (?: (?P<equals> = ) | % (?P<depth> (?: 25 )* ) 3D | : | {_PAIRS_COMMA} ) \s*
    )
    (?:
        [bru]? (?P<quote> \\* ["'] ) (?: [^\n]*? (?<! \\ ) (?P=quote) | [^\n]* )
        # Within an encoded address: up to an "&" that is encoded as often as the "=" was.
        | (?(depth) (?: (?! % (?P=depth) 26 ) [^\s&"'<>] )+ | {_NEVER} )
        | (?(long) | (?(equals) (?! {_SHORT_NUMBER} ) | {_NEVER} ) ) [^\s&"'<>]+
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)


def redact(text: str) -> str:
    """``text`` with each secret in a known place replaced by :data:`REDACTED`.

    Known are ``Bearer`` and ``DPoP`` credentials, JSON web tokens, and the values of OAuth's
    secret parameters in queries, forms, JSON (plain or within a string) and Python's own ``repr``.
    """
    text = _CREDENTIALS.sub(rf"\g<scheme> {REDACTED}", text)
    text = _NAMED.sub(rf"\g<name>\g<separator>{REDACTED}", text)
    return _JWT.sub(REDACTED, text)
