"""Limits that come near: what is told of them, and where it is shown."""
