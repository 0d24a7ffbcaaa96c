"""What the trader reads of each kind of problem: one row a kind, for window and command line alike.

The cause is one sentence and the fix another, beside one button. No jargon without a word of
explanation, and no blame. :func:`ct_desktop.core.wording.problem` makes problems of the rows.
"""

from dataclasses import dataclass

from ct_desktop.core.links import LinkName
from ct_desktop.core.problems import Action, ProblemKind, Severity


@dataclass(frozen=True, slots=True)
class ProblemWords:
    """One row. ``short`` follows the link's name where a line is all there is."""

    link: LinkName
    title: str
    short: str
    cause: str
    fix: str
    action: Action = Action.CHECK_AGAIN
    severity: Severity = Severity.BROKEN


_NETWORK, _CROSSTRADE, _SIGN_IN = LinkName.NETWORK, LinkName.CROSSTRADE, LinkName.SIGN_IN
_NT8, _BROKERS = LinkName.NT8, LinkName.BROKERS
_WARNING = Severity.WARNING

PROBLEM_WORDS: dict[ProblemKind, ProblemWords] = {
    # Network
    ProblemKind.NAME_NOT_RESOLVED: ProblemWords(
        _NETWORK,
        "No internet connection",
        "no internet",
        "CrossTrade’s address could not be looked up.",
        "Check this computer’s internet connection.",
    ),
    ProblemKind.CANNOT_CONNECT: ProblemWords(
        _NETWORK,
        "CrossTrade cannot be reached",
        "not reachable",
        "The connection was refused or broke off.",
        "Check this computer’s internet connection and firewall.",
    ),
    ProblemKind.TLS_FAILED: ProblemWords(
        _NETWORK,
        "No secure connection",
        "not secure",
        "This computer does not accept the certificate with which CrossTrade proves who it is.",
        "Check the clock; on a work computer ask for the company’s root certificate.",
    ),
    ProblemKind.PROXY_FAILED: ProblemWords(
        _NETWORK,
        "The proxy lets nothing through",
        "proxy refuses",
        "This computer reaches the internet through a proxy, a relay in between, which is not "
        "there or did not let the request pass.",
        "Check the proxy in the system’s network settings.",
    ),
    ProblemKind.NETWORK_SIGN_IN: ProblemWords(
        _NETWORK,
        "The network shows a page of its own",
        "login page",
        "A web page came in place of CrossTrade’s answer: the network may want you to sign in "
        "first.",
        "Open its page in your browser and sign in.",
        Action.OPEN_NETWORK_LOGIN,
    ),
    # CrossTrade
    ProblemKind.SERVER_ERROR: ProblemWords(
        _CROSSTRADE,
        "CrossTrade has a problem",
        "server error",
        "Its server answers, but only with an error.",
        "Nothing to do here: the app goes on asking and comes back by itself.",
    ),
    ProblemKind.UNEXPECTED_ANSWER: ProblemWords(
        _CROSSTRADE,
        "CrossTrade’s answer cannot be read",
        "unreadable answer",
        "What came back is no answer of CrossTrade’s; its server or something on the way spoils "
        "it.",
        "If it stays so, open any web page and see whether the network asks you to sign in.",
    ),
    ProblemKind.NO_ANSWER: ProblemWords(
        _CROSSTRADE,
        "CrossTrade does not answer",
        "no answer",
        "The server took the request and then stayed silent.",
        "Nothing to do here: the app goes on asking and comes back by itself.",
    ),
    ProblemKind.ANSWERS_SLOW: ProblemWords(
        _CROSSTRADE,
        "Answers come slowly",
        "slow",
        "The last answers each took two seconds or more, so figures are older than usual; the "
        "network, CrossTrade or NinjaTrader 8 is busy.",
        "Nothing to do here; if it lasts, see whether other internet pages are slow too.",
        severity=_WARNING,
    ),
    ProblemKind.NOT_FOUND: ProblemWords(
        _CROSSTRADE,
        "Nothing at this address",
        "nothing there",
        "The server answers, but has no CrossTrade service at the address in use.",
        "Check the server address this app was started with.",
    ),
    ProblemKind.ACCESS_REFUSED: ProblemWords(
        _CROSSTRADE,
        "CrossTrade refuses this computer",
        "refused",
        "The request was refused without a reason; too many requests from one internet address "
        "or a VPN may be behind it.",
        "Wait a few minutes, or switch off the VPN or proxy, then check again.",
    ),
    ProblemKind.RATE_LIMITED: ProblemWords(
        _CROSSTRADE,
        "Asked too often",
        "asked too often",
        "CrossTrade allows 180 requests a minute, shared by this app, your bots and your other "
        "programs.",
        "The app asks less often until CrossTrade lets it go on.",
        Action.WAIT,
        _WARNING,
    ),
    ProblemKind.TRANSPORT_DEGRADED: ProblemWords(
        _CROSSTRADE,
        "CrossTrade reports trouble of its own",
        "trouble reported",
        "CrossTrade’s self-test says that its own side does not work as it should.",
        "Wait a little and check again.",
        severity=_WARNING,
    ),
    ProblemKind.INSECURE_SERVER: ProblemWords(
        _CROSSTRADE,
        "This server is not safe to sign in to",
        "not secure",
        "Part of its sign-in service is not encrypted or belongs to another address.",
        "Check the server address this app was started with.",
    ),
    # Sign-in
    ProblemKind.NOT_SIGNED_IN: ProblemWords(
        _SIGN_IN,
        "Not signed in",
        "not signed in",
        "This computer has no access to your CrossTrade account.",
        "Connect, and allow it in your browser.",
        Action.SIGN_IN,
    ),
    ProblemKind.TOKEN_REJECTED: ProblemWords(
        _SIGN_IN,
        "CrossTrade revoked the sign-in",
        "revoked",
        "It ended this computer’s access before its time, as when it is removed on the AI Clients "
        "page.",
        "Sign in again; if this comes back at once, check this computer’s clock.",
        Action.SIGN_IN_AGAIN,
    ),
    ProblemKind.SIGN_IN_ENDED: ProblemWords(
        _SIGN_IN,
        "The sign-in has expired",
        "expired",
        "CrossTrade no longer renews this computer’s access.",
        "Sign in again.",
        Action.SIGN_IN_AGAIN,
    ),
    ProblemKind.SIGN_IN_LOST: ProblemWords(
        _SIGN_IN,
        "The sign-in was lost while it was renewed",
        "lost",
        "The renewed sign-in never arrived here or never reached the keychain, and CrossTrade "
        "takes the old one only once.",
        "Sign in again.",
        Action.SIGN_IN_AGAIN,
    ),
    ProblemKind.SIGN_IN_BUSY: ProblemWords(
        _SIGN_IN,
        "Another CrossTrade Desktop holds the sign-in",
        "busy elsewhere",
        "It has been renewing or storing it for a minute, or the app’s folder cannot be written.",
        "Close the other one if it hangs, see that the disk is not full, then check again.",
    ),
    ProblemKind.CLOCK_SKEW: ProblemWords(
        _SIGN_IN,
        "This computer’s clock is wrong",
        "wrong clock",
        "It differs from CrossTrade’s clock, which can make CrossTrade refuse a good sign-in.",
        "Set the clock, or let the system set it; the app then goes on by itself.",
        Action.CHECK_CLOCK,
    ),
    ProblemKind.INSUFFICIENT_SCOPE: ProblemWords(
        _SIGN_IN,
        "The sign-in does not allow this",
        "not allowed",
        "CrossTrade says that what you allowed, the scope, is not enough for the request.",
        "Change the scope; you are shown what each allows first.",
        Action.CHANGE_SCOPE,
    ),
    ProblemKind.AUTHORIZATION_DENIED: ProblemWords(
        _SIGN_IN,
        "You chose Deny",
        "denied",
        "CrossTrade gave no access, and nothing was stored.",
        "Start over when you are ready.",
        Action.SIGN_IN,
    ),
    ProblemKind.AUTHORIZATION_TIMED_OUT: ProblemWords(
        _SIGN_IN,
        "No answer from the browser",
        "timed out",
        "The time for signing in ran out before the browser came back.",
        "Start over; if the page shows an error, paste its address while the app waits.",
        Action.SIGN_IN,
    ),
    ProblemKind.AUTHORIZATION_FAILED: ProblemWords(
        _SIGN_IN,
        "CrossTrade could not complete the sign-in",
        "failed",
        "Its sign-in page reported an error, and nothing was stored.",
        "Start over; check that the browser is signed in to the right CrossTrade account.",
        Action.SIGN_IN,
    ),
    ProblemKind.CODE_REJECTED: ProblemWords(
        _SIGN_IN,
        "The answer came too late",
        "too late",
        "CrossTrade did not accept the code from the browser; it may be old or already used.",
        "Start over; if it happens again, check this computer’s clock.",
        Action.SIGN_IN,
    ),
    ProblemKind.CALLBACK_REJECTED: ProblemWords(
        _SIGN_IN,
        "An answer of another sign-in was ignored",
        "not ours",
        "A browser page brought an answer that does not belong to this sign-in.",
        "Go on in the page that this sign-in opened.",
        Action.SIGN_IN,
        _WARNING,
    ),
    ProblemKind.PASTE_UNRECOGNISED: ProblemWords(
        _SIGN_IN,
        "That is no address from a sign-in",
        "no address",
        "The pasted text holds no answer from CrossTrade.",
        "Copy the whole address from the browser’s address bar and paste it again.",
        Action.SIGN_IN,
        _WARNING,
    ),
    ProblemKind.PASTE_SIGN_IN_LINK: ProblemWords(
        _SIGN_IN,
        "That is the link that begins the sign-in",
        "wrong link",
        "What is wanted is the address on which the browser ends.",
        "Open it in a browser, choose Allow, then paste the address that it ends on.",
        Action.SIGN_IN,
        _WARNING,
    ),
    ProblemKind.PASTE_OTHER_SIGN_IN: ProblemWords(
        _SIGN_IN,
        "That address is not from this sign-in",
        "not ours",
        "It comes from an earlier attempt or from another page.",
        "Open this sign-in’s link, choose Allow, then paste the address that it ends on.",
        Action.SIGN_IN,
        _WARNING,
    ),
    ProblemKind.PASTE_INCOMPLETE: ProblemWords(
        _SIGN_IN,
        "Part of the address is missing",
        "incomplete",
        "The code alone, or an address that was cut, cannot be checked.",
        "Copy the whole address, from http:// to its end, and paste it again.",
        Action.SIGN_IN,
        _WARNING,
    ),
    ProblemKind.PASTE_TOO_LATE: ProblemWords(
        _SIGN_IN,
        "This sign-in waits for nothing now",
        "too late",
        "Its answer has arrived already, or its time is over.",
        "There is nothing to paste; the app says how it goes on.",
        Action.SIGN_IN,
        _WARNING,
    ),
    ProblemKind.PORT_UNAVAILABLE: ProblemWords(
        _SIGN_IN,
        "The browser’s answer cannot come in",
        "no port",
        "This computer gave the app no port, its door for the browser’s answer; security software "
        "may forbid it.",
        "Allow this app to listen on 127.0.0.1, or close a program, then start over.",
        Action.SIGN_IN,
    ),
    ProblemKind.REGISTRATION_LIMITED: ProblemWords(
        _SIGN_IN,
        "Too many registrations",
        "too many registrations",
        "CrossTrade lets ten programs register per hour from one internet address.",
        "Wait and start over; nothing is lost.",
        Action.WAIT,
    ),
    ProblemKind.REGISTRATION_REFUSED: ProblemWords(
        _SIGN_IN,
        "CrossTrade did not register this computer",
        "not registered",
        "The server refused the registration that comes before signing in.",
        "Start over; if it happens again, look for an update of this app.",
        Action.SIGN_IN,
    ),
    ProblemKind.CLIENT_UNKNOWN: ProblemWords(
        _SIGN_IN,
        "CrossTrade no longer knows this computer",
        "not registered",
        "Its registration was removed at CrossTrade.",
        "Register again; you will be asked to allow it in your browser.",
        Action.REGISTER_AGAIN,
    ),
    ProblemKind.KEYCHAIN_MISSING: ProblemWords(
        _SIGN_IN,
        "No keychain",
        "no keychain",
        "This computer has no running keychain, the system’s safe for passwords, to keep the "
        "sign-in.",
        "Start or install one (on Linux GNOME Keyring or KWallet); until then the sign-in "
        "lasts until you quit.",
        Action.RETRY_KEYCHAIN,
        _WARNING,
    ),
    ProblemKind.KEYCHAIN_LOCKED: ProblemWords(
        _SIGN_IN,
        "The keychain is locked",
        "keychain locked",
        "The sign-in lies in the keychain, which wants its password first.",
        "Unlock the keychain, then try again.",
        Action.RETRY_KEYCHAIN,
    ),
    ProblemKind.KEYCHAIN_DENIED: ProblemWords(
        _SIGN_IN,
        "The keychain said no",
        "keychain refused",
        "Access to the sign-in in the keychain was refused.",
        "Try again and allow this app to use the keychain.",
        Action.RETRY_KEYCHAIN,
    ),
    ProblemKind.KEYCHAIN_HANGING: ProblemWords(
        _SIGN_IN,
        "The keychain does not answer",
        "keychain silent",
        "It may be waiting with a question in a window of its own.",
        "Look for that window, answer it, then try again.",
        Action.RETRY_KEYCHAIN,
    ),
    ProblemKind.KEYCHAIN_BROKEN: ProblemWords(
        _SIGN_IN,
        "The keychain’s entry cannot be used",
        "keychain unusable",
        "What it returned is incomplete or is not what was stored.",
        "Try again; if it stays so, sign in again.",
        Action.RETRY_KEYCHAIN,
    ),
    # Plan
    ProblemKind.PLAN_REQUIRED: ProblemWords(
        LinkName.PLAN,
        "Your CrossTrade plan does not include this",
        "not included",
        "CrossTrade answers that this access needs an Elite subscription.",
        "See your plan at CrossTrade.",
        Action.OPEN_PLAN_PAGE,
    ),
    # Add-on
    ProblemKind.ADDON_OFFLINE: ProblemWords(
        LinkName.ADDON,
        "Add-on offline",
        "offline",
        "NinjaTrader 8 or its CrossTrade add-on is not answering.",
        "Start NinjaTrader 8, then check that the add-on says Connected.",
    ),
    ProblemKind.ADDON_OUTDATED: ProblemWords(
        LinkName.ADDON,
        "The add-on is too old",
        "too old",
        "Add-ons before version 1.13.0 tell CrossTrade less than this app shows.",
        "Update the CrossTrade add-on in NinjaTrader 8.",
        Action.UPDATE_ADDON,
        _WARNING,
    ),
    ProblemKind.ADDON_LIMITED: ProblemWords(
        LinkName.ADDON,
        "The add-on lacks something",
        "lacks something",
        "CrossTrade’s self-test says that part of the add-on is not available.",
        "Update the CrossTrade add-on in NinjaTrader 8, then check again.",
        Action.UPDATE_ADDON,
        _WARNING,
    ),
    # NinjaTrader 8
    ProblemKind.NT8_NOT_RESPONDING: ProblemWords(
        _NT8,
        "NinjaTrader 8 does not respond",
        "no answer",
        "The add-on is connected, but NinjaTrader 8 gave no answer; often a dialog is waiting "
        "there.",
        "Look at NinjaTrader 8 and close any dialog that is open.",
    ),
    ProblemKind.NT8_NOT_RUNNING: ProblemWords(
        _NT8,
        "NinjaTrader 8 is not connected",
        "not connected",
        "CrossTrade answers, but has nothing from NinjaTrader 8.",
        "Start NinjaTrader 8 and check that the add-on says Connected.",
        Action.OPEN_ADDON_HELP,
    ),
    ProblemKind.TOOLS_HIDDEN: ProblemWords(
        _NT8,
        "CrossTrade hides what needs NinjaTrader 8",
        "not connected",
        "CrossTrade does not offer what this app asks for, as while NinjaTrader 8 is not "
        "connected to it.",
        "Start NinjaTrader 8 and check that the add-on says Connected.",
        Action.OPEN_ADDON_HELP,
    ),
    # Brokers
    ProblemKind.NO_BROKER: ProblemWords(
        _BROKERS,
        "No broker connected",
        "none connected",
        "NinjaTrader 8 runs, but none of its connections is up.",
        "In NinjaTrader 8 open Control Center, Connections, and connect.",
        Action.OPEN_NT8_HELP,
    ),
    ProblemKind.BROKER_LOST: ProblemWords(
        _BROKERS,
        "A broker connection is down",
        "one is down",
        "Figures of its accounts no longer change.",
        "In NinjaTrader 8 open Control Center, Connections, and reconnect it.",
        severity=_WARNING,
    ),
    ProblemKind.PRICE_FEED_LOST: ProblemWords(
        _BROKERS,
        "A price feed is down",
        "price feed lost",
        "Your orders there are still live, but its prices have stopped.",
        "In NinjaTrader 8 open Control Center, Connections, and reconnect it.",
        severity=_WARNING,
    ),
    # Prices
    ProblemKind.PRICES_FROZEN: ProblemWords(
        LinkName.PRICES,
        "Prices stand still",
        "standing still",
        "The connections say Connected, but no position’s price has moved for a minute.",
        "If the market is open, reconnect the price feed in NinjaTrader 8.",
        severity=_WARNING,
    ),
    # A single call
    ProblemKind.ACCOUNT_NOT_FOUND: ProblemWords(
        _NT8,
        "An account is gone",
        "account gone",
        "NinjaTrader 8 no longer knows an account that it listed before.",
        "The list of accounts is read again by itself.",
        severity=_WARNING,
    ),
    ProblemKind.BAD_REQUEST: ProblemWords(
        _CROSSTRADE,
        "CrossTrade did not understand",
        "not understood",
        "The server refused the form of a request.",
        "Look for an update of this app.",
        severity=_WARNING,
    ),
    ProblemKind.UNEXPECTED: ProblemWords(
        _CROSSTRADE,
        "Something unexpected",
        "unexpected answer",
        "CrossTrade answered in a way that this app does not know.",
        "Check again; if it stays so, look for an update of this app.",
        severity=_WARNING,
    ),
    ProblemKind.WATCHING_FAILED: ProblemWords(
        _CROSSTRADE,
        "This app stumbled while asking",
        "asking again",
        "A fault in this app stopped it from asking CrossTrade, and it has begun again by itself.",
        "If this comes back, copy the report on the Connection screen and send it to us.",
        severity=_WARNING,
    ),
}
"""All kinds of problems, in the order of the chain."""
