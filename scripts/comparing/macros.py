r"""An author's own commands: `\newcommand`, `\def`, `\DeclareMathOperator`, read and expanded.

What is delimited by something else than braces, or defined by a program, stays as it is: the
formula that uses it is then not understood, and nothing is said about it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
import re

NAME = r"\\(?:[a-zA-Z@]+|[^a-zA-Z\s])"
DEFINING = re.compile(
    r"\\(?P<how>newcommand|renewcommand|providecommand|DeclareRobustCommand|DeclareMathOperator"
    r"|(?:New|Renew|Provide|Declare)DocumentCommand|def|gdef|edef|let)(?![a-zA-Z@])(?P<star>\s*\*?)"
)
COMMAND = re.compile(NAME)
PARAMETER = re.compile(r"#(\d)")
MOST_STEPS, LONGEST = 2_000, 100_000  # expansions of a display, and characters it may come to
SPACE = re.compile(r"\s*")


class Endless(Exception):
    """A command that never comes to an end, or grows without measure."""


@dataclass(frozen=True)
class Macro:
    """A command: what it stands for, how many arguments it has, what the first is by default."""

    body: str
    arguments: int = 0
    default: str | None = None


@dataclass
class Macros:
    """The commands that are known at a place of a document."""

    known: dict[str, Macro] = field(default_factory=dict)

    def define(self, text: str, at: int) -> int:
        """Learn the definition that starts at a place; return where it ends."""
        found = DEFINING.match(text, at)
        if not found:
            return at
        try:
            name, macro, end = _definition(found, text)
        except ValueError:
            return found.end()
        if macro is None:
            self.known.pop(name, None)
        elif not (found["how"].startswith(("provide", "Provide")) and name in self.known):
            self.known[name] = self._alias(macro) if found["how"] == "let" else macro
        return end

    def expand(self, tex: str) -> str:
        """LaTeX without these commands. Raises Endless where one calls itself."""
        steps, at = 0, 0
        while found := COMMAND.search(tex, at):
            macro = self.known.get(found[0])
            if macro is None:
                at = found.end()
                continue
            steps += 1
            written, end = _applied(macro, tex, found.end())
            tex = tex[: found.start()] + written + _apart(written, tex[end:]) + tex[end:]
            at = found.start()
            if steps > MOST_STEPS or len(tex) > LONGEST:
                raise Endless(f"{found[0]} does not come to an end")
        return tex

    def standing_for(self, *starts: str) -> Iterator[tuple[str, str]]:
        r"""The commands whose text starts so, `\beq` for `\begin{equation}`, with that text."""
        for name, macro in self.known.items():
            body = macro.body.strip()
            if not macro.arguments and body.startswith(starts):
                yield name, body

    def _alias(self, macro: Macro) -> Macro:
        return self.known.get(macro.body, macro)


def group_at(text: str, at: int) -> tuple[str, int]:
    """What an argument holds, braces or one sign, and where it ends. ValueError without one."""
    at = _skip(text, at)
    if at >= len(text):
        raise ValueError("no argument")
    if text[at] == "{":
        end = _closing(text, at, "{", "}")
        return text[at + 1 : end], end + 1
    found = COMMAND.match(text, at)
    end = found.end() if found else at + 1
    return text[at:end], end


def _definition(found: re.Match[str], text: str) -> tuple[str, Macro | None, int]:
    """The name, the command (None where it is not read), and where the definition ends."""
    how, at = found["how"], found.end()
    if how == "let":
        name, at = _name(text, at)
        at = _skip(text, at)
        body, at = group_at(text, at + 1 if text[at : at + 1] == "=" else at)
        return name, Macro(body), at
    name, at = _name(text, at)
    if how in {"def", "gdef", "edef"}:
        start = text.index("{", at)
        parameters = "".join(text[at:start].split())
        body, at = group_at(text, start)
        count = parameters.count("#")
        plain = parameters == "".join(f"#{n}" for n in range(1, count + 1))
        return name, Macro(body, count) if plain else None, at
    if how == "DeclareMathOperator":
        body, at = group_at(text, at)
        star = "*" if "*" in found["star"] else ""
        return name, Macro(rf"\operatorname{star}{{{body}}}"), at
    if how.endswith("DocumentCommand"):
        told, at = group_at(text, at)
        body, at = group_at(text, at)
        return name, _with_specification(told, body), at
    count, default = 0, None
    if (number := _optional(text, at)) is not None:
        count, at = int(number[0]), number[1]
        if (first := _optional(text, at)) is not None:
            default, at = first
    body, at = group_at(text, at)
    return name, Macro(body, count, default), at


def _with_specification(told: str, body: str) -> Macro | None:
    """`m m`, `O{default} m`; None for others."""
    parts = re.fullmatch(
        r"\s*(?:O\s*\{(?P<default>[^{}]*)\}|(?P<o>o))?(?P<m>(?:\s*\+?m)*)\s*", told
    )
    if not parts:
        return None
    default = "" if parts["o"] else parts["default"]
    return Macro(body, parts["m"].count("m") + (default is not None), default)


def _name(text: str, at: int) -> tuple[str, int]:
    name, end = group_at(text, at)
    if not COMMAND.fullmatch(name.strip()):
        raise ValueError(f"{name} is no command")
    return name.strip(), end


def _applied(macro: Macro, text: str, at: int) -> tuple[str, int]:
    """What a command stands for with the arguments behind it, and where these end."""
    values: list[str] = []
    try:
        if macro.default is not None:
            told = _optional(text, at)
            values.append(macro.default if told is None else told[0])
            at = at if told is None else told[1]
        while len(values) < macro.arguments:
            value, at = group_at(text, at)
            values.append(value)
    except ValueError:
        return "", len(text)
    return PARAMETER.sub(lambda found: _value(values, int(found[1])), macro.body), at


def _value(values: list[str], place: int) -> str:
    return values[place - 1] if 0 < place <= len(values) else ""


def _apart(written: str, rest: str) -> str:
    r"""Room between `\alpha` and a letter behind it."""
    ends_in_name = re.search(r"\\[a-zA-Z]+$", written)
    return " " if ends_in_name and rest[:1].isalpha() else ""


def _optional(text: str, at: int) -> tuple[str, int] | None:
    start = _skip(text, at)
    if text[start : start + 1] != "[":
        return None
    end = _closing(text, start, "[", "]")
    return text[start + 1 : end], end + 1


def _closing(text: str, at: int, opening: str, closing: str) -> int:
    """Where the bracket at a place is closed; ValueError where it never is."""
    depth, place = 0, at
    while place < len(text):
        sign = text[place]
        if sign == "\\":
            place += 1
        elif sign == opening:
            depth += 1
        elif sign == closing:
            depth -= 1
            if depth == 0:
                return place
        place += 1
    raise ValueError(f"{opening} is never closed")


def _skip(text: str, at: int) -> int:
    found = SPACE.match(text, at)
    return found.end() if found else at
