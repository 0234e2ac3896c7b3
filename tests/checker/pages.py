"""Small pages for the tests of the checker."""

from pathlib import Path

import pytest

from scripts.base.errors import SourceError
from scripts.checker.judging.judge import check_page
from scripts.checker.verdicts import Verdict

# Formulas that were written for the tests.
FORMULAS = [page for page in sorted(Path("tests/formulas").glob("*.md")) if page.stem != "README"]
X = r"$x \in \mathbb{R}$: a number"
A = r"$\mathbf{A} \in \mathbb{R}^{m \times n}$: a matrix"
VECTORS = r"$\mathbf{a}, \mathbf{b} \in \mathbb{R}^{n}$: vectors"


def write_page(folder: Path, display: str, *symbols: str, code: str = "") -> Path:
    """A page with one display, its symbol list and its code."""
    lines = ["# Title", "", "$$", display, "$$", "", *(f"- {symbol}" for symbol in symbols), ""]
    if code:
        lines += ["```python", code.strip(), "```", ""]
    path = folder / "page.md"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def verdict(folder: Path, display: str, *symbols: str, code: str = "", seed: int = 0) -> Verdict:
    """What the checker says about this display."""
    return check_page(write_page(folder, display, *symbols, code=code), seed=seed)[0]


def accepts(folder: Path, display: str, *symbols: str, code: str = "") -> None:
    """Assert that the display is checked."""
    found = verdict(folder, display, *symbols, code=code)
    assert found.status, (found.message, found.details)


def refuses(folder: Path, message: str, display: str, *symbols: str, code: str = "") -> Verdict:
    """Assert that the display is refused, with these words in the message."""
    found = verdict(folder, display, *symbols, code=code)
    assert found.status is None, found.status
    assert message in found.message, found.message
    return found


def raises(page: Path, line: int, message: str) -> None:
    """Assert that the page itself is refused, at this line."""
    with pytest.raises(SourceError) as caught:
        check_page(page)
    assert str(caught.value).startswith(f"{page.as_posix()}:{line}: "), str(caught.value)
    assert message in str(caught.value)
