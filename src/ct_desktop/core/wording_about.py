"""The words of what the app says about itself."""

APP = "CrossTrade Desktop"
SECTION = "About"
TITLE = f"About {APP}"
VERSION = "Version"
ABOUT = "About…"
PURPOSE = "A read-only window onto NinjaTrader 8 through CrossTrade. It never places an order."
BUILT_ON = "{app} {version}, Python {python}, Qt {qt}, PySide6 {pyside}, {system}"
COPY_VERSIONS = "Copy"
COPY_VERSIONS_NAME = "Copy: the versions"

FOLDERS_HEAD = "Where your things are"
DATA = "Data"
DATA_WORDS = "history, and what is known of the sign-in, without secrets"
SETTINGS = "Settings"
SETTINGS_WORDS = "your choices, for each profile"
LOGS = "Logs"
LOGS_WORDS = "what the app did, without secrets"
SECRETS = "Secrets"
SECRETS_WORDS = {
    "linux": (
        "the sign-in is in the keychain of your desktop (Secret Service or KWallet), in entries "
        "that begin with “CrossTrade Desktop”. It is in no file of the app."
    ),
    "win32": (
        "the sign-in is in the Windows Credential Manager, in entries that begin with "
        "“CrossTrade Desktop”. It is in no file of the app."
    ),
    "darwin": (
        "the sign-in is in your login keychain, in entries that begin with “CrossTrade Desktop”. "
        "It is in no file of the app."
    ),
}

UNINSTALL_HEAD = "Before you uninstall"
UNINSTALL_WORDS = (
    "Sign every profile out first, so that no access lives on at CrossTrade. In a terminal:"
)
UNINSTALL_COMMAND = "ct-desktop logout --all"
COPY_COMMAND, COPY_COMMAND_NAME = "Copy", "Copy: the command that signs every profile out"
UNINSTALL_REST = (
    "Switch “Start at login” off in Settings, then remove the app as you installed it. Data, "
    "settings and logs stay in the folders above until you delete them."
)

LICENCES_HEAD = "Licences"
LICENCES_WORDS = (
    "CrossTrade Desktop is free software under the MIT licence. It uses Qt and PySide6 under the "
    "GNU LGPL, version 3: you may replace their libraries by your own."
)
LICENCES_IN_FILE = "The notices of every library that comes with the app are in a file beside it."
OPEN_LICENCES = "Open the notices"
LICENCES_NOT_OPENED = "No program here opens {path}. Open it yourself."
LICENCES_IN_PACKAGES = (
    "Qt, PySide6 and the other libraries were installed as Python packages of their own; the "
    "licence of each is in its package."
)
