"""What the classes and groups of accounts are called."""

from ct_desktop.core.accounts import AccountClass, AccountGroup

CLASS_TAGS = {
    AccountClass.LIVE: "Live",
    AccountClass.FUNDED: "Funded",
    AccountClass.EVALUATION: "Eval",
    AccountClass.SIMULATED: "Sim",
}
"""On the tag beside an account's name and on the segments."""

GROUP_TITLES = {
    AccountGroup.LIVE_AND_FUNDED: "Live and funded",
    AccountGroup.EVALUATION: "Evaluation",
    AccountGroup.SIMULATED: "Simulated",
}

GROUP_SHORT_TITLES = {
    AccountGroup.LIVE_AND_FUNDED: "Live",
    AccountGroup.EVALUATION: "Eval",
    AccountGroup.SIMULATED: "Sim",
}


def counted(number: int, one: str) -> str:
    """``1 account``, ``12 accounts``."""
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"
