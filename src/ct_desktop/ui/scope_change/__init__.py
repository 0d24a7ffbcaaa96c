"""The scope change as a dialog: a decision, its five steps, and what holds at the end."""
