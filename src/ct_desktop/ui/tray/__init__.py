"""The icon in the system's tray, and the window that may live behind it."""
