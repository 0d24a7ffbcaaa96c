"""CrossTrade's tools: the catalogue, and their answers in both documented dialects."""
