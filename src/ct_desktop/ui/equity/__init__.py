"""What an account, or a group of them, was worth in this session: a chart, and a small line."""
