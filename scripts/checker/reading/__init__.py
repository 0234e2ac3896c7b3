"""LaTeX to trees."""
