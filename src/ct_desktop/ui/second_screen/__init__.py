"""The second-screen view: big figures without chrome, to be read from two metres."""
