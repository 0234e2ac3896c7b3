"""Misprints that were really printed are refused."""

from pathlib import Path

import pytest

from scripts.base.errors import SourceError
from scripts.checker.judging.judge import check_page
from tests.project import REPOSITORY

ATTENTION = "docs/attention_mechanisms/scaled_dot_product_attention"
MISPRINTS = [
    ("Adam with √v for √v̂", "docs/optimization/adam", r"\sqrt{\hat{v}_t}", r"\sqrt{v_t}"),
    (
        "Adam with β₁ in the second correction",
        "docs/optimization/adam",
        r"{1 - \beta_2^t}",
        r"{1 - \beta_1^t}",
    ),
    (
        "Adam without corrections",
        "docs/optimization/adam",
        r"\frac{\hat{m}_t}{\sqrt{\hat{v}_t}",
        r"\frac{m_t}{\sqrt{v_t}",
    ),
    ("RoPE without the minus", "tests/formulas/rope", r"-\sin", r"\sin"),
    ("Huber without |·|", "tests/formulas/huber_loss", r"|y - \hat{y}| \le", r"y - \hat{y} \le"),
    (
        "RMSNorm with an extra root",
        "tests/formulas/rms_norm",
        r"\frac{\mathbf{x}}{\sqrt",
        r"\sqrt{\frac{\mathbf{x}}{\sqrt",
    ),
    ("GAE without γ", "tests/formulas/gae", r"(\gamma \lambda)^l", r"\lambda^l"),
    (
        "KL with the arguments swapped",
        "tests/formulas/kl_divergence",
        r"(P \,\|\, Q)",
        r"(Q \,\|\, P)",
    ),
    (
        "unbiased variance in BatchNorm",
        "tests/formulas/batch_norm",
        r"\sigma^2 &= \frac{1}{m}",
        r"\sigma^2 &= \frac{1}{m - 1}",
    ),
    (
        "attention with the arguments swapped",
        ATTENTION,
        r"(\mathbf{Q}, \mathbf{K}, \mathbf{V})",
        r"(\mathbf{Q}, \mathbf{V}, \mathbf{K})",
    ),
    ("gradient ascent", "docs/optimization/gradient_descent", r"- \alpha", r"+ \alpha"),
    (
        "θ before the step on the left",
        "docs/optimization/gradient_descent",
        r"\boldsymbol{\theta}_t =",
        r"\boldsymbol{\theta}_{t-1} =",
    ),
]


def misprinted(page: Path, right: str, wrong: str, folder: Path) -> Path:
    """A copy of the page, its code beside it, with one place changed."""
    text = page.read_text(encoding="utf-8")
    assert right in text, f"{page.stem} does not print {right}"
    copy = folder / page.relative_to(REPOSITORY)
    copy.parent.mkdir(parents=True)
    copy.write_text(text.replace(right, wrong), encoding="utf-8")
    snippet = REPOSITORY / "snippets" / Path(*page.parts[-2:]).with_suffix(".py")
    if snippet.exists():
        beside = folder / snippet.relative_to(REPOSITORY)
        beside.parent.mkdir(parents=True)
        beside.write_text(snippet.read_text(encoding="utf-8"), encoding="utf-8")
    return copy.relative_to(folder)


@pytest.mark.parametrize(("_", "page", "right", "wrong"), MISPRINTS, ids=[m[0] for m in MISPRINTS])
def test_a_real_misprint_is_refused(
    _: str, page: str, right: str, wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = REPOSITORY / f"{page}.md"
    copy = misprinted(source, right, wrong, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert is_refused(copy)


def is_refused(page: Path) -> bool:
    try:
        return check_page(page)[0].status is None
    except SourceError:  # a symbol that the misprint leaves unused
        return True
