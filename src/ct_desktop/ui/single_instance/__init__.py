"""One window for each profile on this machine: a second start asks the first one instead."""
