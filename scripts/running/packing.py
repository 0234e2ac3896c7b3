"""The drawings of a figure at all values of its parameter, packed: only what differs is kept.

What stays is in the published drawing. For the rest, `changes` says which element, by its number
in the document, gets which attribute: a template with numbers for each `#`, or one entry of a
table. All these numbers are whole, `UNITS` to a point, those of a frame are a row, and each is told
as the difference to what its neighbors in the picture and in time let expect: mostly 0. What a text
says is a string of `symbols`: a glyph, how far it stands from the one before, its height, its size.
"""

from collections.abc import Sequence
import re
from typing import Any
import xml.etree.ElementTree as etree

from scripts.running.parts import HREF, NUMBER, USE, Part, difference, glyphs_of, parts_of, value_of

POLYLINE = re.compile(r"M(?: [-\d.]+){2}(?: L(?: [-\d.]+){2})+")
UNITS = 10
FIRST_SYMBOL = 0x23  # '#': what comes before would be escaped in JSON
PLACED = ("x", "y")  # of a marker; in the place of both stands how far it is moved
WRITTEN = "text"  # in the place of an attribute: what a text says

Row = list[int]
Symbol = tuple[str, int, int, float]


class OtherPartsError(Exception):
    """A drawing has other parts than that of the default: its number among the frames, and what."""

    def __init__(self, frame: int, problem: str) -> None:
        super().__init__(problem)
        self.frame, self.problem = frame, problem


def pack(light: Sequence[bytes], dark: Sequence[bytes], default: int) -> dict[str, Any]:
    """What the frames change in that of the default, whose number is given, as JSON takes it.

    Raises OtherPartsError where a frame has other parts than that one.
    """
    frames, twins = ([parts_of(frame) for frame in theme] for theme in (light, dark))
    for number, parts in enumerate([*frames, *twins]):
        if problem := difference(frames[default], parts):
            raise OtherPartsError(number % len(frames), problem)
    packer = _Packer()
    for place, part in enumerate(frames[default]):
        states, others = ([parts[place] for parts in theme] for theme in (frames, twins))
        packer.add(states, others, part, _keeps_its_shape(frames, place))
    return packer.packed(light, default)


