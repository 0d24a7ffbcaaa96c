"""Watches one connection: what to ask for and when, and what the answers add up to."""
