"""Whether somebody works this app from another computer."""

import pytest

from ct_desktop.core.remote_session import RemoteSession, remote_session
from ct_desktop.desktop_session import current_remote_session

DESKTOP = {"DISPLAY": ":0", "XDG_SESSION_TYPE": "x11", "HOME": "/home/trader"}


@pytest.mark.parametrize(
    ("environment", "session"),
    [
        ({}, None),
        ({"SESSIONNAME": "Console"}, None),
        ({"SESSIONNAME": ""}, None),
        ({"SESSIONNAME": "RDP-Tcp#3"}, RemoteSession.REMOTE_DESKTOP),
        ({"SESSIONNAME": "ICA-tcp#0"}, RemoteSession.REMOTE_DESKTOP),
        ({"XRDP_SESSION": "1"}, RemoteSession.REMOTE_DESKTOP),
        ({"CHROME_REMOTE_DESKTOP_SESSION": "1"}, RemoteSession.REMOTE_DESKTOP),
        ({"VNCDESKTOP": "vps:1 (trader)"}, RemoteSession.VNC),
        ({"SSH_CONNECTION": "203.0.113.7 50022 198.51.100.2 22"}, RemoteSession.SSH),
        ({"SSH_TTY": "/dev/pts/0"}, RemoteSession.SSH),
        ({"SSH_CONNECTION": ""}, None),
        # A desktop has a browser; the terminal in it may come from anywhere.
        ({"XRDP_SESSION": "1", "SSH_CONNECTION": "x"}, RemoteSession.REMOTE_DESKTOP),
    ],
)
def test_the_session_is_known_by_its_environment(
    environment: dict[str, str], session: RemoteSession | None
) -> None:
    assert remote_session(DESKTOP | environment) is session


def test_windows_own_word_counts() -> None:
    assert remote_session({}, windows_says_remote=True) is RemoteSession.REMOTE_DESKTOP


def test_the_environment_of_this_process_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VNCDESKTOP", "vps:1")
    assert current_remote_session() is RemoteSession.VNC