class _Packer:
    """Collects what changes of one part after the other."""

    def __init__(self) -> None:
        self.tables: list[tuple[Sequence[Any], list[Row]]] = []
        self.lists: list[tuple[Sequence[Any], list[Row]]] = []
        self.symbols: dict[Symbol, int] = {}
        self.seen: dict[tuple[int, str], Sequence[str]] = {}

    def add(
        self, states: Sequence[Part], twins: Sequence[Part], default: Part, moves_whole: bool
    ) -> None:
        """Of one part, its states in all frames, light and dark."""
        names = sorted({name for state in states for name in state.element.attrib})
        moving = [name for name in names if len({value_of(s, name) for s in states}) > 1]
        if moves_whole and {*moving} & {*PLACED}:
            moves = ["translate({} {})".format(*(value_of(s, n) for n in PLACED)) for s in states]
            self._attribute(default.number, "transform", moves, moves)
            moving = [name for name in moving if name not in PLACED]
        for name in moving:
            values, dark = ([value_of(s, name) for s in theme] for theme in (states, twins))
            self._once(default, name, values, dark)
        texts = [glyphs_of(state) for state in states] if default.is_text else []
        if any(text != texts[0] for text in texts):
            self._table(default.number, WRITTEN, ["".join(map(self._symbol, t)) for t in texts])

    def _once(self, part: Part, name: str, values: Sequence[str], dark: Sequence[str]) -> None:
        """What several parts draw, as a marker, changes once and for all of them."""
        known = self.seen.setdefault((part.number, name), values)
        if known is values:
            self._attribute(part.number, name, values, dark)
        elif known != values:
            frame = next(f for f in range(len(values)) if known[f] != values[f])
            raise OtherPartsError(frame, f"two markers in {part.name} where one was")

    def _attribute(
        self, number: int, name: str, values: Sequence[str], dark: Sequence[str]
    ) -> None:
        if name in ("style", HREF):  # colors
            pairs = [a if a == b else [a, b] for a, b in zip(values, dark, strict=True)]
            self._table(number, name.rpartition("}")[2], pairs)
            return
        values = _of_one_length(values) if name == "d" else values
        heads, tails = zip(*(_moving(name, value) for value in values), strict=True)
        templates = {NUMBER.sub("#", head) + tail for head, tail in zip(heads, tails, strict=True)}
        if len(templates) > 1:
            self._table(number, name, [_rounded(value, 2) for value in values])
            return
        rows = [[round(float(n) * UNITS) for n in NUMBER.findall(head)] for head in heads]
        self.lists.append(((number, name, templates.pop()), rows))

    def _table(self, number: int, name: str, values: Sequence[Any]) -> None:
        table: list[Any] = []
        for value in values:
            if value not in table:
                table.append(value)
        self.tables.append(((number, name, table), [[table.index(value)] for value in values]))

    def _symbol(self, symbol: Symbol) -> str:
        return chr(FIRST_SYMBOL + self.symbols.setdefault(symbol, len(self.symbols)))

    def packed(self, light: Sequence[bytes], default: int) -> dict[str, Any]:
        """All of it, with the outlines of glyphs that the published drawing lacks."""
        changes = [*self.tables, *self.lists]
        rows = [[n for _, rows in changes for n in rows[f]] for f in range(len(light))]
        outlines = dict(_outlines(light))
        there = dict(_outlines([light[default]]))
        lacking = sorted({symbol[0] for symbol in self.symbols} & outlines.keys() - there.keys())
        return {
            "changes": [change for change, _ in changes],
            "rows": _differences(rows),
            "symbols": list(self.symbols),
            "glyphs": {name: _rounded(outlines[name], 0) for name in lacking},
        }


def _keeps_its_shape(frames: Sequence[Sequence[Part]], place: int) -> bool:
    """Whether a part is a marker whose definition, which follows it, is the same in all frames."""
    shapes = {value_of(part, "d") for parts in frames for part in parts[place + 1 : place + 2]}
    return frames[0][place].element.tag == USE and len(shapes) == 1


def _differences(rows: Sequence[Row]) -> list[Row]:
    """Of each number, to the last row's, as the one two places before it differs.

    Two, because x and y alternate.
    """
    before = [0] * len(rows[0])
    told = []
    for row in rows:
        moved = [0, 0, *(now - was for now, was in zip(row, before, strict=True))]
        told.append([one - two for one, two in zip(moved[2:], moved, strict=False)])
        before = row
    return told


def _moving(name: str, value: str) -> tuple[str, str]:
    """What of a value is told in units, and what as it is: by how much something is scaled."""
    if name != "transform":
        return value, ""
    head, bracket, tail = value.partition(")") if value.startswith("translate") else ("", "", value)
    return head, bracket + tail


def _of_one_length(paths: Sequence[str]) -> Sequence[str]:
    """Lines of one piece with as many points as the longest: the last one stands there again."""
    if not all(map(POLYLINE.fullmatch, paths)):
        return paths
    longest = max(path.count("L") for path in paths)
    return [path + f" L{path.rpartition('L')[2]}" * (longest - path.count("L")) for path in paths]


def _rounded(value: str, digits: int) -> str:
    return NUMBER.sub(lambda found: f"{round(float(found[0]), digits):g}", value)


def _outlines(frames: Sequence[bytes]) -> list[tuple[str, str]]:
    """The glyphs that drawings define: names and paths."""
    paths = (path for f in frames for path in etree.fromstring(f).iter() if path.get("id"))
    return [(path.get("id", ""), path.get("d", "")) for path in paths]
