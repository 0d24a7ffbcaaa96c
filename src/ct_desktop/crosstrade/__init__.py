"""CrossTrade's tools as typed calls."""
