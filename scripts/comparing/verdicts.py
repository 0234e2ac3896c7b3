"""What is said about the displays of a document: the engine's answer, where the checker agrees."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.comparing.engine import Engine
from scripts.comparing.judged import Judged, judge
from scripts.comparing.shown import Display

RIGHT = ("same", "renamed", "equivalent")
WRONG = ("misprint", "different")
MOST_SHOWN, LONGEST = 4, 120  # letters of a renaming in a line, characters of its inputs
Content = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """A formula of ours in a document: where, what it is, and the whole answer for programs."""

    path: Path
    line: int
    verdict: str
    formula: str
    title: str
    says: str
    answer: Content

    @property
    def is_wrong(self) -> bool:
        return self.verdict in WRONG

    def __str__(self) -> str:
        place = f"{self.path.as_posix()}:{self.line}"
        return f"{place}: {self.verdict}: {self.title} ({self.formula}){_behind(self.says)}"

    def told(self) -> Content:
        """For `--json`: the engine's answer with its place."""
        return {"file": self.path.as_posix(), "line": self.line, **self.answer, "says": self.says}


def found_in(display: Display, engine: Engine) -> Iterator[Found]:
    """The formulas of ours in a display, each line of it for itself; unknown ones are left out."""
    answer = engine.compare(display.tex)
    if answer["verdict"] == "unknown":
        return
    for line in answer["lines"]:
        if line["verdict"] == "unknown":
            continue
        told = {**{k: answer.get(k) for k in ("formula", "title", "renaming")}, **line}
        yield from _confirmed(display, told)


def _confirmed(display: Display, answer: Content) -> Iterator[Found]:
    """An answer, where the checker does not contradict it."""
    verdict, judged = answer["verdict"], _judged(answer)
    if judged is not None and judged.agrees is not None:
        if contradicts(judged, verdict):
            return  # one of the two is wrong: nothing is said
        answer = {**answer, "draws": judged.draws, "deviation": judged.deviation}
        if judged.counterexample:
            answer["counterexample"] = judged.counterexample
    elif verdict in ("equivalent", "different"):
        return  # numbers decide these, and the checker has none
    start = (answer.get("place") or [0])[0]
    line = display.line + display.tex.count("\n", 0, start)
    title, formula = answer["title"], answer["formula"]
    yield Found(display.path, line, verdict, formula, title, says(answer, judged), answer)


def contradicts(judged: Judged, verdict: str) -> bool:
    """Whether the checker has the other verdict.

    Of a misprint it may say that the right side is right: what is wrong may stand on the left.
    """
    if judged.agrees is None or (verdict == "misprint" and judged.agrees):
        return False
    return judged.agrees != (verdict in RIGHT)


def _judged(answer: Content) -> Judged | None:
    """What the checker says of the formula in our letters; None where there is nothing to ask."""
    place, tex = answer.get("row"), answer.get("rewritten")
    if place is None or not tex:
        return None
    thorough = answer["verdict"] == "equivalent"
    return judge(answer["formula"], place, tex, thorough=thorough)


def says(answer: Content, judged: Judged | None) -> str:
    """What was done, or what differs, in a few words."""
    match answer["verdict"]:
        case "same" | "renamed" | "equivalent":
            return "; ".join(filter(None, [_agreement(judged), _letters(answer)]))
        case "misprint":
            misprint = answer["misprint"]
            return f"{misprint['what']} Seen in {misprint['source']}"
        case "different":
            return _difference(answer)
    raise ValueError(answer["verdict"])


def _agreement(judged: Judged | None) -> str:
    if judged is None or not judged.agrees:
        return "by its structure, not evaluated"
    return f"agrees on {judged.draws} inputs"


def _letters(answer: Content) -> str:
    moved = [(theirs, ours) for theirs, ours in answer.get("renaming") or [] if theirs != ours]
    shown = ", ".join(f"{theirs} for our {ours}" for theirs, ours in moved[:MOST_SHOWN])
    return shown + (", …" if len(moved) > MOST_SHOWN else "")


def _difference(answer: Content) -> str:
    example = answer.get("counterexample") or {}
    inputs = ", ".join(f"{k} = {_short(v)}" for k, v in example.get("inputs", {}).items())
    if len(inputs) > LONGEST:
        inputs = f"{inputs[:LONGEST]} …"
    return f"for {inputs}: {_short(example.get('yours'))}, not {_short(example.get('ours'))}"


def _short(value: Any) -> str:
    if isinstance(value, list):
        return f"({', '.join(map(_short, value))})"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _behind(says: str) -> str:
    return f": {says}" if says else ""
