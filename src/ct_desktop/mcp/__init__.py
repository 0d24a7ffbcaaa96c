"""The Model Context Protocol over Streamable HTTP, client side."""
