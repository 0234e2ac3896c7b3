from pathlib import Path

import pytest

from scripts.base.errors import SourceError
from scripts.finishing.field_words import read_field_words


def words(folder: Path, text: str) -> Path:
    path = folder / "field_words.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_formula_has_its_names_and_forms(tmp_path: Path) -> None:
    path = words(
        tmp_path, "# c\nsquare\n  names: sq; np.square\n  tex: x^2\n  code: x: int = x * x\n"
    )
    read = read_field_words(["powers/square"], path)["powers/square"]
    assert (read.names, read.forms) == (
        ["sq", "np.square"],
        {"tex": ["x^2"], "typed": ["x: int = x * x"]},
    )


def test_words_of_a_formula_that_is_not_here_are_left_out(tmp_path: Path) -> None:
    path = words(tmp_path, "cube\n  names: third power\n")
    assert read_field_words(["powers/square"], path)["powers/square"].names == []


def test_a_line_of_no_known_kind_is_refused(tmp_path: Path) -> None:
    path = words(tmp_path, "square\n  latex: x^2\n")
    with pytest.raises(SourceError, match="2: expected 'kind: words' of a kind of names, tex"):
        read_field_words(["powers/square"], path)
