"""Newer versions of the app in the window: the line over the screens, and what drives it."""
