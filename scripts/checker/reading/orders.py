"""The order of a derivative, as it is written."""

from collections.abc import Sequence
import re

from scripts.checker.errors import CheckError
from scripts.checker.reading.lexer import Token


def derivative_order(tokens: Sequence[Token]) -> int:
    """A number from 1 to 10: what each costs is a multiple of what the one before does."""
    if len(tokens) != 1 or not re.fullmatch("[1-9]|10", tokens[0].text):
        raise CheckError("the order of a derivative is a number, 1 to 10", tokens[0].span)
    return int(tokens[0].text)
