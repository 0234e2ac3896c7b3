"""What the references of a page say about the claims of one display."""

from collections.abc import Sequence

from scripts.checker import tree
from scripts.checker.evaluating.environment import Environment
from scripts.checker.judging.compare import Side
from scripts.checker.judging.heads import arguments_of, head_of, look_up
from scripts.checker.judging.oracle import Oracle
from scripts.checker.reading.statements import Claim


class References:
    """`reference` and every `reference_<name>`, asked for the claims of a display.

    `head` is what the first display of the page is about, `used` are those that were compared.
    """

    def __init__(self, oracle: Oracle, display: int, head: str | None) -> None:
        self.oracle, self.display, self.head = oracle, display, head
        self.used: dict[str, None] = {}
        self.of_lines: bool | None = None  # whether `reference` is about several lines

    def words(self) -> frozenset[str]:
        """What has a reference, by name: a known word among them is defined by its display."""
        names = {name.removeprefix("reference_") for name in self.oracle.references()}
        return frozenset({*names, self.head or ""} if names else ())

    def expected(self, number: int, claims: Sequence[Claim], env: Environment) -> Side | None:
        """What the reference of a claim says about its value; None where it has none."""
        claim = claims[number]
        name = self._name(number, claim)
        if name is None:
            return None
        inner = claim.by_logarithm
        arguments = arguments_of(inner or claim.left, env)
        result = self.oracle.refer(name, arguments, lambda key: look_up(key, env))
        head = head_of(claim.left)
        if name == "reference":
            if isinstance(result, dict) != (self.of_lines is True) and number > 0:
                return None  # one value is for the first line, a dict is for all
            self.of_lines = isinstance(result, dict)
        if isinstance(result, dict):
            lines = {head_of(other.left) for other in claims}
            if unknown := [key for key in result if key not in lines]:
                message = f"{name} returns {unknown[0]!r}, which no line is about"
                raise self.oracle.fail(name, message)
            if head not in result:
                return None
            result = result[head]
        self.used[name] = None
        value = self.oracle.tensor(name, result)
        of_function = inner is not None and name == f"reference_{head_of(inner)}"
        return Side(name, value.log() if of_function else value)

    def called(self) -> tuple[str, ...]:
        """The functions of PyTorch that the references call with which claims were compared."""
        return self.oracle.called(self.used)

    def _name(self, number: int, claim: Claim) -> str | None:
        """Which reference knows this left side."""
        head = head_of(claim.left)
        inner = head_of(claim.by_logarithm) if claim.by_logarithm else None
        if inner and self.oracle.function(f"reference_{inner}"):
            return f"reference_{inner}"
        if head and claim.definition and self.oracle.function(f"reference_{head}"):
            return f"reference_{head}"
        if not (function := self.oracle.function("reference")):
            return None
        if (self.display == 0 and number == 0) or (head is not None and head == self.head):
            return "reference"
        keyword_only = function.__code__.co_argcount == 0
        lines = keyword_only and self.display == 0 and not isinstance(claim.left, tree.Call)
        return "reference" if lines and self.of_lines is not False else None
