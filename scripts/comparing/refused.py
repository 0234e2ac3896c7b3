"""The forms that a page must refuse, each with the display that it is a misprint of."""

from collections.abc import Sequence
from dataclasses import dataclass
import re

from scripts.sources.formula import Formula
from scripts.sources.misprints import Misprint, misprints_of

LINK = re.compile(r"\[(?P<text>[^\]]*)\]\((?P<url>https?:[^)\s]*)\)")


@dataclass(frozen=True)
class Refused:
    """A misprint; `right` is what stands in its place in the display."""

    misprint: Misprint
    right: str

    def told(self, tex: str) -> dict[str, str]:
        """What is exported of it, for the row of LaTeX that it is a misprint of."""
        link = LINK.search(self.misprint.seen_in)
        told = {
            "tex": tex.replace(self.right, self.misprint.printed, 1),
            "printed": self.misprint.printed,
            "right": self.misprint.right,
            "what": self.misprint.wrong,
            "source": LINK.sub(lambda found: found["text"], self.misprint.seen_in),
        }
        return told | ({"url": link["url"]} if link else {})


def refused_of(formula: Formula) -> list[Sequence[Refused]]:
    """The refused forms of each display; each counts for the first display that it is in."""
    found: list[list[Refused]] = [[] for _ in formula.displays]
    for misprint in misprints_of(formula.path, formula.page.text):
        for place, display in enumerate(formula.displays):
            if misprint.right in display.tex:
                found[place].append(Refused(misprint, " ".join(misprint.right.split())))
                break
    return list(found)
