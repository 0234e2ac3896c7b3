"""What authors write: read once, and refused at its line where it breaks the format."""
