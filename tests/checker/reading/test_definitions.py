"""What a left side defines, and what it only claims."""

from pathlib import Path

from tests.checker.pages import X, accepts, refuses

NORMAL = [X, r"$\mu \in \mathbb{R}$: a mean", r"$\sigma \in \mathbb{R}_{>0}$: a deviation"]
LOG_DENSITY = r"\log p(x) = -\frac{(x - \mu)^2}{2 \sigma^2} - \log(\sigma \sqrt{2 \pi})"
CODE = """
import torch
import torch.distributions as D


def {head}:
    return D.Normal(mu, sigma).log_prob(x){end}
"""


def test_a_logarithm_on_the_left_defines_what_is_inside(tmp_path: Path) -> None:
    code = CODE.format(head="reference(x, *, mu, sigma)", end="")
    accepts(tmp_path, LOG_DENSITY, *NORMAL, code=code)
    refuses(tmp_path, "reference", LOG_DENSITY.replace("2 \\sigma", "\\sigma"), *NORMAL, code=code)
    accepts(tmp_path, rf"{LOG_DENSITY}, \quad p(x) = e^{{\log p(x)}}", *NORMAL, code=code)


def test_a_reference_of_the_density_knows_its_logarithm(tmp_path: Path) -> None:
    density = r"$p(x) \in \mathbb{R}_{>0}$: a density"
    code = CODE.format(head="reference_p(x, *, mu, sigma)", end=".exp()")
    accepts(tmp_path, LOG_DENSITY, *NORMAL, density, code=code)
    wrong = LOG_DENSITY.replace(r"\sqrt{2 \pi}", r"\sqrt{\pi}")
    refuses(tmp_path, "reference_p", wrong, *NORMAL, density, code=code)


def test_a_side_may_be_the_same_for_every_index(tmp_path: Path) -> None:
    vector = r"$\mathbf{v} \in \mathbb{R}^{n}$: a vector"
    accepts(tmp_path, r"\frac{e^{v_i}}{e^{v_i}} = 1", vector)
    refuses(tmp_path, "one side is", r"\frac{2 e^{v_i}}{e^{v_i}} = 1", vector)
    refuses(tmp_path, "free indices differ", r"x = x + v_i", X, vector)


def test_a_difference_is_one_name_where_it_is_declared_as_one(tmp_path: Path) -> None:
    vectors = r"$\Delta \mathbf{w}, \mathbf{w} \in \mathbb{R}^{n}$: a step and weights"
    code = "def reference(*, Delta_w, w):\n    return w - Delta_w"
    symbol = r"$\mathbf{u} \in \mathbb{R}^{n}$: the weights before"
    accepts(tmp_path, r"\mathbf{u} = \mathbf{w} - \Delta \mathbf{w}", vectors, symbol, code=code)


def test_a_delta_that_is_declared_alone_is_a_factor(tmp_path: Path) -> None:
    accepts(tmp_path, r"\Delta x = x \Delta", X, r"$\Delta \in \mathbb{R}$: a step size")


def test_an_array_may_be_counted_from_zero(tmp_path: Path) -> None:
    symbols = [r"$x_0, \ldots, x_{N-1} \in \mathbb{R}$: a signal"]
    symbols += [r"$y_0, \ldots, y_{N-1} \in \mathbb{R}$: the signal, one step later"]
    code = "import torch\n\n\ndef reference(*, x):\n    return torch.roll(x, -1)"
    accepts(tmp_path, r"y_n = x_{(n + 1) \bmod N}", *symbols, code=code)
    refuses(tmp_path, "the formula is", r"y_n = x_{(n + 2) \bmod N}", *symbols, code=code)


def test_arrays_with_different_starts_share_no_index(tmp_path: Path) -> None:
    symbols = [r"$x_0, \ldots, x_{n-1} \in \mathbb{R}$: inputs", r"$w \in \mathbb{R}^{n}$: weights"]
    says = "counted from different numbers"
    refuses(tmp_path, says, r"\sum_i w_i x_i = \sum_i x_i w_i + 0", *symbols)


ROTATED = r"y_{2i-1} = x_{2i-1} \cos(a_i) - x_{2i} \sin(a_i)"
OTHERS = r"y_{2i} = x_{2i-1} \sin(a_i) + x_{2i} \cos(a_i)"
PAIRS = [r"$\mathbf{x}, \mathbf{y} \in \mathbb{R}^{2n}$: before, after"]
PAIRS += [r"$\mathbf{a} \in \mathbb{R}^{n}$: angles"]
ROTATE = """
import torch


def reference(*, x, a):
    pairs = torch.view_as_complex(x.reshape(-1, 2)) * torch.exp(1j * a)
    return {"y": torch.view_as_real(pairs).reshape(-1)}
"""


def test_lines_about_entries_define_an_array_together(tmp_path: Path) -> None:
    accepts(tmp_path, rf"{ROTATED}, \quad {OTHERS}", *PAIRS, code=ROTATE)
    wrong = ROTATED.replace("-", "+").replace("2i+1", "2i-1")
    refuses(tmp_path, "the formula is", rf"{wrong}, \quad {OTHERS}", *PAIRS, code=ROTATE)


def test_an_entry_that_no_line_or_two_lines_define_is_refused(tmp_path: Path) -> None:
    refuses(tmp_path, "no line defines entry 2", ROTATED, *PAIRS, code=ROTATE)
    twice = OTHERS.replace("y_{2i}", "y_{2i-1}")
    says = "two lines define entry 1"
    refuses(tmp_path, says, rf"{ROTATED}, \quad {twice}", *PAIRS, code=ROTATE)


def test_rows_and_columns_may_be_computed_as_well(tmp_path: Path) -> None:
    symbols = [r"$\mathbf{P} \in \mathbb{R}^{n \times 2d}$: an encoding"]
    symbols += [r"$\boldsymbol{\omega} \in \mathbb{R}^{d}$: frequencies"]
    code = """
import torch


def reference(*, n, omega):
    angles = torch.outer(torch.arange(1, int(n) + 1, dtype=omega.dtype), omega)
    return {"P": torch.stack([angles.sin(), angles.cos()], -1).flatten(1)}
"""
    display = r"P_{(t,2i-1)} = \sin(t \omega_i), \quad P_{(t,2i)} = \cos(t \omega_i)"
    accepts(tmp_path, display, *symbols, code=code)
    refuses(tmp_path, "the formula is", display.replace("cos", "tan"), *symbols, code=code)


def test_both_axes_may_be_counted_from_zero(tmp_path: Path) -> None:
    symbols = [r"$P_{00}, \ldots, P_{n-1,2d-1} \in \mathbb{R}$: an encoding"]
    code = """
import torch


def reference(*, P):
    n, size = P.shape
    rates = 10000.0 ** (-torch.arange(0, size, 2, dtype=P.dtype) / size)
    angles = torch.outer(torch.arange(n, dtype=P.dtype), rates)
    return {"P": torch.stack([angles.sin(), angles.cos()], -1).flatten(1)}
"""
    even = r"P_{(t,2i)} = \sin\left(\frac{t}{10000^{2i/(2d)}}\right)"
    odd = r"P_{(t,2i+1)} = \cos\left(\frac{t}{10000^{2i/(2d)}}\right)"
    accepts(tmp_path, rf"{even}, \quad {odd}", *symbols, code=code)
    shifted = odd.replace("2i+1", "2i-1")
    refuses(tmp_path, "the formula is", rf"{even}, \quad {shifted}", *symbols, code=code)
