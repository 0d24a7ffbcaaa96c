"""What goes with a release's packages: the list of all that is in them, and their checksums."""
