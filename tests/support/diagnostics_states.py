"""Every state of the diagnostics dialog, each reached by the steps that lead there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtWidgets import QMainWindow

from ct_desktop.core.diagnostic_report import (
    Check,
    DiagnosticStep,
    Fact,
    Report,
    Section,
)
from ct_desktop.core.sign_in import StepState
from ct_desktop.diagnostics.text import report_as_text
from ct_desktop.ui.diagnostics.dialog import DiagnosticsDialog
from ct_desktop.ui.theme.theme import Theme

_SECTIONS = (
    Section(
        Check.VERSIONS,
        StepState.DONE,
        "CrossTrade Desktop 0.1.0 on Windows 11 (10.0.26100), AMD64.",
        (
            Fact("app", "CrossTrade Desktop", "0.1.0 (installer)"),
            Fact("system", "System", "Windows 11 (10.0.26100), AMD64"),
            Fact("python", "Python", "3.13.1, OpenSSL 3.0.15 3 Sep 2024"),
        ),
    ),
    Section(
        Check.NETWORK,
        StepState.DONE,
        "app.crosstrade.io answers over TLS 1.3.",
        (
            Fact("server", "Server", "https://app.crosstrade.io/v1/api/mcp"),
            Fact("proxy", "Proxy", "none"),
            Fact("name", "Name", "found in 4 ms (2 IPv4, 2 IPv6)"),
            Fact("tls", "TLS", "TLS 1.3, TLS_AES_256_GCM_SHA384"),
            Fact("certificate_issuer", "Certificate issued by", "Let's Encrypt, R11"),
        ),
        took=0.212,
    ),
    Section(
        Check.CHAIN,
        StepState.FAILED,
        "Add-on: Add-on offline.",
        (Fact("scope", "Scope", "mcp:read"), Fact("client_id", "Client ID", "••••7f3a")),
        (
            "Network: ok: app.crosstrade.io answers (at 10:41:07)",
            "CrossTrade: ok: HTTP 408 in 212 ms (at 10:41:07)",
            "Sign-in: ok: Read-only, granted to this computer (at 10:41:07)",
            "Plan: ok: Tool calls are allowed (at 10:41:07)",
            "Add-on: BROKEN: Add-on offline (at 10:41:09)",
            "NinjaTrader 8: not known",
            "Brokers: not known",
            "Prices: not known",
        ),
    ),
    Section(Check.TIMINGS, StepState.DONE, "Median 198 ms, slowest 1.1 s."),
    Section(Check.LOOPBACK, StepState.DONE, "This computer reached itself in 7 ms."),
    Section(Check.KEYCHAIN, StepState.DONE, "Windows Credential Manager stores, reads, removes."),
    Section(Check.CLOCK, StepState.DONE, "As the server’s, to a second or two."),
    Section(Check.FOLDERS, StepState.DONE, "Can be written, with room."),
    Section(Check.ACTIVITY, StepState.DONE, "3 events, 2 of them about faults."),
    Section(Check.LOG, StepState.DONE, "The last 2 of 2."),
)

REPORT = report_as_text(Report(datetime(2026, 11, 22, 10, 41, 7, tzinfo=UTC), _SECTIONS))
"""A whole report, as the dialog shows it."""


def begun(check: Check) -> DiagnosticStep:
    """``check`` begins."""
    return DiagnosticStep(check)


def done(check: Check, state: StepState, summary: str = "What came of it.") -> DiagnosticStep:
    """``check`` is over."""
    return DiagnosticStep(check, Section(check, state, summary))


def _running(dialog: DiagnosticsDialog) -> None:
    for section in _SECTIONS[:5]:
        dialog.show_step(DiagnosticStep(section.check, section))
    dialog.show_step(begun(_SECTIONS[5].check))


def _ready(dialog: DiagnosticsDialog) -> None:
    for section in _SECTIONS:
        dialog.show_step(DiagnosticStep(section.check, section))
    dialog.show_report(REPORT)


def _saved(dialog: DiagnosticsDialog) -> None:
    _ready(dialog)
    dialog.show_saved("C:\\Users\\Jane\\Documents\\ct-desktop-report-2026-11-22-1041.txt")


def _save_failed(dialog: DiagnosticsDialog) -> None:
    _ready(dialog)
    dialog.show_save_failed("No space left on device")


@dataclass(frozen=True)
class DiagnosticsState:
    """A name, and the way there from an opened dialog."""

    name: str
    reach: Callable[[DiagnosticsDialog], object]

    def open(self, theme: Theme, window: QMainWindow) -> DiagnosticsDialog:
        """A dialog over ``window``, opened and brought there."""
        dialog = DiagnosticsDialog(theme, window)
        dialog.open()
        self.reach(dialog)
        return dialog


STATES = (
    DiagnosticsState("running", _running),
    DiagnosticsState("report", _ready),
    DiagnosticsState("saved", _saved),
    DiagnosticsState("save-failed", _save_failed),
    DiagnosticsState("failed", DiagnosticsDialog.show_failed),
)
