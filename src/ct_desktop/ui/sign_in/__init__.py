"""The sign-in dialog: where am I, how long have I got, and what if nothing happened."""
