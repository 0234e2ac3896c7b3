"""What a display means by names that the displays above it define."""

from pathlib import Path

import pytest

from scripts.checker.judging.judge import check_page
from scripts.checker.verdicts import Verdict

PAGE = r"""# Title

$$
f(\mathbf{x}) = c \sum_i x_i, \quad c = \frac{2}{n}
$$

- $\mathbf{x} \in \mathbb{R}^{n}$: entries
- $f(\mathbf{x}) \in \mathbb{R}$: twice their mean
- $c \in \mathbb{R}$: a factor

$$
%s
$$

```python
def reference(x):
    return 2 * x.mean()
```
"""


def second(folder: Path, display: str) -> Verdict:
    """What the checker says of this display below one that defines f and c."""
    path = folder / "page.md"
    path.write_text(PAGE % display, encoding="utf-8")
    first, verdict = check_page(path)
    assert first.status == "checked", first.message
    return verdict


@pytest.mark.parametrize(
    ("holds", "fails"),
    [
        (r"f(3 \mathbf{x}) = 3 f(\mathbf{x})", r"f(3 \mathbf{x}) = f(\mathbf{x}) + 3"),
        (
            r"\frac{\partial f(\mathbf{x})}{\partial x_i} = \frac{2}{n}",
            r"\nabla f(\mathbf{x})_i = 2",
        ),
        (r"2 n f(\mathbf{x}) = \sum_i 4 x_i", r"2 n f(\mathbf{x}) = \sum_i 2 x_i"),
    ],
)
def test_a_function_of_the_symbol_list_is_what_a_display_above_defines(
    holds: str, fails: str, tmp_path: Path
) -> None:
    found = second(tmp_path, holds)
    assert found.status == "checked", found.message
    assert second(tmp_path, fails).status is None


def test_a_value_of_the_symbol_list_is_any_of_its_domain(tmp_path: Path) -> None:
    assert second(tmp_path, r"c \sum_i x_i = \sum_i c x_i").status == "checked"
    refused = second(tmp_path, r"\frac{c}{2} \sum_i x_i = \frac{1}{n} \sum_i x_i")
    assert "c is any of its domain here, whatever a display above says" in refused.message


def test_a_display_may_define_a_function_anew(tmp_path: Path) -> None:
    other = r"f(\mathbf{x}) = \frac{c}{2} \max_i x_i, \quad c = 2"
    refused = second(tmp_path, other)
    assert "reference is" in refused.message
