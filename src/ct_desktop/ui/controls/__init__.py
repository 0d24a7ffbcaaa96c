"""The app's own controls: painted from the theme, reachable by keyboard, named for all readers."""
