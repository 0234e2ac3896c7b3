"""Whether a name is accounted for, judged on two small pages."""

import pytest

from tests.site.search.engine import Engine

HAS = """
({Names}, text) => new Names([
  { title: "Layer normalization", aliases: ["layer norm"], arguments: ["eps"], pytorch: [],
    questions: ["layer norm or batch norm", "what do gamma and beta learn"], text: "scale" },
  { title: "Chain rule", pytorch: [], questions: ["why do gradients vanish"] },
  { title: "Notation", text: "Wavelets and tensors." },
], ["batch norm"]).has(text)
"""


@pytest.mark.parametrize(
    "name",
    [
        "layer norm",
        "layernorm",
        "layer normalisaton",
        "layer no",
        "LayerNorm",
        "layer norm eps",
        "layer norm complexity",
        "layer norm warmup",
        "vanish gradient",
        "chain rule multivariable",
        "notation",
    ],
)
def test_a_name_is_here_where_one_page_has_its_words(engine: Engine, name: str) -> None:
    assert engine(HAS, name)


@pytest.mark.parametrize(
    "name", ["dropout", "group norm", "chain eps", "tensor", "LAYR", "wavelet transform"]
)
def test_a_name_is_not_here_where_no_page_has_all_its_words(engine: Engine, name: str) -> None:
    assert not engine(HAS, name)


def test_the_name_of_a_function_is_whole_and_no_misspelling(engine: Engine) -> None:
    exactly = HAS.replace(".has(text)", ".hasExactly(text)")
    assert engine(exactly, "layer_norm") and engine(exactly, "eps")
    assert not engine(exactly, "layer_nrom") and not engine(exactly, "gradi")


def test_a_name_with_an_argument_of_it_is_part_of_it(engine: Engine) -> None:
    part = HAS.replace(".has(text)", ".isPartOf(text)").replace("Chain rule", "Chain")
    assert engine(part, "chain_gradients") and not engine(part, "chain_wavelets")


@pytest.mark.parametrize("name", ["batch norm", "BatchNorm", "batch norm layer"])
def test_another_name_is_known_although_a_page_has_its_words(engine: Engine, name: str) -> None:
    known = HAS.replace(".has(text)", ".isOther(text)")
    assert engine(known, name) and not engine(known, "layer norm")
