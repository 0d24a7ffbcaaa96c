"""The market behind the simulated CrossTrade: contracts, moving prices, accounts that trade."""
