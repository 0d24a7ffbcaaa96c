"""What can go wrong while starting at login is switched on or off."""


class StartAtLoginError(Exception):
    """The system's entry could not be read or written. The message says why and what to do."""
