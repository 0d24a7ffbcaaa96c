"""CrossTrade Desktop: a trader's window onto CrossTrade's hosted MCP server and NinjaTrader 8."""

__version__ = "0.1.0"
