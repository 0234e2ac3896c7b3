"""Images of formulas and preview cards."""
