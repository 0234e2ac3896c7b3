import pytest

from tests.site.search.engine import Engine

FORMULAS = [
    {"title": "Softmax", "aliases": ["softargmax"], "pytorch": ["torch.softmax"]},
    {"title": "Layer normalization", "aliases": ["LayerNorm"], "pytorch": ["torch.nn.LayerNorm"]},
    {"title": "Gradient descent", "aliases": ["steepest descent"], "pytorch": ["torch.optim.SGD"]},
    {"title": "Gradient", "aliases": [], "description": "Points to the steepest increase."},
    {"title": "Eigenvalues and eigenvectors", "aliases": [], "text": "a matrix times a vector"},
    {"title": "Cross-entropy loss", "aliases": ["log loss"], "questions": ["measure a classifier"]},
]
BEST = """
({WordIndex}, [formulas, query]) => {
  const scores = new WordIndex(formulas).scores(query)
  const best = scores.indexOf(Math.max(...scores))
  return scores[best] > 0.3 ? formulas[best].title : null
}
"""
NAMED = """
({WordIndex}, [formulas, query]) =>
  [...new WordIndex(formulas).named(query).keys()].map(place => formulas[place].title)
"""
STEM = "({stem}, word) => stem(word)"


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("gradients", "gradient"),
        ("normalizing", "normalized"),
        ("normalisation", "normalize"),
        ("probabilities", "probability"),
        ("behaviour", "behavior"),
        ("derivatives", "derivative"),
        ("losses", "loss"),
        ("computed", "computing"),
        ("stopped", "stopping"),
        ("multiply", "multiplying"),
    ],
)  # fmt: skip
def test_forms_of_a_word_have_one_stem(engine: Engine, word: str, other: str) -> None:
    assert engine(STEM, word) == engine(STEM, other)


@pytest.mark.parametrize(
    ("word", "other"), [("norm", "normal"), ("mean", "median"), ("variance", "variable")]
)
def test_words_of_different_meaning_have_different_stems(
    engine: Engine, word: str, other: str
) -> None:
    assert engine(STEM, word) != engine(STEM, other)


@pytest.mark.parametrize("word", ["the", "how", "is", "what", "my"])
def test_a_stop_word_has_no_stem(engine: Engine, word: str) -> None:
    assert engine(STEM, word) is None


@pytest.mark.parametrize("word", ["not", "one", "zero", "mean", "sum", "over", "no"])
def test_a_word_that_may_mean_something_is_no_stop_word(engine: Engine, word: str) -> None:
    assert engine(STEM, word)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L2-norm", ["l", "2", "norm"]),
        ("CrossEntropyLoss", ["cross", "entropy", "loss"]),
        ("nn.LayerNorm", ["nn", "layer", "norm"]),
        (r"\eta rate", ["eta", "rate"]),
        ("café", ["cafe"]),
        ("", []),
    ],
)
def test_a_text_has_words(engine: Engine, text: str, words: list[str]) -> None:
    assert engine("({words}, text) => words(text)", text) == words


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("softmax", "Softmax"),
        ("SOFTMAX", "Softmax"),
        ("softargmax", "Softmax"),
        ("torch.softmax", "Softmax"),
        ("layer norm", "Layer normalization"),
        ("nn.LayerNorm", "Layer normalization"),
        ("SGD", "Gradient descent"),
        ("gradient", "Gradient"),
        ("eigenvectors", "Eigenvalues and eigenvectors"),
        ("cross entropy loss", "Cross-entropy loss"),
    ],
)
def test_a_whole_name_names_its_formula(engine: Engine, query: str, title: str) -> None:
    assert engine(NAMED, [FORMULAS, query]) == [title]


def test_part_of_a_name_names_nothing(engine: Engine) -> None:
    assert engine(NAMED, [FORMULAS, "descent"]) == []


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("sofmax", "Softmax"),
        ("sotfmax", "Softmax"),
        ("softmaxx", "Softmax"),
        ("soft max", "Softmax"),
        ("layernormalization", "Layer normalization"),
        ("layer normalisaton", "Layer normalization"),
        ("gradiant decent", "Gradient descent"),  # codespell:ignore
        ("gradientdescent", "Gradient descent"),
        ("eigen values", "Eigenvalues and eigenvectors"),
        ("crossentropy", "Cross-entropy loss"),
        ("gradi", "Gradient"),
        ("measuring classifiers", "Cross-entropy loss"),
        ("steepest increase", "Gradient"),
        ("banana", None),
        ("the of is", None),
        ("", None),
    ],
)
def test_words_find_their_formula(engine: Engine, query: str, title: str | None) -> None:
    assert engine(BEST, [FORMULAS, query]) == title


def test_a_rare_word_says_more_than_a_common_one(engine: Engine) -> None:
    weight = "({WordIndex, stem}, [formulas, word]) => new WordIndex(formulas).weight([stem(word)])"
    rare, common = (engine(weight, [FORMULAS, word]) for word in ("softmax", "gradient"))
    assert rare > common > 0
