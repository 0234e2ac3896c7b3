"""What turns rendered pages into the published site."""
