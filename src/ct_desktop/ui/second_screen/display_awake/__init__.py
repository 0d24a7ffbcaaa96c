"""Keeps the display awake while the trader asks for it, in each system's own way."""
