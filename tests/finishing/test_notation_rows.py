from typing import Any

import pytest

from scripts.finishing.notation_rows import row_entries
from scripts.sources.notation import Row


def entry(*tex: str, names: str = "a name", meaning: str = "a meaning") -> dict[str, Any]:
    [found] = row_entries([row(*tex, names=names, meaning=meaning)])
    return found


def row(*tex: str, names: str = "a name", meaning: str = "a meaning", anchor: str = "a") -> Row:
    return Row(anchor, tex, tuple(filter(None, names.split(", "))), meaning, 1)


def test_a_row_is_found_at_its_address_by_its_names() -> None:
    found = entry("x", names="hat, circumflex")
    assert found["location"] == "notation/#a"
    assert (found["title"], found["aliases"]) == ("Hat", ["circumflex"])


@pytest.mark.parametrize(
    ("tex", "signs"),
    [
        (r"\mathbf{a} \odot \mathbf{b}", [r"\odot", "⊙", "circled dot"]),
        (r"\mathbb{E}", [r"\mathbb{E}", "𝔼", "double-struck capital e"]),
        (r"\hat{y}", [r"\hat"]),
        (r"\tilde{y}", [r"\tilde"]),
        (
            r"\langle x, y \rangle",
            [
                r"\langle",
                r"\rangle",
                "⟨",
                "⟩",
                "left angle bracket",
                "right angle bracket",
                "⟨⟩",
            ],
        ),
        (r"\int", [r"\int", "∫"]),
        (r"\operatorname{tr}\mathbf{A}", []),
    ],
)
def test_a_row_is_found_by_its_command_its_glyph_and_how_that_looks(
    tex: str, signs: list[str]
) -> None:
    assert entry(tex)["aliases"] == signs


def test_a_sign_leads_to_the_first_row_that_has_it() -> None:
    first, second = row_entries([row(r"\nabla f"), row(r"\nabla^2 f", anchor="b", names="other")])
    assert (first["aliases"], second["aliases"]) == ([r"\nabla", "∇"], [])


def test_what_is_shown_is_plain_text() -> None:
    found = entry(
        r"\hat{y}", meaning=r"an [estimate](a.md#b) of $\mathbf{y}$, $\bar{x}$, $\tilde{n}$"
    )
    assert found["text"] == "ŷ: an estimate of 𝐲, x̄, ñ"


def test_a_greek_letter_is_no_name_of_its_row_alone() -> None:
    found = entry(r"\alpha", names="alpha", meaning="")
    assert (found["title"], found["aliases"]) == ("Greek letter alpha", [])
    assert found["text"] == "α: alpha"


def test_a_letter_with_several_meanings_is_found_by_these() -> None:
    found = entry("K", names="", meaning="a number of classes; the keys")
    assert (found["title"], found["aliases"]) == ("Meanings of K", [])
    assert found["text"] == "K: a number of classes; the keys"
