import pytest

from tests.site.search.engine import Engine

SPELLINGS = [
    ("x̂", r"\hat{x}"),
    ("ŷₜ₊₁", r"\hat{y}_{t+1}"),
    ("x̄", r"\bar{x}"),
    ("α̃", r"\tilde{\alpha}"),
    ("x hat", r"\hat{x}"),
    ("hat y", r"\hat{y}"),
    ("x⁻¹", "x^{-1}"),
    ("xⁿ⁺¹", "x^{n+1}"),
    ("β₂", r"\beta_{2}"),
    ("aᵢⱼ", "a_{ij}"),
    ("Aᵀ", r"A^\top"),
    ("𝐱", "x"),
    ("𝔼[X]", r"\E[X]"),
    ("ℝⁿ", "R^{n}"),
    ("Ω", r"\Omega"),
    ("Σ xᵢ", r"\sumx_{i}"),
    ("U Σ V", r"U\SigmaV"),
    ("· × ⊙ ∘", r"\cdot\times\odot\circ"),
    ("a ÷ b − c", "a/b-c"),
    ("‖x‖", r"\|x\|"),
    ("⟨x⟩", r"\langlex\rangle"),
    ("f′ g″", "f'g''"),
    ("∂ ∇ √ ∞", r"\partial\nabla\sqrt\infty"),
    ("curly d", r"\partial"),
    ("upside down triangle", r"\nabla"),
    ("double bars", r"\|"),
    ("f prime", "f'"),
    ("café", "cafe"),
    ("ﬁnal", "final"),
    ("½", "1/2"),
]


@pytest.mark.parametrize(("typed", "spelled"), SPELLINGS)
def test_every_sign_has_one_spelling(engine: Engine, typed: str, spelled: str) -> None:
    found: str = engine("({respell}, text) => respell(text)", typed)
    assert found.replace(" ", "") == spelled


@pytest.mark.parametrize("text", [r"\frac{a}{b}", "x_i^2 + 1", "how to normalize", "", "\\"])
def test_what_is_plain_already_stays(engine: Engine, text: str) -> None:
    assert engine("({respell}, text) => respell(text)", text) == text
