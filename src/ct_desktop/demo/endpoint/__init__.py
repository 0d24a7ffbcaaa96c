"""The MCP endpoint: who may call, what fault stands in the way, how a refusal is carried."""
