"""``diagnose``: the report on standard output or in a file, its making on standard error."""

import argparse
import asyncio
import sys
from contextlib import aclosing
from pathlib import Path

from ct_desktop.cli.exit_codes import ExitCode
from ct_desktop.core.answer_findings import duration_text
from ct_desktop.core.diagnostic_report import Section
from ct_desktop.core.wording_diagnostics import CHECK_TITLES, READ_BEFORE_SENDING, STATE_WORDS
from ct_desktop.diagnostics.document import report_as_json
from ct_desktop.diagnostics.saving import save_report
from ct_desktop.diagnostics.text import report_as_text
from ct_desktop.services import Services
from ct_desktop.vault import Vault, open_vault

_KEYCHAIN_LIMIT = 15.0
"""Seconds for each keychain operation: a report is not kept waiting for a password as long as a
sign-in is."""


async def open_vault_briefly() -> Vault:
    """The system's keychain, which is waited for less long. Raises ``VaultError``."""
    return await open_vault(time_limit=_KEYCHAIN_LIMIT)


def check_output(arguments: argparse.Namespace) -> str | None:
    """What is wrong with ``--output``, before anything is checked for it."""
    path: Path | None = arguments.output
    if path is None:
        return None
    if path.is_dir():
        return f"--output takes the name of a file, and {path} is a folder"
    if not path.parent.is_dir():
        return f"--output: there is no folder {path.parent}"
    if path.exists() and not arguments.force:
        return f"--output: {path} exists; choose another name, or replace it with --force"
    return None


async def run_diagnose(arguments: argparse.Namespace, services: Services) -> ExitCode:
    """Make the report; 0 if that could be done, whatever it says."""
    diagnosis = services.new_diagnosis(watched=False)
    async with aclosing(diagnosis.steps()) as steps:
        async for step in steps:
            if step.section is not None:
                _print_progress(step.section)
    assert diagnosis.report is not None, "the steps came to their end"
    text = (report_as_json if arguments.json else report_as_text)(diagnosis.report)
    if arguments.output is None:
        sys.stdout.write(text)
        return ExitCode.WELL
    try:
        await asyncio.to_thread(save_report, text, arguments.output, replace=arguments.force)
    except OSError as error:
        # So that it was not made for nothing.
        sys.stdout.write(text)
        reason = error.strerror or type(error).__name__
        print(f"ct-desktop: {arguments.output} cannot be written ({reason})", file=sys.stderr)
        return ExitCode.UNEXPECTED
    print(f"Saved to {arguments.output}. {READ_BEFORE_SENDING[1]}", file=sys.stderr)
    return ExitCode.WELL


def _print_progress(section: Section) -> None:
    title, mark = CHECK_TITLES[section.check], STATE_WORDS[section.state]
    line = f"{title:<26} {mark:<8} {section.summary} ({duration_text(section.took)})"
    print(line, file=sys.stderr, flush=True)
