"""Whether this app is worked from another computer: the browser to sign in with may be there."""

import re
from collections.abc import Mapping
from enum import StrEnum


class RemoteSession(StrEnum):
    """By what way somebody works this app from elsewhere."""

    REMOTE_DESKTOP = "remote_desktop"
    VNC = "vnc"
    SSH = "ssh"


_WINDOWS_STATION = re.compile(r"(?:rdp|ica)-", re.IGNORECASE)
"""How Windows names a session by Remote Desktop or Citrix; the one before the computer is
``Console``."""

_VARIABLES = {
    # xrdp, X2Go, NX and Chrome Remote Desktop name themselves to each session that they start.
    RemoteSession.REMOTE_DESKTOP: (
        "XRDP_SESSION",
        "X2GO_SESSION",
        "NXSESSIONID",
        "CHROME_REMOTE_DESKTOP_SESSION",
    ),
    # TigerVNC, TightVNC and RealVNC.
    RemoteSession.VNC: ("VNCDESKTOP",),
    # OpenSSH.
    RemoteSession.SSH: ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"),
}


def remote_session(
    environment: Mapping[str, str], *, windows_says_remote: bool = False
) -> RemoteSession | None:
    """The remote session that a process with ``environment`` is in, or ``None``.

    ``windows_says_remote`` is Windows' own word (SM_REMOTESESSION). A desktop that is shared as it
    is, as with TeamViewer, cannot be told from one that is not.
    """
    if windows_says_remote or _WINDOWS_STATION.match(environment.get("SESSIONNAME", "")):
        return RemoteSession.REMOTE_DESKTOP
    for session, names in _VARIABLES.items():
        if any(environment.get(name) for name in names):
            return session
    return None
