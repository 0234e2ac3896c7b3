"""Which functions of PyTorch a reference is said to have called."""

from types import ModuleType

import pytest
import torch
from torch.nn import functional, init

from scripts.checker.judging.evidence import torch_calls

HELPER = """
def scale(fill, w):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return fill(w.to(torch.float64)).norm()
"""


@pytest.mark.parametrize(
    ("body", "called"),
    [
        ("F.softmax(x, dim=-1)", ("torch.nn.functional.softmax",)),
        ("scale(init.xavier_uniform_, x)", ("torch.nn.init.xavier_uniform_",)),
        ("scale(lambda w: w.exp(), x.mean)", ("torch.Tensor.norm",)),
        ("torch.full_like(x, 2.0, dtype=torch.float64)", ()),
    ],
)
def test_what_is_called_is_told_and_so_is_what_a_helper_is_given_to_call(
    body: str, called: tuple[str, ...]
) -> None:
    module = ModuleType("snippet")
    vars(module).update(torch=torch, F=functional, init=init)
    source = f"{HELPER}\ndef reference(x):\n    return {body}\n"
    assert torch_calls(module, source, ["reference"]) == called
