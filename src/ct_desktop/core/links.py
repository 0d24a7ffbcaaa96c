"""The links between this app and a live price, in order."""

from enum import StrEnum


class LinkName(StrEnum):
    """Each link by its name in JSON output, from here outwards."""

    NETWORK = "network"
    CROSSTRADE = "crosstrade"
    SIGN_IN = "sign_in"
    PLAN = "plan"
    ADDON = "addon"
    NT8 = "nt8"
    BROKERS = "brokers"
    PRICES = "prices"


class LinkState(StrEnum):
    """What is known of one link."""

    OK = "ok"
    WARNING = "warning"
    BROKEN = "broken"
    UNKNOWN = "unknown"
    CHECKING = "checking"
