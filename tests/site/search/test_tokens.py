import pytest

from tests.site.search.engine import Engine

TEXTS = "({tokenize}, [text, python]) => tokenize(text, python).map(({text}) => text)"
FORMULAS = [
    (r"\frac{a}{b}", ["frac", "{", "a", "}", "{", "b", "}"]),
    (r"\left( x \right)", ["(", "x", ")"]),
    (r"\mathbf{x}", ["x"]),
    (r"\operatorname{softmax}(x)", ["softmax", "(", "x", ")"]),
    (r"\mathbb{E}[X]", ["E", "[", "X", "]"]),
    (r"\varepsilon \leq \ln x", ["epsilon", "le", "log", "x"]),
    ("alpha x", ["alpha", "x"]),
    ("d_k", ["d", "_", "k"]),
    ("J_ij", ["J", "_", "{", "i", "j", "}"]),
    ("QK", ["Q", "K"]),
    ("3.5x", ["3.5", "x"]),
    ("1e-5", ["1e-5"]),
    ("a := b", ["a", ":=", "b"]),
    (r"x \quad y", ["x", "quad", "y"]),
]
CODE = [
    ("np.exp(x)", ["exp", "(", "x", ")"]),
    ("x.exp()", ["x", ".", "exp", "(", ")"]),
    ("torch.linalg.inv(A)", ["inv", "(", "A", ")"]),
    ("self.mlp(x)", ["mlp", "(", "x", ")"]),
    ("x ** 2  # squared", ["x", "**", "2"]),
    ("f('ij,jk->ik', a)", ["f", "(", ",", "a", ")"]),
    ("x.mT", ["x", ".", "mT"]),
]


@pytest.mark.parametrize(("typed", "tokens"), FORMULAS)
def test_a_formula_is_cut_into_tokens(engine: Engine, typed: str, tokens: list[str]) -> None:
    assert engine(TEXTS, [typed, False]) == tokens


@pytest.mark.parametrize(("typed", "tokens"), CODE)
def test_code_is_cut_into_tokens(engine: Engine, typed: str, tokens: list[str]) -> None:
    assert engine(TEXTS, [typed, True]) == tokens


@pytest.mark.parametrize(("typed", "meant"), [(r"\sq", "sqrt"), (r"\par", "partial")])
def test_the_last_command_is_completed(engine: Engine, typed: str, meant: str) -> None:
    assert engine(TEXTS, [typed, False]) == [meant]
    assert engine(TEXTS, [f"{typed} x", False])[0] == typed[1:]


def test_the_words_of_a_sentence_are_no_tokens(engine: Engine) -> None:
    assert engine(TEXTS, ["gradient of the loss with respect to weights", False]) == []


@pytest.mark.parametrize(
    ("text", "python"),
    [
        ("x ** 2", True),
        ("torch.exp(x)", True),
        ("x.mean()", True),
        ("return x + y", True),
        ("a @ b", True),
        (r"\frac{a}{b}", False),
        ("x^2 + y", False),
        ("how do I normalize", False),
    ],
)
def test_code_is_told_from_formulas(engine: Engine, text: str, python: bool) -> None:
    assert engine("({isPython}, text) => isPython(text)", text) is python


@pytest.mark.parametrize(
    ("code", "kind"),
    [("norm(x)", "name"), ("np.linalg.norm(x)", "command")],
)
def test_a_bare_norm_may_be_a_layer_that_of_a_library_is_none(
    engine: Engine, code: str, kind: str
) -> None:
    types = "({tokenize}, text) => tokenize(text, true).find(({text}) => text === 'norm').type"
    assert engine(types, code) == kind
