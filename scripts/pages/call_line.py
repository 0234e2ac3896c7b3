"""The line under a formula that a practitioner types, with its shapes; from the snippet."""

from collections.abc import Iterable
import html
import re

from markdown import Markdown
from pymdownx.highlight import Highlight

from scripts.sources.call import Call, FunctionArgument, TensorArgument, Value

# As people write what a docstring says: `y (N,) in 0..K-1`.
SIGNS = {
    r" in 0\.\.(\w+)-1": r" ∈ {0, …, \1 − 1}",
    r" in 0\.\.(\w+)": r" ∈ {0, …, \1}",
    r" in \(0, inf\)": " ∈ (0, ∞)",
    " in ": " ∈ ",
    r"\.\.\.": "…",
    "->": "→",
}


def call_line(call: Call, md: Markdown) -> str:
    """HTML: the expression, highlighted, and below it a line for each thing it says of shapes."""
    lines = [_line(_listed(call.arguments), _listed(call.results))]
    lines += [_line(html.escape(value.name), _written(value.shape)) for value in call.between]
    code: str = Highlight(md).highlight(call.expression, "python").strip()
    return code + "".join(lines)


def _line(left: str, right: str) -> str:
    return f'<p class="shapes"><code>{left} <b>→</b> {right}</code></p>'


def _listed(side: Iterable[TensorArgument | FunctionArgument | Value]) -> str:
    """Each in a box of its own: a narrow screen breaks the line between them."""
    return ", ".join(f"<span>{_written(each.told)}</span>" for each in side)


def _written(told: str) -> str:
    for pattern, sign in SIGNS.items():
        told = re.sub(pattern, sign, told)
    return html.escape(told, quote=False)
