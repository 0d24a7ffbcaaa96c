"""A long day of the real app against the simulated CrossTrade, with time pressed."""
