"""Where things are, how a mistake is told, how files are read, written and kept fresh."""
