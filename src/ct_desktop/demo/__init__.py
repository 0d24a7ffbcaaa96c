"""A simulated CrossTrade: authorization server, MCP server and market. Stands apart from the app."""
