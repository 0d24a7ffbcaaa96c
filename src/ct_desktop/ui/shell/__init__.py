"""The window around the screens: rail, top line, and the modes before there is anything to show."""
