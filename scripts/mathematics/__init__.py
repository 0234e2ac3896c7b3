"""LaTeX to MathML, to named symbols, to a font, to outlines."""
