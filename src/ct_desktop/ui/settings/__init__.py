"""The Settings screen: one page of sections, one file each."""
