"""The AI clients screen: one idea a file."""
