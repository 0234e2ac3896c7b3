"""What the field calls a formula, and how others write it: field_words.txt.

Names of other libraries and languages, of uses, symptoms and authors, and other notations are
searched, but never shown: a page prints synonyms only.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scripts.base.errors import SourceError
from scripts.base.text import read_text
from scripts.sources.ids import id_of, with_slug

FIELD_WORDS = Path(__file__).with_name("field_words.txt")
KINDS = ("tex", "code", "shapes")  # one on a line; of names, all are on one


@dataclass
class FieldWords:
    """The words of one formula."""

    names: list[str] = field(default_factory=list)
    tex: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    shapes: list[str] = field(default_factory=list)

    @property
    def forms(self) -> dict[str, list[str]]:
        """As the search reads them, beside what the page itself has."""
        forms = {"tex": self.tex, "typed": self.code, "sizes": self.shapes}
        return {kind: several for kind, several in forms.items() if several}


def read_field_words(ids: Collection[str], path: Path = FIELD_WORDS) -> Mapping[str, FieldWords]:
    """The words of each formula, by its id; those of formulas that are not here are left out.

    Raises SourceError, at its line, for a slug that may be several and for what is no line of this
    file.
    """
    words = {identifier: FieldWords() for identifier in ids}
    current: FieldWords | None = None
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        kind, colon, told = (part.strip() for part in line.partition(":"))
        if not line or line.startswith("#"):
            continue
        if not line.startswith(" "):
            here = line in ids or with_slug(line, ids)
            current = words[id_of(line, ids, path, number)] if here else FieldWords()
        elif current and kind == "names" and colon:
            current.names += [name.strip() for name in told.split(";")]
        elif current and kind in KINDS and told:
            getattr(current, kind).append(told)
        else:
            kinds = ", ".join(("names", *KINDS))
            raise SourceError(path, number, f"expected 'kind: words' of a kind of {kinds}")
    return words
