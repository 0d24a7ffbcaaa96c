"""Whether things may move in the window: what each system says, read after the start."""
