"""Every number of a sentence: a figure with what it measures, or a named non-amount."""
