"""What nobody would write: mutations of what is on the pages, and formulas out of a grammar."""
