"""A simulated CrossTrade: authorization server, MCP server, market. Stands apart from the app."""
