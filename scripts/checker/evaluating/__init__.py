"""Trees to numbers."""
