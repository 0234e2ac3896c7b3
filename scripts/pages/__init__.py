"""Pieces of Markdown that pages include, and what happens while a page is rendered."""
