"""Lines about single entries define an array together: left sides as papers write them."""

from pathlib import Path

from tests.checker.pages import accepts, refuses

HALVES = [r"$\mathbf{x}, \mathbf{z} \in \mathbb{R}^{d}$: before, after"]
HALVES += [r"$\mathbf{c}, \mathbf{s} \in \mathbb{R}^{d/2}$: cosines and sines"]
FIRST = r"z_i = x_i c_i - x_{i+d/2} s_i"
SECOND = r"z_{i+d/2} = x_{i+d/2} c_i + x_i s_i"
TURN = """
import torch


def reference(*, x, c, s):
    turned = torch.complex(*x.chunk(2)) * torch.complex(c, s)
    return {"z": torch.cat([turned.real, turned.imag])}
"""
ENCODING = """
import torch


def reference(*, n, d):
    rates = 100.0 ** (-torch.arange(0, int(d), 2) / d)
    angles = torch.outer(torch.arange(int(n)).to(d.dtype), rates)
    return torch.view_as_real(torch.polar(torch.ones_like(angles), angles)).flip(-1).flatten(1)
"""
EVEN = r"$d \in \{2, 4, 6\}$: number of features"


def encoding(left: str, position: str, offsets: tuple[str, str] = ("2i", "2i+1")) -> str:
    """Sines and cosines that take turns; `left` has % in place of the offset."""
    even, odd = (left.replace("%", offset) for offset in offsets)
    angle = rf"({position} / 100^{{2i/d}})"
    return rf"{even} = \sin{angle}, \quad {odd} = \cos{angle}"


def test_a_letter_beside_an_offset_runs_over_one_half(tmp_path: Path) -> None:
    accepts(tmp_path, rf"{FIRST}, \quad {SECOND}", *HALVES, code=TURN)
    minus = SECOND.replace("+ x", "- x")
    refuses(tmp_path, "the formula is", rf"{FIRST}, \quad {minus}", *HALVES, code=TURN)


def test_an_offset_that_leaves_entries_out_or_meets_others_is_refused(tmp_path: Path) -> None:
    far = SECOND.replace("z_{i+d/2}", "z_{i+d}")
    refuses(tmp_path, "no line defines entry", rf"{FIRST}, \quad {far}", *HALVES, code=TURN)
    near = SECOND.replace("z_{i+d/2}", "z_{i+1}")
    refuses(tmp_path, "two lines define entry", rf"{FIRST}, \quad {near}", *HALVES, code=TURN)


def test_an_entry_by_its_number_stands_beside_the_others(tmp_path: Path) -> None:
    vectors = r"$\mathbf{x}, \mathbf{y} \in \mathbb{R}^{n}$: a signal and its steps"
    code = "import torch\n\n\ndef reference(*, x):\n    return torch.diff(x, prepend=x[:1] * 0)"
    accepts(tmp_path, r"y_1 = x_1, \quad y_{i+1} = x_{i+1} - x_i", vectors, code=code)
    says = "the formula is"
    refuses(tmp_path, says, r"y_1 = x_1, \quad y_{i+1} = x_{i+1} + x_i", vectors, code=code)
    beyond = "no line defines entry 1: index 0 where"
    refuses(tmp_path, beyond, r"y_{i+1} = x_{i+1} - x_i", vectors, code=code)


def test_a_word_in_a_list_of_subscripts_is_an_index(tmp_path: Path) -> None:
    symbols = [r"$\text{PE}_{(0,0)}, \ldots, \text{PE}_{(n-1,d-1)} \in \mathbb{R}$: codes", EVEN]
    display = encoding(r"\text{PE}_{(\text{pos},%)}", r"\text{pos}")
    accepts(tmp_path, display, *symbols, code=ENCODING)
    swapped = encoding(r"\text{PE}_{(\text{pos},%)}", r"\text{pos}", ("2i+1", "2i"))
    refuses(tmp_path, "the formula is", swapped, *symbols, code=ENCODING)


def test_letters_side_by_side_are_no_index(tmp_path: Path) -> None:
    symbols = [r"$\text{PE}_{(0,0)}, \ldots, \text{PE}_{(n-1,d-1)} \in \mathbb{R}$: codes", EVEN]
    display = encoding(r"\text{PE}_{(pos,%)}", "pos")
    refuses(tmp_path, r"write \text{…} for one name", display, *symbols, code=ENCODING)


def test_entries_are_counted_behind_a_fixed_subscript(tmp_path: Path) -> None:
    symbols = [r"$P_{t,0}, \ldots, P_{t,d-1} \in \mathbb{R}$: codes of a token", EVEN]
    symbols += [r"$t \in \{0, \ldots, 100\}$: its position"]
    code = ENCODING.replace("*, n, d", "*, t, d").replace("torch.arange(int(n))", "t.reshape(1)")
    code = code.replace("flatten(1)", "flatten()")
    accepts(tmp_path, encoding("P_{t,%}", "t"), *symbols, code=code)
    later = encoding("P_{t,%}", "(t + 1)")
    refuses(tmp_path, "the formula is", later, *symbols, code=code)
