"""The other side of (b): the official SDK's client reads accounts and positions and prints them.

    sdk_reader.py SERVER_URL   with an access token on standard input

Its last line says when it was done, on the clock that all processes of the machine share.
"""

import asyncio
import sys
import time

from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client
from mcp_types import TextContent


async def read(server_url: str, access_token: str) -> None:
    headers = {"Authorization": f"Bearer {access_token}"}
    async with (
        create_mcp_http_client(headers=headers) as http,
        Client(streamable_http_client(server_url, http_client=http)) as client,
    ):
        for tool in ("ListAccounts", "GetAllPositions"):
            result = await client.call_tool(tool, {})
            print(*(block.text for block in result.content if isinstance(block, TextContent)))
        print(f"live at {time.monotonic()}", flush=True)


asyncio.run(read(sys.argv[1], sys.stdin.read()))
