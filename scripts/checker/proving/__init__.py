"""How we know that the checker is right."""
