"""The diagnostics report: checks everything a supporter would ask for, and masks what it says."""
