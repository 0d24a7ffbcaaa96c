"""Pictures of every screen and state, taken of the running app."""
