"""What runs here: the app, what it stands on, the system and the desktop session."""

import asyncio
import os
import platform
import ssl
import sys
from importlib.metadata import PackageNotFoundError, version

from ct_desktop import __version__
from ct_desktop.core.diagnostic_report import Check, Fact, Section
from ct_desktop.core.sign_in import StepState
from ct_desktop.desktop_session import current_remote_session
from ct_desktop.diagnostics.subject import Subject
from ct_desktop.profiles import DEFAULT_PROFILE, DEMO_PROFILE

_PACKAGES = ("PySide6_Essentials", "qasync", "httpx", "pydantic", "keyring", "truststore")

OWN_PROFILES = (DEFAULT_PROFILE, DEMO_PROFILE)
"""Names that the app gave; any other is the trader's own, and may be the trader's name."""


async def check_versions(subject: Subject) -> Section:
    """What is not known is left out."""
    return await asyncio.to_thread(_look, subject.profile)


def _look(profile: str) -> Section:
    packages = ", ".join(f"{name} {found}" for name in _PACKAGES if (found := _version(name)))
    system = f"{_system_name()}, {platform.machine()}"
    app = f"{__version__}{' (installer)' if getattr(sys, 'frozen', False) else ''}"
    facts = [
        Fact("app", "CrossTrade Desktop", app),
        Fact("system", "System", system),
        Fact("kernel", "Kernel", f"{platform.system()} {platform.release()}"),
        Fact("python", "Python", f"{platform.python_version()}, {ssl.OPENSSL_VERSION}"),
        Fact("packages", "Built on", packages),
        Fact("session", "Session", _session()),
        Fact(
            "profile",
            "Profile",
            profile if profile in OWN_PROFILES else "one with another name",
        ),
    ]
    return Section(
        Check.VERSIONS,
        StepState.DONE,
        f"CrossTrade Desktop {app} on {system}.",
        tuple(fact for fact in facts if fact.value),
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _system_name() -> str:
    if platform.system() == "Linux":
        try:
            return platform.freedesktop_os_release().get("PRETTY_NAME", "Linux")
        except OSError:
            return "Linux"
    if platform.system() == "Darwin":
        return f"macOS {platform.mac_ver()[0]}"
    return f"{platform.system()} {platform.release()} ({platform.version()})"


def _session() -> str:
    kinds = [os.environ.get(name, "") for name in ("XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP")]
    remote = current_remote_session()
    if remote is not None:
        kinds.append(f"worked from another computer ({remote.value.replace('_', ' ')})")
    return ", ".join(kind for kind in kinds if kind)
