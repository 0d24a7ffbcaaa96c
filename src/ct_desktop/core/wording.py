"""All wording about problems and sign-in, for the window and the command line alike.

At most two sentences and one action; no jargon without a word of explanation, no blame.
"""

from collections import Counter
from dataclasses import dataclass, replace

from ct_desktop.core.chain import Chain, Link
from ct_desktop.core.links import LinkName, LinkState
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

ACTION_PAGES = {
    Action.OPEN_AI_CLIENTS_PAGE: AI_CLIENTS_PAGE,
    Action.OPEN_PLAN_PAGE: PLAN_PAGE,
    Action.OPEN_ADDON_HELP: ADDON_HELP_PAGE,
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


@dataclass(frozen=True, slots=True)
class _Words:
    link: LinkName
    title: str
    cause: str
    fix: str
    action: Action
    severity: Severity = Severity.BROKEN


_NETWORK, _CROSSTRADE, _SIGN_IN = LinkName.NETWORK, LinkName.CROSSTRADE, LinkName.SIGN_IN

_TABLE: dict[ProblemKind, _Words] = {
    ProblemKind.NAME_NOT_RESOLVED: _Words(
        _NETWORK,
        "No internet connection",
        "CrossTrade’s address could not be looked up.",
        "Check this computer’s internet connection.",
        Action.CHECK_AGAIN,
    ),
    ProblemKind.CANNOT_CONNECT: _Words(
        _NETWORK,
        "CrossTrade cannot be reached",
        "The connection was refused or broke off.",
        "Check this computer’s internet connection and firewall.",
        Action.CHECK_AGAIN,
    ),
    ProblemKind.TLS_FAILED: _Words(
        _NETWORK,
        "No secure connection",
        "CrossTrade’s certificate was not accepted by this computer.",
        "Check the clock; on a work computer ask for the company’s root certificate.",
        Action.CHECK_AGAIN,
    ),
    ProblemKind.PROXY_FAILED: _Words(
        _NETWORK,
        "The proxy lets nothing through",
        "This computer reaches the internet through a proxy, which is not there or did not let "
        "the request pass.",
        "Check the proxy in the system’s network settings.",
        Action.CHECK_AGAIN,
    ),
    ProblemKind.SERVER_ERROR: _Words(
        _CROSSTRADE,
        "CrossTrade has a problem",
        "Its server answers, but only with an error.",
        "Nothing to do here: the app goes on asking and comes back by itself.",
        Action.CHECK_AGAIN,
    ),
    ProblemKind.UNEXPECTED_ANSWER: _Words(
        _CROSSTRADE,
        "That was not CrossTrade",
        "The answer was not one that CrossTrade gives; a login page of the network may be "
        "in the way.",
        "Open any web page in your browser and see whether the network asks you to sign in.",
        Action.CHECK_AGAIN,
    ),
    ProblemKind.NO_ANSWER: _Words(
        _CROSSTRADE,
        "CrossTrade does not answer",
        "The server took the request and then stayed silent.",
        "Nothing to do here: the app goes on asking and comes back by itself.",
        Action.CHECK_AGAIN,
    ),
    ProblemKind.NOT_FOUND: _Words(
        _CROSSTRADE,
        "Nothing at this address",
        "The server answers, but has no CrossTrade service at the address in use.",
        "Check the server address this app was started with.",
        Action.CHECK_AGAIN,
    ),
    ProblemKind.ACCESS_REFUSED: _Words(
        _CROSSTRADE,
        "CrossTrade refuses this computer",
        "The request was forbidden without a reason; too many requests from one internet "
        "address or a VPN may be behind it.",
        "Wait a few minutes, or switch off the VPN or proxy, then check again.",
        Action.CHECK_AGAIN,
    ),
    ProblemKind.RATE_LIMITED: _Words(
        _CROSSTRADE,
        "Asked too often",
        "CrossTrade allows 180 requests a minute, shared by this app, your bots and your "
        "other clients.",
        "The app asks less often until CrossTrade lets it go on.",
        Action.WAIT,
        Severity.WARNING,
    ),
    ProblemKind.TRANSPORT_DEGRADED: _Words(
        _CROSSTRADE,
        "CrossTrade is slow or limping",
        "CrossTrade’s own self-test reports a problem on its side.",
        "Wait a little and check again.",
        Action.CHECK_AGAIN,
        Severity.WARNING,
    ),
    ProblemKind.INSECURE_SERVER: _Words(
        _CROSSTRADE,
        "This server is not safe to sign in to",
        "Part of its sign-in service is not encrypted or belongs to another address.",
        "Check the server address this app was started with.",
        Action.CHECK_AGAIN,
    ),
    ProblemKind.NOT_SIGNED_IN: _Words(
        _SIGN_IN,
        "Not signed in",
        "This computer has no access to your CrossTrade account.",
        "Connect, and allow it in your browser.",
        Action.SIGN_IN,
    ),
    ProblemKind.TOKEN_REJECTED: _Words(
        _SIGN_IN,
        "CrossTrade revoked the sign-in",
        "It ended this computer’s access before its time; you or somebody else may have removed "
        "it on the AI Clients page.",
        "Sign in again. If this comes back at once, check this computer’s clock.",
        Action.SIGN_IN_AGAIN,
    ),
    ProblemKind.SIGN_IN_ENDED: _Words(
        _SIGN_IN,
        "The sign-in has expired",
        "CrossTrade no longer renews this computer’s access.",
        "Sign in again.",
        Action.SIGN_IN_AGAIN,
    ),
    ProblemKind.SIGN_IN_LOST: _Words(
        _SIGN_IN,
        "The sign-in was lost while it was renewed",
        "The renewed sign-in never arrived here or never reached the keychain, and CrossTrade "
        "takes the old one only once.",
        "Sign in again.",
        Action.SIGN_IN_AGAIN,
    ),
    ProblemKind.SIGN_IN_BUSY: _Words(
        _SIGN_IN,
        "Another CrossTrade Desktop holds the sign-in",
        "It has been renewing or storing it for a minute, or the app’s folder cannot be written.",
        "Close the other one if it hangs, see that the disk is not full, then check again.",
        Action.CHECK_AGAIN,
    ),
    ProblemKind.CLOCK_SKEW: _Words(
        _SIGN_IN,
        "This computer’s clock is wrong",
        "It differs from CrossTrade’s clock, which can make CrossTrade refuse a good sign-in.",
        "Set the clock, or let the system set it, then check again.",
        Action.CHECK_AGAIN,
    ),
    ProblemKind.INSUFFICIENT_SCOPE: _Words(
        _SIGN_IN,
        "The sign-in does not allow this",
        "CrossTrade says that the granted scope is not enough for the request.",
        "Sign in again and choose the scope that is needed.",
        Action.SIGN_IN_AGAIN,
    ),
    ProblemKind.AUTHORIZATION_DENIED: _Words(
        _SIGN_IN,
        "You chose Deny",
        "CrossTrade gave no access, and nothing was stored.",
        "Start over when you are ready.",
        Action.SIGN_IN,
    ),
    ProblemKind.AUTHORIZATION_TIMED_OUT: _Words(
        _SIGN_IN,
        "No answer from the browser",
        "The time for signing in ran out before the browser came back.",
        "Start over. If the page shows an error, paste its address while the app waits.",
        Action.SIGN_IN,
    ),
    ProblemKind.AUTHORIZATION_FAILED: _Words(
        _SIGN_IN,
        "CrossTrade could not complete the sign-in",
        "Its sign-in page reported an error, and nothing was stored.",
        "Start over; check that the browser is signed in to the right CrossTrade account.",
        Action.SIGN_IN,
    ),
    ProblemKind.CODE_REJECTED: _Words(
        _SIGN_IN,
        "The answer came too late",
        "CrossTrade did not accept the code from the browser; it may be old or already used.",
        "Start over. If it happens again, check this computer’s clock.",
        Action.SIGN_IN,
    ),
    ProblemKind.CALLBACK_REJECTED: _Words(
        _SIGN_IN,
        "An answer of another sign-in was ignored",
        "A browser page brought an answer that does not belong to this sign-in.",
        "Go on in the page that this sign-in opened.",
        Action.SIGN_IN,
        Severity.WARNING,
    ),
    ProblemKind.PASTE_UNRECOGNISED: _Words(
        _SIGN_IN,
        "That is no address from a sign-in",
        "The pasted text holds no answer from CrossTrade.",
        "Copy the whole address from the browser’s address bar and paste it again.",
        Action.SIGN_IN,
        Severity.WARNING,
    ),
    ProblemKind.PASTE_SIGN_IN_LINK: _Words(
        _SIGN_IN,
        "That is the link that begins the sign-in",
        "What is wanted is the address on which the browser ends.",
        "Open it in a browser, choose Allow, then paste the address that it ends on.",
        Action.SIGN_IN,
        Severity.WARNING,
    ),
    ProblemKind.PASTE_OTHER_SIGN_IN: _Words(
        _SIGN_IN,
        "That address is not from this sign-in",
        "It comes from an earlier attempt or from another page.",
        "Open this sign-in’s link, choose Allow, then paste the address that it ends on.",
        Action.SIGN_IN,
        Severity.WARNING,
    ),
    ProblemKind.PASTE_INCOMPLETE: _Words(
        _SIGN_IN,
        "Part of the address is missing",
        "The code alone, or an address that was cut, cannot be checked.",
        "Copy the whole address, from http:// to its end, and paste it again.",
        Action.SIGN_IN,
        Severity.WARNING,
    ),
    ProblemKind.PASTE_TOO_LATE: _Words(
        _SIGN_IN,
        "This sign-in waits for nothing now",
        "Its answer has arrived already, or its time is over.",
        "There is nothing to paste; the app says how it goes on.",
        Action.SIGN_IN,
        Severity.WARNING,
    ),
    ProblemKind.PORT_UNAVAILABLE: _Words(
        _SIGN_IN,
        "No port to wait on",
        "This computer gave the app no port on which to wait for the browser; security software "
        "may forbid it.",
        "Allow this app to listen on 127.0.0.1, or close a program, then start over.",
        Action.SIGN_IN,
    ),
    ProblemKind.REGISTRATION_LIMITED: _Words(
        _SIGN_IN,
        "Too many registrations",
        "CrossTrade lets ten clients register per hour from one internet address.",
        "Wait and start over; nothing is lost.",
        Action.WAIT,
    ),
    ProblemKind.REGISTRATION_REFUSED: _Words(
        _SIGN_IN,
        "CrossTrade did not register this computer",
        "The server refused the registration that comes before signing in.",
        "Start over; if it happens again, look for an update of this app.",
        Action.SIGN_IN,
    ),
    ProblemKind.CLIENT_UNKNOWN: _Words(
        _SIGN_IN,
        "CrossTrade no longer knows this computer",
        "Its registration was removed at CrossTrade.",
        "Register again; you will be asked to allow it in your browser.",
        Action.REGISTER_AGAIN,
    ),
    ProblemKind.KEYCHAIN_MISSING: _Words(
        _SIGN_IN,
        "No keychain",
        "This computer has no running keychain in which to keep the sign-in.",
        "Start or install one (on Linux GNOME Keyring or KWallet); until then the sign-in "
        "lasts until you quit.",
        Action.RETRY_KEYCHAIN,
        Severity.WARNING,
    ),
    ProblemKind.KEYCHAIN_LOCKED: _Words(
        _SIGN_IN,
        "The keychain is locked",
        "The sign-in lies in the keychain, which wants its password first.",
        "Unlock the keychain, then try again.",
        Action.RETRY_KEYCHAIN,
    ),
    ProblemKind.KEYCHAIN_DENIED: _Words(
        _SIGN_IN,
        "The keychain said no",
        "Access to the sign-in in the keychain was refused.",
        "Try again and allow this app to use the keychain.",
        Action.RETRY_KEYCHAIN,
    ),
    ProblemKind.KEYCHAIN_HANGING: _Words(
        _SIGN_IN,
        "The keychain does not answer",
        "It may be waiting with a question in a window of its own.",
        "Look for that window, answer it, then try again.",
        Action.RETRY_KEYCHAIN,
    ),
    ProblemKind.KEYCHAIN_BROKEN: _Words(
        _SIGN_IN,
        "The keychain’s entry cannot be used",
        "What it returned is incomplete or is not what was stored.",
        "Try again; if it stays so, sign in again.",
        Action.RETRY_KEYCHAIN,
    ),
    ProblemKind.PLAN_REQUIRED: _Words(
        LinkName.PLAN,
        "Your CrossTrade plan does not include this",
        "CrossTrade answers that this access needs an Elite subscription.",
        "See your plan at CrossTrade.",
        Action.OPEN_PLAN_PAGE,
    ),
    ProblemKind.ADDON_OFFLINE: _Words(
        LinkName.ADDON,
        "Add-on offline",
        "NinjaTrader 8 or its CrossTrade add-on is not answering.",
        "Start NinjaTrader 8, then check that the add-on says Connected.",
        Action.CHECK_AGAIN,
    ),
    ProblemKind.ADDON_OUTDATED: _Words(
        LinkName.ADDON,
        "The add-on is too old",
        "Versions before 1.13.0 give CrossTrade’s MCP server less than this app shows.",
        "Update the CrossTrade add-on in NinjaTrader 8.",
        Action.OPEN_ADDON_HELP,
        Severity.WARNING,
    ),
    ProblemKind.ADDON_LIMITED: _Words(
        LinkName.ADDON,
        "The add-on lacks something",
        "CrossTrade’s self-test says that part of the add-on is not available.",
        "Update the CrossTrade add-on in NinjaTrader 8, then check again.",
        Action.OPEN_ADDON_HELP,
        Severity.WARNING,
    ),
    ProblemKind.NT8_NOT_RESPONDING: _Words(
        LinkName.NT8,
        "NinjaTrader 8 does not respond",
        "The add-on is connected, but NinjaTrader 8 gave no answer; often a dialog is "
        "waiting there.",
        "Look at NinjaTrader 8 and close any dialog that is open.",
        Action.CHECK_AGAIN,
    ),
    ProblemKind.NT8_NOT_RUNNING: _Words(
        LinkName.NT8,
        "NinjaTrader 8 is not connected",
        "CrossTrade answers, but has nothing from NinjaTrader 8.",
        "Start NinjaTrader 8 and check that the add-on says Connected.",
        Action.CHECK_AGAIN,
    ),
    ProblemKind.TOOLS_HIDDEN: _Words(
        LinkName.NT8,
        "CrossTrade hides what needs NinjaTrader 8",
        "The server lists no such tool now, as it does while NinjaTrader 8 is not connected.",
        "Start NinjaTrader 8 and check that the add-on says Connected.",
        Action.CHECK_AGAIN,
    ),
    ProblemKind.NO_BROKER: _Words(
        LinkName.BROKERS,
        "No broker connected",
        "NinjaTrader 8 runs, but none of its connections is up.",
        "In NinjaTrader 8 open Control Center, Connections, and connect.",
        Action.CHECK_AGAIN,
    ),
    ProblemKind.BROKER_LOST: _Words(
        LinkName.BROKERS,
        "A broker connection is down",
        "Figures of its accounts no longer change.",
        "In NinjaTrader 8 open Control Center, Connections, and reconnect it.",
        Action.CHECK_AGAIN,
        Severity.WARNING,
    ),
    ProblemKind.PRICE_FEED_LOST: _Words(
        LinkName.BROKERS,
        "A price feed is down",
        "Your orders there are still live, but its prices have stopped.",
        "In NinjaTrader 8 open Control Center, Connections, and reconnect it.",
        Action.CHECK_AGAIN,
        Severity.WARNING,
    ),
    ProblemKind.PRICES_FROZEN: _Words(
        LinkName.PRICES,
        "Prices stand still",
        "The connections say Connected, but no position’s price has moved for a while.",
        "If the market is open, reconnect the price feed in NinjaTrader 8.",
        Action.CHECK_AGAIN,
        Severity.WARNING,
    ),
    ProblemKind.ACCOUNT_NOT_FOUND: _Words(
        LinkName.NT8,
        "An account is gone",
        "NinjaTrader 8 no longer knows an account that it listed before.",
        "The list of accounts is read again by itself.",
        Action.CHECK_AGAIN,
        Severity.WARNING,
    ),
    ProblemKind.BAD_REQUEST: _Words(
        _CROSSTRADE,
        "CrossTrade did not understand",
        "The server refused the form of a request.",
        "Look for an update of this app.",
        Action.CHECK_AGAIN,
        Severity.WARNING,
    ),
    ProblemKind.UNEXPECTED: _Words(
        _CROSSTRADE,
        "Something unexpected",
        "CrossTrade answered in a way that this app does not know.",
        "Check again; if it stays so, look for an update of this app.",
        Action.CHECK_AGAIN,
        Severity.WARNING,
    ),
}


_SHORT = {
    ProblemKind.NAME_NOT_RESOLVED: "no internet",
    ProblemKind.CANNOT_CONNECT: "not reachable",
    ProblemKind.TLS_FAILED: "not secure",
    ProblemKind.PROXY_FAILED: "proxy refuses",
    ProblemKind.SERVER_ERROR: "server error",
    ProblemKind.UNEXPECTED_ANSWER: "wrong answer",
    ProblemKind.NO_ANSWER: "no answer",
    ProblemKind.NOT_FOUND: "nothing there",
    ProblemKind.RATE_LIMITED: "asked too often",
    ProblemKind.TRANSPORT_DEGRADED: "slow",
    ProblemKind.INSECURE_SERVER: "not secure",
    ProblemKind.NOT_SIGNED_IN: "not signed in",
    ProblemKind.TOKEN_REJECTED: "revoked",
    ProblemKind.SIGN_IN_ENDED: "expired",
    ProblemKind.SIGN_IN_LOST: "lost",
    ProblemKind.SIGN_IN_BUSY: "busy elsewhere",
    ProblemKind.CLOCK_SKEW: "wrong clock",
    ProblemKind.INSUFFICIENT_SCOPE: "scope too small",
    ProblemKind.AUTHORIZATION_DENIED: "denied",
    ProblemKind.AUTHORIZATION_TIMED_OUT: "timed out",
    ProblemKind.AUTHORIZATION_FAILED: "failed",
    ProblemKind.CODE_REJECTED: "too late",
    ProblemKind.CALLBACK_REJECTED: "not ours",
    ProblemKind.PASTE_UNRECOGNISED: "no address",
    ProblemKind.PASTE_SIGN_IN_LINK: "wrong link",
    ProblemKind.PASTE_OTHER_SIGN_IN: "not ours",
    ProblemKind.PASTE_INCOMPLETE: "incomplete",
    ProblemKind.PASTE_TOO_LATE: "too late",
    ProblemKind.PORT_UNAVAILABLE: "no port",
    ProblemKind.REGISTRATION_LIMITED: "too many registrations",
    ProblemKind.REGISTRATION_REFUSED: "not registered",
    ProblemKind.CLIENT_UNKNOWN: "not registered",
    ProblemKind.KEYCHAIN_MISSING: "no keychain",
    ProblemKind.KEYCHAIN_LOCKED: "keychain locked",
    ProblemKind.KEYCHAIN_DENIED: "keychain refused",
    ProblemKind.KEYCHAIN_HANGING: "keychain silent",
    ProblemKind.KEYCHAIN_BROKEN: "keychain unusable",
    ProblemKind.ACCESS_REFUSED: "refused",
    ProblemKind.PLAN_REQUIRED: "not included",
    ProblemKind.ADDON_OFFLINE: "offline",
    ProblemKind.ADDON_OUTDATED: "too old",
    ProblemKind.ADDON_LIMITED: "lacks something",
    ProblemKind.NT8_NOT_RESPONDING: "no answer",
    ProblemKind.NT8_NOT_RUNNING: "not connected",
    ProblemKind.TOOLS_HIDDEN: "not connected",
    ProblemKind.NO_BROKER: "none connected",
    ProblemKind.BROKER_LOST: "one is down",
    ProblemKind.PRICE_FEED_LOST: "price feed lost",
    ProblemKind.PRICES_FROZEN: "standing still",
    ProblemKind.ACCOUNT_NOT_FOUND: "account gone",
    ProblemKind.BAD_REQUEST: "not understood",
    ProblemKind.UNEXPECTED: "unexpected answer",
}


def link_trouble(link: Link) -> str:
    """A link that is not fine in a few words, for a line: ``Add-on: offline``."""
    title = LINK_SHORT_TITLES[link.name]
    return title if link.problem is None else f"{title}: {_SHORT[link.problem.kind]}"


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
    words = _TABLE[kind]
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
