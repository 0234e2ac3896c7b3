"""Which formulas a project of many holds: the real ones, then families of twins of them.

A family is all real formulas once more, under names with a word of its own, in chapters of ten.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from scripts.sources.navigation import Chapter

FORMULAS = 10  # of a chapter of twins
CHAPTERS = 8  # of a part of twins
SYLLABLES = ["".join(pair) for pair in product("bdfgklmnprstvz", "aeiou")]


@dataclass(frozen=True)
class Twin:
    """A formula of the new project; that of family 0 is the original itself, without a word."""

    original: str
    id: str
    family: int = 0

    @property
    def word(self) -> str:
        return made_word(self.family, "n") if self.family else ""


@dataclass(frozen=True)
class Plan:
    """The chapters in order, and for each of their formulas whose twin it is."""

    chapters: Sequence[Chapter]
    twins: Sequence[Twin]

    def family(self, number: int) -> Mapping[str, str]:
        """Original → twin, ids, for those of a family that the project holds."""
        return {twin.original: twin.id for twin in self.twins if twin.family == number}

    @property
    def words(self) -> Sequence[str]:
        """The word of each family, that of the originals empty."""
        return list(dict.fromkeys(twin.word for twin in self.twins))

    @property
    def families(self) -> int:
        """How many there are, the originals counted as one."""
        return 1 + max((twin.family for twin in self.twins), default=0)


def plan_project(real: Sequence[Chapter], count: int) -> Plan:
    """So many formulas: the first of the real ones, or all of them and twins."""
    originals = [formula for chapter in real for formula in chapter.formulas]
    kept = set(originals[:count])
    chapters = [
        replace(chapter, formulas=tuple(f for f in chapter.formulas if f in kept))
        for chapter in real
        if kept.intersection(chapter.formulas)
    ]
    twins = [Twin(original, original) for original in originals[:count]]
    titles = {chapter.slug: chapter.title for chapter in real}
    for family, members in _chapters_of_twins(originals, count):
        twin = Twin("", "", family)
        place = members[0].split("/")[0]
        word = made_word(len(chapters), "m")
        slug = f"{word}_{place}"
        added = [replace(twin, original=o, id=f"{slug}/{twin.word}_{_slug(o)}") for o in members]
        part = made_word((len(chapters) - len(real)) // CHAPTERS, "l").capitalize() + " methods"
        title = f"{word.capitalize()} {titles[place].lower()}"
        chapters.append(Chapter(slug, title, tuple(each.id for each in added), part))
        twins += added
    return Plan(chapters, twins)


def made_word(number: int, ending: str) -> str:
    """A word of no language, such as `kedon`: one for each number below 4,900."""
    count = len(SYLLABLES)
    first, second = divmod(number * 1009 % count**2, count)
    return SYLLABLES[first] + SYLLABLES[second] + ending


def _chapters_of_twins(originals: Sequence[str], count: int) -> Iterator[tuple[int, list[str]]]:
    """The number of a family and the originals of one of its chapters, until there are enough."""
    family, missing = 1, count - len(originals)
    while missing > 0:
        members = originals[:missing]
        for start in range(0, len(members), FORMULAS):
            yield family, list(members[start : start + FORMULAS])
        family, missing = family + 1, missing - len(members)


def _slug(identifier: str) -> str:
    return identifier.split("/")[1]
