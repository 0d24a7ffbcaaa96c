"""``python -m ct_desktop.demo``: the simulated CrossTrade in a process of its own."""

import argparse
import gc
import json
import logging
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, get_args, get_origin

from ct_desktop.demo.loopback import bind_loopback
from ct_desktop.demo.options import Options, OptionsError
from ct_desktop.demo.scenarios import (
    HEALTHY,
    SCENARIOS,
    Fault,
    UnknownScenarioError,
    faults_of,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until told to stop. Returns 0 after a clean end, 2 for what can't be done as asked."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr)
    try:
        options = Options().changed(
            {name: getattr(arguments, name) for name in Options.model_fields}
        )
    except OptionsError as error:
        parser.error(str(error))
    try:
        bound = bind_loopback(arguments.port)
    except OSError as error:
        _complain(
            f"Can't listen on 127.0.0.1:{arguments.port}: {error.strerror}. "
            "Name another port with --port, or leave it out for a free one."
        )
        return 2
    with bound:
        return _run(bound, arguments, options)


def _run(bound: socket.socket, arguments: argparse.Namespace, options: Options) -> int:
    # Imported here, so that --help and errors of use come at once, and a missing extra is named.
    # The SDK builds thousands of models while it is imported. Collecting garbage meanwhile finds
    # none and lengthens the start by a fifth.
    gc.disable()
    try:
        from ct_desktop.demo.application import (  # noqa: PLC0415 - an extra
            MCP_PATH,
            create_application,
        )
        from ct_desktop.demo.authorization.state_file import (  # noqa: PLC0415 - an extra
            StateFileError,
        )
        from ct_desktop.demo.serving import serve  # noqa: PLC0415 - an extra
        from ct_desktop.demo.simulation import Simulation  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        _complain(f"{error.name} is missing. Install the extra: pip install 'ct-desktop[demo]'")
        return 2
    finally:
        gc.freeze()
        gc.enable()

    port = bound.getsockname()[1]
    simulation = Simulation(
        options=options,
        faults=arguments.scenario,
        seed=arguments.seed,
        accounts=arguments.accounts,
    )
    try:
        application = create_application(simulation, port=port, state_path=arguments.state)
    except StateFileError as error:
        _complain(str(error))
        return 2
    serve(
        application,
        bound,
        on_serving=lambda: _announce(port, MCP_PATH),
        on_stopping=simulation.end_waiting,
        exit_with_parent=arguments.exit_with_parent,
    )
    return 0


def _announce(port: int, mcp_path: str) -> None:
    """The one line on standard output: where it serves, as JSON."""
    origin = f"http://127.0.0.1:{port}"
    line = json.dumps(
        {
            "server_url": f"{origin}{mcp_path}",
            "control_url": f"{origin}/control",
            "pid": os.getpid(),
        }
    )
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _complain(text: str) -> None:
    sys.stderr.write(f"ct-desktop demo: {text}\n")


def _parser() -> argparse.ArgumentParser:
    width = max(len(name) for name in SCENARIOS)
    scenarios = "\n".join(
        f"  {each.name:{width}} {each.description}" for each in SCENARIOS.values()
    )
    parser = argparse.ArgumentParser(
        prog="python -m ct_desktop.demo",
        description="A simulated CrossTrade on this computer: authorization server, MCP server and "
        "a moving market. Prints one line of JSON when it serves, and serves until SIGINT or "
        "SIGTERM. Scenarios and options can be switched while it runs, at its control URL.",
        epilog=f"scenarios:\n{scenarios}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--port", type=_port, default=0, metavar="N", help="port on 127.0.0.1 (default: a free one)"
    )
    parser.add_argument(
        "--scenario",
        type=_faults,
        default=HEALTHY,
        metavar="NAME[,NAME]",
        help=f"what is wrong, one or several together, see below (default: {HEALTHY})",
    )
    parser.add_argument(
        "--seed", type=int, default=1, metavar="N", help="the same seed, the same market"
    )
    parser.add_argument(
        "--accounts", type=_count, default=12, metavar="N", help="tradable accounts (default: 12)"
    )
    parser.add_argument(
        "--state", type=Path, metavar="FILE", help="keep registrations and grants in this file"
    )
    parser.add_argument(
        "--exit-with-parent", action="store_true", help="stop when standard input ends"
    )
    _add_options(parser.add_argument_group("variants"))
    return parser


def _add_options(group: "argparse._ArgumentGroup") -> None:
    """A flag for each field of ``Options``."""
    for name, field in Options.model_fields.items():
        flag = f"--{name.replace('_', '-')}"
        text = f"{field.description} (default: %(default)s)"
        if get_origin(field.annotation) is Literal:
            choices = get_args(field.annotation)
            group.add_argument(flag, choices=choices, default=field.default, help=text)
        elif field.annotation is bool:
            group.add_argument(
                flag, action=argparse.BooleanOptionalAction, default=field.default, help=text
            )
        else:
            kind, metavar = (str, "TEXT") if field.annotation is str else (int, "N")
            group.add_argument(flag, type=kind, default=field.default, metavar=metavar, help=text)


def _faults(text: str) -> frozenset[Fault]:
    try:
        return faults_of([name.strip() for name in text.split(",")])
    except UnknownScenarioError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError("a port is 0 to 65535")
    return number


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 1000:
        raise argparse.ArgumentTypeError("accounts can be 1 to 1000")
    return number


if __name__ == "__main__":
    sys.exit(main())
