"""What would take for ever, or all memory, is refused within seconds."""

from collections.abc import Iterator
from pathlib import Path
import resource
import time

import pytest

from scripts.checker.judging import display as judging_display
from tests.checker.pages import X, refuses

SECONDS = 2.0
SQUARE = r"$\mathbf{A} \in \mathbb{R}^{n \times n}$: a matrix"
NINES = "9" * 5000
SMOOTH = r"$f(x) \in \mathbb{R}$: a function"
LARGE = r"$\mathbf{B} \in \mathbb{R}^{3000 \times 3000}$: a matrix"
AXES = r"$\mathbf{T} \in \mathbb{R}^{500 \times 500 \times 500 \times 500 \times 500}$: T"
KRONECKER = r" \otimes ".join([r"\mathbf{A}"] * 12)
SERIES = "x = " + " ".join(rf"\sum_{{{i}=1}}^{{\infty}}" for i in "ijk") + r"\frac{x}{i^2 j^2 k^2}"
INTEGRALS = r"x = " + r"\int_0^1 " * 4 + r"\sin(a b c d x) \, da \, db \, dc \, dd"
LIMITS = (
    r"x = " + " ".join(rf"\lim_{{{a} \to 0}}" for a in "abcd") + r"\frac{\sin(a b c d x)}{a b c d}"
)
COPIES = (
    r"$X_1, \ldots, X_n \overset{\text{iid}}{\sim} \mathcal{N}(0, 1)$: numbers",
    r"$n \in \{10^6\}$: how many",
)
BINOMIAL = r"$X \sim \operatorname{Binomial}(10^9, 0.5)$: a number"


def nested(sign: str) -> str:
    """Five of these signs, each over a thousand values."""
    return " ".join(rf"{sign}_{{{letter}=1}}^{{1000}}" for letter in "abcdf") + " x a b c d f"


BOMBS = {
    "parentheses": ("(" * 5000 + "x" + ")" * 5000 + " = x", ()),
    "signs": ("-" * 5000 + "x = x", ()),
    "subscripts": ("x_{" * 3000 + "1" + "}" * 3000 + " = x", ()),
    "braces": ("{" * 2000 + "x" + "}" * 2000 + " = x", ()),
    "fractions": (r"\frac{1}{" * 500 + "x" + "}" * 500 + " = x", ()),
    "functions": (r"\sin " * 3000 + "x = x", ()),
    "absolute values": ("|" * 1001 + "x" + "|" * 1001 + " = x", ()),
    "exclamation marks": ("x = 3" + "!" * 5000, ()),
    "scripts": ("x = x" + "_1^1" * 4000, ()),
    "spaces": ("x = x + x" + " " * 300_000 + "+ x", ()),
    "a million characters": ("x = x" + " + x" * 250_000, ()),
    "a million digits": ("x = " + "9" * 1_000_000, ()),
    "5000 digits": ("x = " + "9" * 5000, ()),
    "an exponent with 5000 digits": ("x = 2^{" + "9" * 5000 + "}", ()),
    "a derivative of a high order": (r"x = \frac{d^{999999999}}{dx^{999999999}} \sin(x)", ()),
    "a derivative of order 30": (r"x = \frac{d^{30}}{dx^{30}} \sin(x)^{20}", ()),
    "an order with 5000 digits": (rf"x = \frac{{d^{{{NINES}}}}}{{dx^{{{NINES}}}}} \sin(x)", ()),
    "an order above the name": ("x = f^{(1000)}(x)", (SMOOTH,)),
    "derivatives of derivatives": (r"x = " + r"\frac{d}{dx} " * 40 + r"\sin(x)^{7}", ()),
    "primes": ("x = f" + "'" * 5000 + "(x)", (SMOOTH,)),
    "a size in a set": ("x = x A_{11}", (SQUARE, r"$n \in \{10^6\}$: a size")),
    "a factorial of a size": ("x = x v_1", (r"$\mathbf{v} \in \mathbb{R}^{30!}$: v",)),
    "five axes": ("x = x T_{11111}", (AXES,)),
    "an inverse": (r"x = x \operatorname{tr}(\mathbf{B}^{-1})", (LARGE,)),
    "a determinant": (r"x = x \det \mathbf{B}", (LARGE,)),
    "a Kronecker product": (r"x = x \operatorname{tr}(" + KRONECKER + ")", (SQUARE,)),
    "dots": (r"x = x \lVert (1, \ldots, 10^9) \rVert", ()),
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
    "series": (SERIES, ()),
    "integrals": (INTEGRALS, ()),
    "limits": (LIMITS, ()),
    "a sum over a set": (r"x = \sum_{i \in \{1, 2, \ldots, 10^9\}} x", ()),
    "a sum up to a sum": (r"x = \sum_{i=1}^{\sum_{j=1}^{10^5} j} x", ()),
    "many variables": (r"x = \mathbb{E}[(X_1 + \cdots + X_n)^{10}] x", COPIES),
    "a law of many values": (r"x = \mathbb{E}[X] x", (BINOMIAL,)),
    "a set": ("x = s x", (r"$s \in \{1, 2, \ldots, 10^9\}$: s",)),
    "a tower": ("x = 9^{9^{9^{9^{9}}}}", ()),
    "a tower of variables": ("x = x^{x^{x^{x^{x^{99}}}}}", ()),
    "a factorial": ("x = ((10!)!)!", ()),
    "a binomial": (r"x = \binom{10^{18}}{5 \cdot 10^{17}}", ()),
    "a matrix power": (r"x = x \operatorname{tr}(\mathbf{A}^{10^{9}})", (SQUARE,)),
}


@pytest.fixture
def one_gigabyte() -> Iterator[None]:
    """What this process may take, where the system keeps to it."""
    before, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (10**9, most))
    yield
    resource.setrlimit(resource.RLIMIT_DATA, (before, most))


@pytest.mark.usefixtures("one_gigabyte")
@pytest.mark.parametrize(("display", "symbols"), BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_at_once(
    display: str, symbols: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging_display, "LONGEST_DRAW", 1.0)  # more where a machine is slow
    started = time.process_time()
    refuses(tmp_path, "", display, X, *symbols)
    assert time.process_time() - started < SECONDS
