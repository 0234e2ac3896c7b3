"""How a screen reader's engine speaks every display: a kept table, compared each night."""
