"""A page to its verdicts."""
