"""The first screen: what the app is, one choice and one button."""
