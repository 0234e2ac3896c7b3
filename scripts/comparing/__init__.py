"""Formulas of somebody else, compared with ours: what is exported for it, and whole documents."""
