"""The words of the diagnostics report, for the window, the command line and the report itself."""

from ct_desktop.core.diagnostic_report import Check
from ct_desktop.core.sign_in import StepState

CHECK_TITLES = {
    Check.VERSIONS: "Versions",
    Check.NETWORK: "Network",
    Check.CHAIN: "Connection chain",
    Check.TIMINGS: "Timings",
    Check.LOOPBACK: "Return from the browser",
    Check.KEYCHAIN: "Keychain",
    Check.CLOCK: "Clock",
    Check.FOLDERS: "Folders",
    Check.ACTIVITY: "The last hour",
    Check.LOG: "Warnings in the log",
}

STATE_WORDS = {
    StepState.RUNNING: "checking",
    StepState.DONE: "ok",
    StepState.WARNING: "note",
    StepState.FAILED: "FAILED",
}

REPORT_TITLE = "CrossTrade Desktop diagnostics"

WHAT_IS_LEFT_OUT = (
    "Left out or masked: sign-ins and their keys, balances and positions, logins, account names, "
    "network addresses, and the names of this computer and of its user."
)

WHOSE_TIMES = "Times of checks are in UTC; those in quoted texts are this computer’s own."

DIALOG_TITLE = "Diagnostics report"

CHECKING = ("Checking everything", "This takes a few seconds. The report stays on this computer.")

READ_BEFORE_SENDING = (
    "Your report is ready",
    "Read it before you send it: nothing has left this computer yet.",
)

REPORT_FAILED = (
    "The report could not be made",
    "Close this and try again; if it stays so, send the log file instead.",
)

SAVED = "Saved as {path}."

SAVE_FAILED = "It could not be saved: {reason}. Choose another place."
