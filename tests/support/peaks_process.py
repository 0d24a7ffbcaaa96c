"""A process of the app that watches the simulated CrossTrade until it is killed.

It keeps peaks and equity. Run as a program: ``peaks_process.py SERVER_URL``.
"""

import asyncio
import sys
from dataclasses import dataclass

from ct_desktop.history.equity_recorder import EquityRecorder
from ct_desktop.profiles import AppFolders
from ct_desktop.services import open_services
from support.demo_grants import new_grant


@dataclass(frozen=True)
class Server:
    """The simulated CrossTrade by its address."""

    server_url: str


async def main(server_url: str) -> None:
    """Watch and keep, endlessly."""
    async with open_services(
        folders=AppFolders.from_environment(), profile="default", server_url=server_url
    ) as services:
        await services.connection.load()
        await services.connection.keep(await new_grant(services.http, Server(server_url)))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(services.monitor.run())
            tasks.create_task(services.peaks.run())
            equity = EquityRecorder(
                services.history, services.monitor, clock=services.clock, sample_interval=0.2
            )
            tasks.create_task(equity.run())


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
