r"""Where a line may break in a formula: browsers do not break one by themselves."""

from collections.abc import Sequence
import re

TOKEN = re.compile(r"\\(?:[a-zA-Z]+|.)|.", re.DOTALL)
OPENING = {"{", "(", "[", r"\{", r"\left", r"\begin"}
CLOSING = {"}", ")", "]", r"\}", r"\right", r"\end"}
RELATIONS = {"=", "<", ">", r"\le", r"\ge", r"\approx", r"\iff", r"\implies", r"\sim"}
SPACES = {r"\quad", r"\qquad"}


def pieces(tex: str) -> Sequence[str]:
    r"""The LaTeX cut where a line may break: `a = b, \quad c` → `a`, `= b, \quad`, `c`.

    What stands in a group stays together.
    """
    cut, depth = [""], 0
    for found in TOKEN.finditer(tex):
        token = found[0]
        depth += (token in OPENING) - (token in CLOSING)
        if depth == 0 and token in RELATIONS:
            cut.append("")
        cut[-1] += token
        if depth == 0 and token in SPACES:
            cut.append("")
    return [piece.strip() for piece in cut if piece.strip()]
