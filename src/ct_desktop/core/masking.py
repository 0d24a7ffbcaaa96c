"""Masked forms of what names a person or an account, for screens that others may see.

A mask has one width whatever it hides, so that not even a length shows. Enough stays to tell two
apart: the beginning and the end.
"""

import re
from collections.abc import Iterable

MASK = "••••"


def mask_login(login: str) -> str:
    """A login name or mail address: ``trader.jane@example.com`` as ``tr••••ne@e••••.com``."""
    name, at, domain = login.strip().rpartition("@")
    if not at or not name:
        return mask_account_name(login)
    host, dot, ending = domain.rpartition(".")
    masked_domain = f"{host[:1]}{MASK}{dot}{ending}" if dot else MASK
    return f"{mask_account_name(name)}@{masked_domain}"


def mask_account_name(name: str) -> str:
    """An account's name: ``APEX-12345-07`` as ``AP••••07``.

    Of a shorter name less is shown, and of a name of up to three characters nothing: always at
    least half stays hidden.
    """
    name = name.strip()
    if not name:
        return ""
    if len(name) >= 8:
        first, last = 2, 2
    elif len(name) >= 6:
        first, last = 1, 2
    elif len(name) >= 4:
        first, last = 1, 1
    else:
        first, last = 0, 0
    return f"{name[:first]}{MASK}{name[len(name) - last :]}"


def mask_account_names(text: str, names: Iterable[str]) -> str:
    """``text`` with each of ``names`` masked wherever it stands by itself, not within a word.

    The longest name that fits is taken: with ``APEX-1`` and ``APEX-12``, each as what it is.
    """
    known = sorted({name.strip() for name in names} - {""}, key=len, reverse=True)
    if not known:
        return text
    pattern = "|".join(re.escape(name) for name in known)
    return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", lambda name: mask_account_name(name[0]), text)
