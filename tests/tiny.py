"""The files of a tiny complete repository: one chapter, two formulas, all that a build needs."""

from collections.abc import Iterator

CONFIG = """\
site_name: Tiny
site_url: !ENV [SITE_URL, "https://example.org/tiny/"]

nav:
  - Home: index.md
  - Powers:
      - powers/index.md
      - powers/square.md
      - powers/cube.md
  - Notebooks:
      - Powers: notebooks/powers.ipynb
  - notation.md

site_description: Two powers.
"""

BIBLIOGRAPHY = """\
@book{euclid300,
  author    = {Euclid},
  title     = {Elements},
  publisher = {Ratdolt},
  year      = {1482},
  url       = {https://example.org/elements},
}
"""

PUBLICATION = """\
cff-version: 1.2.0
title: Tiny
message: Please cite it.
type: software
authors:
  - name: The Tiny contributors
version: 1.2.0
date-released: 2026-01-31
"""

PAGE = """\
---
description: Multiplies a number NAME.
aliases: [ALIAS]
pytorch: [torch.TORCH]
questions: [multiply a number NAME]
sources: [euclid300]
---

# TITLE

$$
f(x) = x^{POWER}
$$

- $x \\in \\mathbb{R}$: the base

## Intuition

Grows quickly [@euclid300].

## How it affects the output

- The slope is $f'(x) = POWER x^{SLOPE}$.

## In PyTorch

```python
--8<-- "snippets/powers/SLUG.py:pytorch"
```

![A curve through the origin.](../figures/powers/SLUG.svg)

## Good to know

Nothing overflows below $10^{19}$.

## See also

- [Notation](../notation.md#letters)

## Sources

--8<-- "build/sources/powers/SLUG.md"
"""

SNIPPET = '''\
"""TITLE: multiply a number NAME."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

# --8<-- [start:pytorch]
import torch
from torch import Tensor


def SLUG(x: Tensor) -> Tensor:
    return x**POWER
    # --8<-- [end:pytorch]


def call(x: Tensor) -> Tensor:
    """x (...) -> (...)"""
    return torch.pow(x, POWER)


def reference(x: Tensor) -> Tensor:
    return SLUG(x)


def check() -> None:
    assert SLUG(torch.tensor(2.0)) == 2**POWER
    assert call(torch.tensor(2.0)) == 2**POWER


def figure() -> Figure:
    x = torch.linspace(-1, 1, 11)
    fig, axes = plt.subplots()
    axes.plot(x, SLUG(x))
    return fig
'''

FORMULAS = (
    {"SLUG": "square", "TITLE": "Square", "NAME": "by itself", "ALIAS": "second power"}
    | {"POWER": "2", "SLOPE": "1", "TORCH": "square"},
    {"SLUG": "cube", "TITLE": "Cube", "NAME": "by its square", "ALIAS": "third power"}
    | {"POWER": "3", "SLOPE": "2", "TORCH": "pow"},
)

PERMALINKS = "# Addresses.\n\n"

FILES = {
    "permalinks.txt": PERMALINKS,
    "mkdocs.yml": CONFIG,
    "docs/references.bib": BIBLIOGRAPHY,
    "CITATION.cff": PUBLICATION,
    "docs/index.md": '# Tiny\n\n--8<-- "build/home.md"\n',
    "docs/notation.md": "# Notation\n\n## Letters\n\nA number is $x$.\n",
    "docs/powers/index.md": '# Powers\n\nTwo powers.\n\n--8<-- "build/chapters/powers.md"\n',
}


def formula_page(**changes: str) -> str:
    """The page of `powers/square`, or of another formula: `SLUG="cube", …`."""
    return _filled(PAGE, FORMULAS[0] | changes)


def formula_snippet(**changes: str) -> str:
    """The snippet of `powers/square`, or of another formula."""
    return _filled(SNIPPET, FORMULAS[0] | changes)


def tiny_sources() -> Iterator[tuple[str, str]]:
    yield from FILES.items()
    for formula in FORMULAS:
        yield f"docs/powers/{formula['SLUG']}.md", _filled(PAGE, formula)
        yield f"snippets/powers/{formula['SLUG']}.py", _filled(SNIPPET, formula)


def _filled(template: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        template = template.replace(name, value)
    return template
