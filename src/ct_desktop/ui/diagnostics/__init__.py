"""The diagnostics report in the window: made, read, and only then copied or saved."""
