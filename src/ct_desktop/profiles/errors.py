"""What can go wrong with saved settings."""


class ProfileError(Exception):
    """A profile's name is unfit, or its files cannot be used. The message says what to do."""
