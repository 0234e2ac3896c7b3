"""What would take for ever, or all memory, is refused within seconds."""

from pathlib import Path
import time

import pytest

from tests.checker.pages import X, refuses

SECONDS = 2.0
SQUARE = r"$\mathbf{A} \in \mathbb{R}^{n \times n}$: a matrix"


def nested(sign: str) -> str:
    """Five of these signs, each over a thousand values."""
    return " ".join(rf"{sign}_{{{letter}=1}}^{{1000}}" for letter in "abcdf") + " x a b c d f"


BOMBS = {
    "parentheses": ("(" * 5000 + "x" + ")" * 5000 + " = x", ()),
    "signs": ("-" * 5000 + "x = x", ()),
    "subscripts": ("x_{" * 3000 + "1" + "}" * 3000 + " = x", ()),
    "a million characters": ("x = x" + " + x" * 250_000, ()),
    "a million digits": ("x = " + "9" * 1_000_000, ()),
    "a vector": ("x = x v_1", (r"$\mathbf{v} \in \mathbb{R}^{10^9}$: v",)),
    "a matrix": ("x = x V_{11}", (r"$\mathbf{V} \in \mathbb{R}^{10^5 \times 10^5}$: V",)),
    "a size that is a tower": ("x = x v_1", (r"$\mathbf{v} \in \mathbb{R}^{10^{10^{10}}}$: v",)),
    "a sum": (r"x = \sum_{i=1}^{10^9} x", ()),
    "a product": (r"x = \prod_{i=1}^{10^9} x", ()),
    "a maximum": (r"x = \max_{i=1}^{10^9} x", ()),
    "nested sums": (f"x = {nested(chr(92) + 'sum')}", ()),
    "nested products": (f"x = {nested(chr(92) + 'prod')}", ()),
    "nested maxima": (f"x = {nested(chr(92) + 'max')}", ()),
    "dependent sums": (r"x = \sum_{a=1}^{9999} \sum_{b=1}^{a} \sum_{c=1}^{b} x a b c", ()),
    "one sum over three indices": (r"x = \sum_{a,b,c=1}^{1000} x a b c", ()),
    "a sum of derivatives": (r"x = \sum_{a=1}^{90000} \frac{d}{dx} \sin(a x)", ()),
    "a sum of integrals": (r"x = \sum_{a=1}^{90000} \int_0^1 \sin(a t x) \, dt", ()),
    "a set": ("x = s x", (r"$s \in \{1, 2, \ldots, 10^9\}$: s",)),
    "a tower": ("x = 9^{9^{9^{9^{9}}}}", ()),
    "a tower of variables": ("x = x^{x^{x^{x^{x^{99}}}}}", ()),
    "a factorial": ("x = ((10!)!)!", ()),
    "a binomial": (r"x = \binom{10^{18}}{5 \cdot 10^{17}}", ()),
    "a matrix power": (r"x = x \operatorname{tr}(\mathbf{A}^{10^{9}})", (SQUARE,)),
}


@pytest.mark.parametrize(("display", "symbols"), BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_at_once(display: str, symbols: tuple[str, ...], tmp_path: Path) -> None:
    started = time.process_time()
    refuses(tmp_path, "", display, X, *symbols)
    assert time.process_time() - started < SECONDS
