"""LibreChat's file as traders have it: fine, flawed, broken, and without the CrossTrade server."""

FINE_YAML = """\
# Our own LibreChat.
version: 1.2.8
cache: true

mcpServers:
  crosstrade:
    type: streamable-http
    url: https://app.crosstrade.io/v1/api/mcp
    timeout: 30000
    serverInstructions: true
    startup: false
    oauth:
      scope: mcp:read
"""

TOKEN = "ctm_" + "4f9Q" * 10
"""Looks like a token of CrossTrade's and is none."""

FLAWED_YAML = f"""\
version: 1.2.8
mcpServers:
  crosstrade:
    type: streamable-http
    url: https://app.crosstrade.io/v1/api/mcp/
    timeout: 5000
    startup: false
    headers:
      Authorization: Bearer {TOKEN}
"""

BROKEN_YAML = """\
version: 1.2.8
mcpServers:
  crosstrade:
    type: streamable-http
   url: https://app.crosstrade.io/v1/api/mcp
"""

OTHER_SERVERS_YAML = """\
# Our own LibreChat.
version: 1.2.8

mcpServers:
  # Für die Bücher
  ledger:
    type: streamable-http
    url: https://ledger.example/mcp

cache: true
"""
