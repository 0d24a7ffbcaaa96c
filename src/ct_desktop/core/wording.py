"""All wording about problems and sign-in, for the window and the command line alike.

What each kind of problem says stands in :mod:`ct_desktop.core.problem_words`.

At most two sentences and one action; no jargon without a word of explanation, no blame.
"""

from collections import Counter
from dataclasses import replace

from ct_desktop.core.chain import Chain, Link
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.problem_words import PROBLEM_WORDS
from ct_desktop.core.problems import Action, Problem, ProblemKind, Severity
from ct_desktop.core.remote_session import RemoteSession
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import RevocationOutcome, SignInStage

AI_CLIENTS_PAGE = "https://app.crosstrade.io/user/my-account?tab=ai-clients"
"""Where a trader sees and revokes every grant (the CrossTrade reference, section 5)."""

PLAN_PAGE = "https://app.crosstrade.io/user/my-account"
"""Where a trader sees the subscription."""

ADDON_HELP_PAGE = "https://crosstrade.io/docs/xt-add-on"
"""CrossTrade's own help on the add-on."""

NT8_HELP_PAGE = "https://ninjatrader.com/support/helpguides/nt8/"
"""NinjaTrader's own help on version 8."""

CLOCK_PAGE = "https://www.time.gov/"
"""The official time of the United States, which says by how much this computer's clock is off."""

NETWORK_LOGIN_PAGE = "http://neverssl.com/"
"""A page without encryption, made for this: a network that wants a sign-in can only show its own
page in place of such a one."""

ACTION_PAGES = {
    Action.OPEN_AI_CLIENTS_PAGE: AI_CLIENTS_PAGE,
    Action.OPEN_PLAN_PAGE: PLAN_PAGE,
    Action.OPEN_ADDON_HELP: ADDON_HELP_PAGE,
    Action.UPDATE_ADDON: ADDON_HELP_PAGE,
    Action.OPEN_NT8_HELP: NT8_HELP_PAGE,
    Action.OPEN_NETWORK_LOGIN: NETWORK_LOGIN_PAGE,
    Action.CHECK_CLOCK: CLOCK_PAGE,
}
"""The page that an action opens, for those that open one."""

LINK_TITLES = {
    LinkName.NETWORK: "Network",
    LinkName.CROSSTRADE: "CrossTrade",
    LinkName.SIGN_IN: "Sign-in",
    LinkName.PLAN: "Plan",
    LinkName.ADDON: "Add-on",
    LinkName.NT8: "NinjaTrader 8",
    LinkName.BROKERS: "Brokers",
    LinkName.PRICES: "Prices",
}

LINK_SHORT_TITLES = {**LINK_TITLES, LinkName.NT8: "NT8"}
"""For the chain in one line."""

ACTION_LABELS = {
    Action.CHECK_AGAIN: "Check now",
    Action.SIGN_IN: "Connect",
    Action.SIGN_IN_AGAIN: "Sign in again",
    Action.REGISTER_AGAIN: "Register again",
    Action.OPEN_AI_CLIENTS_PAGE: "Open AI Clients page",
    Action.OPEN_PLAN_PAGE: "Open your plan",
    Action.OPEN_ADDON_HELP: "Open add-on help",
    Action.UPDATE_ADDON: "Update the add-on",
    Action.OPEN_NT8_HELP: "Open NinjaTrader help",
    Action.OPEN_NETWORK_LOGIN: "Open the network’s page",
    Action.CHECK_CLOCK: "Check the clock",
    Action.CHANGE_SCOPE: "Change scope",
    Action.RETRY_KEYCHAIN: "Try the keychain again",
    Action.WAIT: "Check now",
}

SCOPE_TITLES = {Scope.READ: "Read-only", Scope.TRADE: "Trade scope"}

