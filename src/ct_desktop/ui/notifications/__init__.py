"""Notices on the trader's desktop: which, and by what each system has for it."""
