"""Profiles in the window: which one it shows, and the way to the others."""
