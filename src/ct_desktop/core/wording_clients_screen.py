"""The words of the AI clients screen that the command line has no use for."""

CLIENTS_TITLE = "AI clients"
EACH_SIGNS_IN = "each signs in by itself"
FIND_CLIENT = "Find a client"
SHARED_BUDGET = "They share your 180 requests a minute with this app."
NO_CLIENT_MATCHES = "No client matches"
NO_CLIENT_MATCHES_DETAIL = (
    "Any client that takes an MCP server’s address works: see Any other client."
)
READING_CLIENTS = "Reading what is known of the clients"
CLIENTS_NOT_READ = "The clients’ descriptions cannot be read"

ASKS_FOR = "Asks for"
SCOPE_TO_ASK_FOR = "Scope to ask for"
BACK_TO_CLIENTS = "Back to the clients"

KIND_WORDS = {"file": "Config file", "screen": "In its settings", "program": "In your program"}
"""How a client is set up, where its file was not checked."""

METHOD_WORDS = {"oauth": "", "bridge": ", bridge", "token": ", token"}
"""What a client needs besides, by how it signs in."""

SCOPE_HEAD = "What the scope allows"
SHARING_HEAD = "Who shares the sign-in: {}"
KEPT = "Kept: {}"
SIGN_IN_HEAD = "How it signs in"
CALLBACKS = "The browser comes back to {}."
VERIFY_HEAD = "See that it works: ask the client this"
RELOAD_HEAD = "After a change"
LIMITS_HEAD = "Known limits"
SYMPTOMS_HEAD = "If something goes wrong"
SOURCES_HEAD = "What this rests on"

COPY = "Copy"
COPY_STEP = "Copy the text of step {}"
COPY_QUESTION = "Copy what to ask"

CHECK_MY_FILE = "Check my file…"
CHECK_AGAIN = "Check again"
CHECKING = "Checking"
ANOTHER_FILE = "Another file…"
ADD_ENTRY = "Add the entry…"
UNDO = "Undo"
YOUR_FILE = "Your {}"
CHECK_OF = "Check of {}"
PLACE = "Which file"
NOT_FOUND_YET = "Not at its usual place. Choose it with Check my file…"
NOT_CHECKED_YET = "Not checked yet"
CHOOSE_FILE = "Choose {}"
ALL_FINE = "All fine"
RESULT, LINE, WHAT = "Result", "Line", "What"
MORE_FINDINGS = "and {} more of the same kinds. Mend these first, then check again."

FILE_STAYS_HERE = (
    "The file is read on this computer only. Nothing in it is sent or kept, and it is changed only "
    "where you add the entry."
)
OWN_SIGN_IN = "It makes its own sign-in: this app’s is never given to another client."

WRITE_QUESTION = "Add this to {}?"
NEW_FILE_QUESTION = "Make {} with this?"
BACKUP_IS_KEPT = "What the file holds now is kept beside it, in a copy with today’s date."
NEW_FILE_IS_REMOVED = "The file is new: Undo removes it again."
KEEP_AS_IT_IS = "Keep it as it is"
WRITE_IT = "Write it"
DIFFERENCE = "Difference"

WRITTEN = "Written. What the file held before is in {}."
WRITTEN_NEW = "Written. The file is new."
WORK_FAILED = "That did not work, and nothing was changed. The log says why."

_IN_SCREEN_WORDS = (
    ("'ct-desktop clients apply {}'", "the button above"),
    ("'ct-desktop clients config {}'", "the text to paste above"),
    ("'ct-desktop clients show {}'", "the steps above"),
    ("--file", "Another file"),
)


def in_screen_words(text: str, client_id: str) -> str:
    """``text`` with the screen's own ways in the place of the command line's."""
    for command, way in _IN_SCREEN_WORDS:
        text = text.replace(command.format(client_id), way)
    return text


def found_words(problems: int, warnings: int) -> tuple[str, ...]:
    """How many were found, the worst first: ``1 problem`` and ``2 warnings``, or that all is
    fine."""
    counted = tuple(
        f"{number} {word}{'' if number == 1 else 's'}"
        for number, word in ((problems, "problem"), (warnings, "warning"))
        if number
    )
    return counted or (ALL_FINE,)
