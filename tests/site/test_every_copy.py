"""Every display makes the round trip: copy each form, paste it, compare with the page."""

import ast
from collections.abc import Iterable
from functools import cache
import html
from pathlib import Path
import re
import shutil
import subprocess
from typing import Any
from xml.etree import ElementTree

from bs4 import BeautifulSoup
from markdown import markdown
from pymdownx.arithmatex import arithmatex_fenced_format
import pytest

from scripts.mathematics.knowing import known_of
from scripts.mathematics.mathml import to_mathml
from scripts.mathematics.names import NOTHING, Known
from scripts.sources.collection import read_sources
from scripts.sources.configuration import read_configuration
from tests.representatives import formulas
from tests.site.visiting import Visits

ANCHOR = re.compile(r'<mrow class="anchor"[^>]*>(.*?)</mrow>(?=</mtd>)', re.DOTALL)
STYLE = re.compile(
    r'\b(?:data-)?style="([^"]*)"'
)  # pages have the first: their policy forbids the other
ZERO = re.compile(r"^0$")
NAMESPACE = "http://www.w3.org/1998/Math/MathML"


def displays(site: Path, path: str) -> list[str]:
    """MathML of the displays of a built page, as scripts.mathematics.mathml makes it."""
    text = (site / path / "index.html").read_text(encoding="utf-8")
    found = re.findall(r'<div [^>]*class="formula"[^>]*>.*?(<math.*?</math>)', text, re.DOTALL)
    return [tree(ANCHOR.sub(r"\1", math)) for math in found]


def tree(mathml: str) -> str:
    """MathML without spelling: the same tree is the same text."""
    mathml = re.sub("&(?!lt;|gt;|amp;)[a-zA-Z]+;", lambda name: html.unescape(name[0]), mathml)
    mathml = STYLE.sub(lambda style: f'style="{declarations(style[1])}"', mathml)
    named = mathml if NAMESPACE in mathml else mathml.replace("<math", f'<math xmlns="{NAMESPACE}"')
    return ElementTree.canonicalize(named, exclude_attrs={"data-symbol", "id"})


def declarations(style: str) -> str:
    """As a browser writes them that was told them one by one."""
    pairs = (each.partition(":") for each in html.unescape(style).split(";") if each.strip())
    return "".join(f"{name.strip()}: {ZERO.sub('0px', value.strip())};" for name, _, value in pairs)


def typeset(tex: str) -> str:
    """MathML of a copied display, with what its page knows of its names."""
    return to_mathml(tex, display=True, known=known().get(tex, NOTHING))


@cache
def known() -> dict[str, Known]:
    formulas = read_sources().formulas.values()
    return {display.tex: known_of(formula) for formula in formulas for display in formula.displays}


def rendered(text: str) -> BeautifulSoup:
    """Markdown as a renderer shows it that takes a fence called math, or $$, for mathematics."""
    style = arithmatex_fenced_format(which="generic")
    fence = {"name": "math", "class": "arithmatex", "format": style}
    options: dict[str, dict[str, Any]] = {
        "pymdownx.superfences": {"custom_fences": [fence]},
        "pymdownx.arithmatex": {"generic": True},
    }
    extensions = [*options]
    return BeautifulSoup(
        markdown(text, extensions=extensions, extension_configs=options), "html.parser"
    )


def copied(visits: Visits, path: str, form: str) -> list[str]:
    return [texts[form] for texts in visits(path).copies]


@pytest.mark.parametrize("form", ["LaTeX", "MathML"])
def test_every_display_survives_as_latex_and_mathml(
    visits: Visits, site: Path, some_listed: str, form: str
) -> None:
    expected = displays(site, some_listed)
    assert expected
    texts = copied(visits, some_listed, form)
    made = [typeset(text) if form == "LaTeX" else text for text in texts]
    assert [tree(each) for each in made] == expected


@pytest.mark.parametrize("form", ["Markdown (GitHub)", "Markdown ($$)"])
def test_every_display_survives_as_markdown_with_a_link_to_it(
    visits: Visits, site: Path, some_listed: str, form: str
) -> None:
    blank = "\n" if form == "Markdown ($$)" else ""
    texts = copied(visits, some_listed, form)
    for text, mathml in zip(texts, displays(site, some_listed), strict=True):
        soup = rendered(f"See here:\n{blank}{text}More text.")
        formula = soup.select_one("div.arithmatex")
        assert formula is not None
        tex = html.unescape(formula.text).strip().removeprefix("\\[").removesuffix("\\]").strip()
        assert tree(typeset(tex)) == mathml
        link = soup.select_one("a")
        assert link is not None
        assert str(link["href"]).startswith(read_configuration().site_url + some_listed)


def test_every_comment_is_one_and_has_no_latex(visits: Visits, some_formula: str) -> None:
    for comment in copied(visits, f"{some_formula}/", "Code comment"):
        assert ast.parse(comment).body == []
        text = comment.rpartition("# http")[0]
        assert not re.search(r"[\\\u2061-\u2064]|undefined", text), comment


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="needs pdflatex")
@pytest.mark.parametrize("package", ["amsmath", "amssymb"])
def test_the_equations_compile_with_the_packages_they_name(
    visits: Visits, request: pytest.FixtureRequest, tmp_path: Path, package: str
) -> None:
    paths = [f"{formula}/" for formula in formulas(every=request.config.getoption("all_pages"))]
    equations = [text for path in paths for text in copied(visits, path, "LaTeX equation")]
    chosen = [text for text in equations if ("amssymb" in text) == (package == "amssymb")]
    assert chosen
    compile_document(tmp_path, rf"\usepackage{{amsmath,{package}}}", chosen)


def compile_document(folder: Path, preamble: str, equations: Iterable[str]) -> None:
    body = "\n".join(equations)
    document = (
        f"\\documentclass{{article}}\n{preamble}\n\\begin{{document}}\n{body}\\end{{document}}"
    )
    (folder / "equations.tex").write_text(document, encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "equations.tex"]
    run = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    assert run.returncode == 0, run.stdout.decode(errors="replace")[-2000:]
