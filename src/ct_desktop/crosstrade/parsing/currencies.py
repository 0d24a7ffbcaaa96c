"""Currencies as ISO 4217 codes.

The server writes NT8's names (``UsDollar``, the ``denomination`` of the REST shape) or codes.
Source: the CrossTrade reference, sections 2.4 and 3.2; NT8's ``Cbi.Currency``.
"""

import re

_CODES = {
    "australiandollar": "AUD",
    "brazilianreal": "BRL",
    "britishpound": "GBP",
    "canadiandollar": "CAD",
    "chinayuan": "CNY",
    "czechrepublickoruna": "CZK",
    "denmarkkrone": "DKK",
    "euro": "EUR",
    "hongkongdollar": "HKD",
    "hungaryforint": "HUF",
    "indianrupee": "INR",
    "israelishekel": "ILS",
    "japaneseyen": "JPY",
    "koreanwon": "KRW",
    "malaysiaringgit": "MYR",
    "mexicanpeso": "MXN",
    "newzealanddollar": "NZD",
    "norwaykrone": "NOK",
    "polandzloty": "PLN",
    "russiaruble": "RUB",
    "saudiriyal": "SAR",
    "singaporedollar": "SGD",
    "southafricanrand": "ZAR",
    "swedishkrona": "SEK",
    "swissfranc": "CHF",
    "taiwannewdollar": "TWD",
    "thailandbaht": "THB",
    "turkeylira": "TRY",
    "usdollar": "USD",
}

_CODE = re.compile(r"[A-Za-z]{3}", re.ASCII)


def currency_code(text: str | None) -> str | None:
    """The ISO 4217 code of an NT8 currency name; a code as it is; ``None`` for anything else."""
    if text is None:
        return None
    name = text.replace(" ", "").replace("_", "").lower()
    if name in _CODES:
        return _CODES[name]
    return text.upper() if _CODE.fullmatch(text) else None
