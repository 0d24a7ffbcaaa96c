"""The Monitor screen: tiles, accounts and positions, each figure with its age."""
