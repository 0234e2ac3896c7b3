"""The formulas that the home page shows: `looked_up` in its front matter, the most wanted first."""

from collections.abc import Mapping

from scripts.base.errors import SourceError, SourceErrors
from scripts.sources.formula import Formula
from scripts.sources.front_matter import mapping_of
from scripts.sources.ids import did_you_mean
from scripts.sources.page import Page

KEY = "looked_up"


def read_looked_up(home: Page, formulas: Mapping[str, Formula]) -> list[Formula]:
    """The formulas that the home page names by their ids; none where it has no such list.

    Raises SourceErrors with every id that is no formula, or stands there before.
    """
    matter = mapping_of(home)
    if not matter or KEY not in matter.lines:
        return []
    identifiers = matter.values(texts=True)[KEY]
    if not isinstance(identifiers, list):
        raise SourceError(home.path, matter.lines[KEY], f"'{KEY}' must be a list of ids")
    errors = [
        SourceError(home.path, line, message)
        for place, line in enumerate(matter.entry_lines(KEY))
        if (message := _mistake(identifiers[place], identifiers[:place], formulas))
    ]
    if errors:
        raise SourceErrors(errors)
    return [formulas[identifier] for identifier in identifiers]


def _mistake(identifier: object, before: list[object], formulas: Mapping[str, Formula]) -> str:
    if identifier in before:
        return f"'{identifier}' stands in '{KEY}' twice: keep one"
    if identifier in formulas:
        return ""
    hint = did_you_mean(identifier, formulas)
    return f"'{KEY}' names '{identifier}', which is no formula{hint}"