STAGE_TITLES = {
    SignInStage.DISCOVER: "Find CrossTrade’s sign-in service",
    SignInStage.LISTEN: "Listen on this computer",
    SignInStage.REGISTER: "Register this computer",
    SignInStage.OPEN_BROWSER: "Open your browser",
    SignInStage.WAIT: "Wait for your answer",
    SignInStage.EXCHANGE: "Exchange the answer for a sign-in",
    SignInStage.VERIFY: "Check it with CrossTrade",
    SignInStage.STORE: "Store it in the keychain",
}

STAGE_HEADLINES = {
    SignInStage.DISCOVER: ("Getting ready", "Looking up how to sign in to CrossTrade."),
    SignInStage.LISTEN: ("Getting ready", "Making this computer ready for the answer."),
    SignInStage.REGISTER: ("Getting ready", "Telling CrossTrade about this computer."),
    SignInStage.OPEN_BROWSER: ("Opening your browser", "Sign in to CrossTrade there."),
    SignInStage.WAIT: (
        "Waiting for your browser",
        "Sign in to CrossTrade there and choose Allow.",
    ),
    SignInStage.EXCHANGE: ("Almost done", "You allowed it; fetching the sign-in."),
    SignInStage.VERIFY: ("Almost done", "Checking the sign-in with CrossTrade."),
    SignInStage.STORE: ("Almost done", "Putting the sign-in into the keychain."),
}
"""What a sign-in is doing at each stage: a headline and a sentence."""

BROWSER_NOT_OPENED = (
    "Your browser did not open",
    "Copy the link, open it in any browser and choose Allow there.",
)
"""Instead of the wait's headline where no browser could be opened."""

BROWSER_OVERDUE = (
    "Your browser has not come back",
    "Open it again, or paste the address that its page ended on.",
)
"""Instead of the wait's headline after a minute without an answer."""

_ON_EITHER_COMPUTER = (
    "Sign in on either computer",
    "Use the browser here; or copy the link, and paste the address that it ends on.",
)

REMOTE_SIGN_INS = {
    RemoteSession.REMOTE_DESKTOP: _ON_EITHER_COMPUTER,
    RemoteSession.VNC: _ON_EITHER_COMPUTER,
    RemoteSession.SSH: (
        "Sign in on the computer before you",
        "Copy the link, open it there, and paste the address that it ends on.",
    ),
}
"""Instead of the wait's headline where the app is worked from another computer."""

START_OVER = "Start over"

SIGNED_IN = {
    scope: ("Signed in", f"{title}, as CrossTrade granted it.")
    for scope, title in SCOPE_TITLES.items()
}
"""After everything went well, by the scope."""

SIGNED_IN_UNTIL_QUIT = "Signed in, until you quit"

STRAY_ANSWER = "Ignored an answer that belongs to another sign-in"
"""Beside the wait, when something else came back than this sign-in's answer."""

OTHER_WAYS_TO_SIGN_IN = (
    "Nothing opened, or using another computer’s browser? Copy the link, sign in anywhere, "
    "then paste the address that your browser ends on."
)

REVOCATION_TEXTS = {
    RevocationOutcome.REVOKED: "Signed out. CrossTrade has revoked this computer’s access.",
    RevocationOutcome.NOTHING_TO_REVOKE: "Signed out. There was no access left to revoke.",
    RevocationOutcome.UNSUPPORTED: (
        "Signed out here, but this server offers no way to revoke access. "
        "Remove this computer on the AI Clients page."
    ),
    RevocationOutcome.UNREACHABLE: (
        "Signed out here, but CrossTrade could not be reached, so the access may live on there. "
        "Remove this computer on the AI Clients page."
    ),
    RevocationOutcome.UNREADABLE: (
        "Signed out here, but what the keychain held could not be read, so the access may live on "
        "at CrossTrade. Remove this computer on the AI Clients page."
    ),
}

ACCESS_MAY_LIVE_ON = (
    RevocationOutcome.UNSUPPORTED,
    RevocationOutcome.UNREACHABLE,
    RevocationOutcome.UNREADABLE,
)
"""After these the trader is shown the way to the AI Clients page."""

SIGNING_OUT = "Signing out; CrossTrade is asked to revoke this computer’s access"

SIGN_OUT_QUESTION = "Sign this computer out?"

