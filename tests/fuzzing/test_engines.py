"""The search and the comparison answer whatever is typed: a few hundred texts, always the same.

Each night, 100,000 others: bench.fuzzing.
"""

from pathlib import Path

import pytest

from scripts.base.paths import SITE
from scripts.sources.collection import read_sources
from tests.fuzzing.engines import problems, real_texts
from tests.fuzzing.mutations import texts

COUNTS = {"search": 200, "reading": 400, "comparing": 50}


@pytest.fixture(scope="module")
def real() -> list[str]:
    return real_texts(read_sources())


@pytest.mark.parametrize("kind", COUNTS)
def test_whatever_is_typed_is_answered(kind: str, real: list[str]) -> None:
    if not (SITE / "index.html").exists():
        pytest.fail("no site/ to test: run `make site` first")
    assert problems(kind, SITE, texts(0, COUNTS[kind], real)) == []


def test_a_letter_that_is_defined_by_itself_again_and_again_is_answered() -> None:
    if not (SITE / "index.html").exists():
        pytest.fail("no site/ to test: run `make site` first")
    assert problems("search", SITE, [r"a = \frac{a + b}{a - b}, \quad " * 40]) == []


def test_the_same_seed_makes_the_same_texts(real: list[str]) -> None:
    assert texts(3, 50, real) == texts(3, 50, real) != texts(4, 50, real)


def test_what_throws_is_told_with_its_text(tmp_path: Path) -> None:
    (tmp_path / "assets/check").mkdir(parents=True)
    (tmp_path / "assets/check/index.json").write_text('{"formulas": 1}')
    (told,) = problems("reading", tmp_path, ["x = y"])
    assert told["text"] == "x = y" and "TypeError" in told["problem"]
