"""Tests of scripts/comparing/choice.py: which draws of a formula are exported."""

import torch
from torch import Tensor

from scripts.comparing.choice import WANTED, Draw, chosen, pattern_of


def draw(*noticed: tuple[str, object], **inputs: float) -> Draw:
    values: dict[str, Tensor] = {key: torch.tensor(value) for key, value in inputs.items()}
    found = frozenset(noticed)
    return Draw({**values}, (torch.tensor(1.0),), found | pattern_of(found, {**values}))


def test_a_piece_of_the_formula_is_chosen_before_what_notices_more_in_another() -> None:
    changes = [("change", place) for place in range(5)]
    usual = [draw(("letter", "x"), *changes, x=1.0 + place) for place in range(2 * WANTED)]
    rare = draw(("letter", "x"), x=-1.0)
    assert any(each is rare for each in chosen([*usual, rare]))


def test_pieces_differ_by_what_decides_by_what_matters_and_by_signs() -> None:
    one = draw(("case", "max, 0"), ("letter", "x"), x=1.0)
    others = [
        draw(("case", "max, 1"), ("letter", "x"), x=1.0),
        draw(("case", "max, 0"), x=1.0),
        draw(("case", "max, 0"), ("letter", "x"), x=-1.0),
    ]
    assert len({frozenset(each.noticed) for each in (one, *others)}) == 4


def test_a_zero_between_the_pieces_is_in_none_of_them() -> None:
    assert pattern_of({("letter", "x")}, {"x": torch.tensor(0.0)}) == frozenset()