SIGN_OUT_CONSEQUENCES = (
    (
        "CrossTrade is asked to revoke this computer’s access, "
        "and the sign-in is removed from {place}."
    ),
    "This window then has nothing to watch until you connect again in your browser.",
    "Nothing changes in NinjaTrader 8: positions, orders and bots stay as they are.",
)
"""What signing out does, one sentence each; ``place`` is where the sign-in is kept."""


def link_trouble(link: Link) -> str:
    """A link that is not fine in a few words, for a line: ``Add-on: offline``."""
    title = LINK_SHORT_TITLES[link.name]
    return title if link.problem is None else f"{title}: {PROBLEM_WORDS[link.problem.kind].short}"


def chain_summary(chain: Chain, stale: frozenset[LinkName] = frozenset()) -> str:
    """All links in one sentence: ``All 8 links fine``, ``4 fine, 1 broken, 3 unknown``.

    ``stale`` are links of which too little has been heard to call them fine.
    """
    if stale and chain.first_trouble is None:
        return f"{len(stale)} not heard of lately"
    counts = Counter(link.state for link in chain.links)
    if counts[LinkState.OK] == len(chain.links):
        return f"All {len(chain.links)} links fine"
    words = [f"{counts[state]} {word}" for state, word in _STATE_WORDS.items() if counts[state]]
    return ", ".join(words)


_STATE_WORDS = {
    LinkState.OK: "fine",
    LinkState.WARNING: "warning",
    LinkState.BROKEN: "broken",
    LinkState.CHECKING: "being checked",
    LinkState.UNKNOWN: "unknown",
}


MAY_REGISTER_AGAIN = (
    "If the browser showed that CrossTrade does not know this computer, register again."
)
"""After a sign-in that a dropped registration would explain, said by the server or not."""


def registrations_words(count: int) -> str:
    """How many registrations this computer asked for lately; servers allow few an hour."""
    times = {1: "once", 2: "twice"}.get(count, f"{count} times")
    return f"This computer asked {times} in the last hour"


def held_in_memory(trouble: Problem) -> Problem:
    """``trouble`` with storing a sign-in that is held all the same: all else goes on."""
    cause = f"{trouble.title}, so the sign-in lasts until you quit."
    return replace(trouble, cause=cause, severity=Severity.WARNING)


def clock_problem(ahead: float) -> Problem:
    """A refusal for which this computer's clock may be the cause.

    ``ahead`` is by how many seconds it is ahead of CrossTrade's; negative if behind.
    """
    cause = f"It is {clock_words(ahead)}, which can make CrossTrade refuse a good sign-in."
    return replace(problem(ProblemKind.CLOCK_SKEW), cause=cause)


def clock_words(ahead: float) -> str:
    """``3 hours ahead of CrossTrade’s``, in the unit that tells enough. As for the above."""
    seconds = abs(ahead)
    units = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))
    size, unit = next((one for one in units if seconds >= one[0]), units[-1])
    count = round(seconds / size)
    plural = "" if count == 1 else "s"
    direction = "ahead of" if ahead > 0 else "behind"
    return f"{count} {unit}{plural} {direction} CrossTrade’s"


def other_scope_granted(asked: Scope, granted: Scope | None) -> tuple[str, str]:
    """A headline and a sentence for a sign-in with another scope than the trader chose."""
    given = (
        "did not name the scope that it granted"
        if granted is None
        else f"granted “{SCOPE_TITLES[granted]}”, and that counts"
    )
    return (
        "Signed in with another scope",
        f"You chose “{SCOPE_TITLES[asked]}”; CrossTrade {given}.",
    )


def problem(kind: ProblemKind, *, retry_after: float | None = None) -> Problem:
    """The problem of this kind in words. ``retry_after`` is in seconds, where the server said."""
    words = PROBLEM_WORDS[kind]
    return Problem(
        kind=kind,
        link=words.link,
        severity=words.severity,
        title=words.title,
        cause=words.cause,
        fix=words.fix,
        action=words.action,
        retry_after=retry_after,
    )
