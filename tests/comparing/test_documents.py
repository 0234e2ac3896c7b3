"""Tests of scripts/comparing/documents.py and of what reads each kind of document."""

import json
from pathlib import Path

import pytest

from scripts.base.errors import SourceError
from scripts.comparing.documents import displays_of


def read(folder: Path, name: str, text: str) -> list[tuple[int, str]]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return [(display.line, display.tex) for display in displays_of(path)]


# LaTeX


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("$$", "$$"),
        (r"\[", r"\]"),
        (r"\begin{equation}", r"\end{equation}"),
        (r"\begin{equation*}", r"\end{equation*}"),
        (r"\begin{displaymath}", r"\end{displaymath}"),
        (r"\begin {equation}", r"\end {equation}"),
    ],
)
def test_latex_has_displays_of_these_forms(tmp_path: Path, opening: str, closing: str) -> None:
    text = f"Let\n{opening}\n  a = b\n{closing}\nbe."
    assert read(tmp_path, "paper.tex", text) == [(3, "a = b")]


@pytest.mark.parametrize("name", ["align", "align*", "gather", "multline", "eqnarray", "flalign"])
def test_aligned_rows_are_one_display(tmp_path: Path, name: str) -> None:
    text = rf"\begin{{{name}}}a &= b \\ c &= d\end{{{name}}}"
    assert read(tmp_path, "paper.tex", text) == [(1, r"\begin{align}a &= b \\ c &= d\end{align}")]


def test_what_an_environment_is_told_is_no_formula(tmp_path: Path) -> None:
    text = (
        r"\begin{alignat}{2}a &= b\end{alignat} \begin{IEEEeqnarray}{rCl}c &=& d\end{IEEEeqnarray}"
    )
    shown = [tex for _, tex in read(tmp_path, "paper.tex", text)]
    assert shown == [r"\begin{align}a &= b\end{align}", r"\begin{align}c &=& d\end{align}"]


def test_labels_and_tags_are_dropped(tmp_path: Path) -> None:
    assert read(tmp_path, "p.tex", r"\[ a = b \label{eq:a} \tag{1} \]")[0][1].strip() == "a = b"


def test_comments_and_verbatim_are_dropped_and_lines_stay(tmp_path: Path) -> None:
    text = "\n".join(
        [
            r"% \[ no = 1 \] and \begin{verbatim}",
            r"5\% of $$a = 5\%$$",
            r"\begin{verbatim}\[ no = 2 \]\end{verbatim} \verb|\[ no = 3 \]|",
            r"\begin{comment}",
            r"\[ no = 4 \]",
            r"\end{comment}",
            r"\[ b % no = 5 \]",
            r"= c \]",
            r"\end{document} \[ no = 6 \]",
        ]
    )
    assert read(tmp_path, "paper.tex", text) == [(2, r"a = 5\%"), (7, "b \n= c")]


def test_own_commands_are_expanded_from_where_they_are_defined(tmp_path: Path) -> None:
    define = "\\newcommand{\\x}{\\mathbf{x}}\n"
    text = f"\\[ \\x \\]\n{define}\\[ \\x \\]\n\\renewcommand{{\\x}}{{x}}\\[ \\x \\]"
    shown = [tex for _, tex in read(tmp_path, "paper.tex", text)]
    assert shown == [r"\x", r"\mathbf{x}", "x"]


def test_commands_that_stand_for_an_environment_open_and_close_it(tmp_path: Path) -> None:
    text = "\\def\\beq{\\begin{equation}}\n\\def\\eeq{\\end{equation}}\n\\beq a = b \\eeq text"
    assert read(tmp_path, "paper.tex", text) == [(3, "a = b")]


def test_what_is_included_is_read_in_its_place_with_its_commands(tmp_path: Path) -> None:
    (tmp_path / "macros.tex").write_text(r"\newcommand{\x}{\mathbf{x}}", encoding="utf-8")
    (tmp_path / "part.tex").write_text("\n\\[ \\x = 1 \\]", encoding="utf-8")
    path = tmp_path / "paper.tex"
    path.write_text("\\input{macros}\n\\include{part}\n\\[ \\x \\]", encoding="utf-8")
    found = [(each.path.name, each.line, each.tex) for each in displays_of(path)]
    assert found == [("part.tex", 2, r"\mathbf{x} = 1"), ("paper.tex", 3, r"\mathbf{x}")]


def test_a_file_that_includes_itself_or_nothing_is_warned_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = read(tmp_path, "paper.tex", "\\input{paper}\n\\input{gone}\n\\[ a \\]")
    assert found == [(3, "a")]
    said = capsys.readouterr().err
    assert "paper.tex:1: includes itself" in said
    assert "paper.tex:2: there is no gone to include" in said


def test_a_display_with_an_endless_command_is_left_out_with_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = read(tmp_path, "paper.tex", "\\def\\x{\\x}\n\\[ \\x \\]\n\\[ a \\]")
    assert found == [(3, "a")]
    assert "paper.tex:2: \\x does not come to an end" in capsys.readouterr().err


# Markdown and notebooks


def test_markdown_has_dollars_brackets_and_fences(tmp_path: Path) -> None:
    text = "\n".join(
        [
            "Text $$a = 1$$ and",
            "> $$",
            "> b = 2",
            "> $$",
            "```math",
            "c = 3",
            "```",
            r"\\[ d = 4 \\]",
            r"\begin{align} e &= 5 \end{align}",
        ]
    )
    shown = read(tmp_path, "notes.md", text)
    expected = [(1, "a = 1"), (3, "b = 2"), (6, "c = 3"), (8, "d = 4")]
    assert shown == [*expected, (9, r"\begin{align} e &= 5 \end{align}")]


def test_code_in_markdown_is_no_formula(tmp_path: Path) -> None:
    text = "```python\nx = '$$a$$'\n```\n`$$b$$`\n<!-- $$c$$ -->\n~~~\n$$d$$\n~~~\n$$e$$"
    assert read(tmp_path, "notes.md", text) == [(9, "e")]


def test_a_notebook_is_read_at_the_lines_of_its_file(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "code", "source": ["print('$$no$$')"]},
        {"cell_type": "markdown", "source": ["# Title\n", "$$a = \\frac{1}{2}$$"]},
        {"cell_type": "markdown", "source": "$$b$$"},
    ]
    path = tmp_path / "book.ipynb"
    path.write_text(json.dumps({"cells": cells}, indent=1), encoding="utf-8")
    lines = path.read_text(encoding="utf-8").splitlines()
    found = displays_of(path)
    assert [each.tex for each in found] == [r"a = \frac{1}{2}", "b"]
    assert "$$a" in lines[found[0].line - 1]
    assert "$$b" in lines[found[1].line - 1]


def test_what_is_no_notebook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is no notebook"):
        read(tmp_path, "book.ipynb", "{}")


# HTML

ANNOTATED = (
    '<math display="block"><semantics><mi>a</mi>'
    '<annotation encoding="application/x-tex">a = b</annotation></semantics></math>'
)


def test_a_web_page_has_latex_beside_its_mathml(tmp_path: Path) -> None:
    assert read(tmp_path, "page.html", f"<p>\n{ANNOTATED}</p>") == [(2, "a = b")]


def test_mathml_without_latex_is_taken_as_it_is(tmp_path: Path) -> None:
    math = '<math display="block"><mi>a</mi><mo>=</mo><mi>b</mi></math>'
    assert read(tmp_path, "page.html", f"<p>{math}</p>") == [(1, math)]


def test_formulas_in_the_text_are_no_displays(tmp_path: Path) -> None:
    inline = ANNOTATED.replace(' display="block"', "")
    assert read(tmp_path, "page.html", f"<p>{inline} $$c$$</p>") == [(1, "c")]


def test_what_a_wiki_calls_a_display_style_is_one(tmp_path: Path) -> None:
    wiki = ANNOTATED.replace(' display="block"', "").replace("a = b", r"{\displaystyle a = b}")
    assert read(tmp_path, "page.html", wiki) == [(1, "a = b")]


def test_katex_says_around_it_that_it_is_a_display(tmp_path: Path) -> None:
    katex = ANNOTATED.replace(' display="block"', "")
    text = f'<span class="katex-display"><span class="katex">{katex}</span></span>'
    assert read(tmp_path, "page.html", text) == [(1, "a = b")]


def test_latex_in_scripts_for_it_and_in_the_text_is_read(tmp_path: Path) -> None:
    text = (
        '<script type="math/tex; mode=display">a = 1</script>\n<script>"$$no$$"</script>\n'
        "<p>\\[ b < c \\]</p>\n<pre>$$no$$</pre>"
    )
    assert read(tmp_path, "page.html", text) == [(1, "a = 1"), (3, "b < c")]


# What cannot be read


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no such file"):
        displays_of(tmp_path / "gone.tex")


def test_a_file_of_another_kind_is_refused_with_those_that_are_read(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no document that is read; those end in \.tex"):
        read(tmp_path, "paper.pdf", "text")


def test_a_binary_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is binary"):
        read(tmp_path, "paper.tex", "a\0b")


def test_a_huge_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scripts.comparing.documents.LARGEST", 10)
    with pytest.raises(SourceError, match="MB; more than"):
        read(tmp_path, "paper.tex", "a" * 11)


def test_an_old_encoding_is_read(tmp_path: Path) -> None:
    path = tmp_path / "paper.tex"
    path.write_bytes("Gödel \\[ a \\]".encode("latin-1"))
    assert [each.tex for each in displays_of(path)] == ["a"]


def test_an_unclosed_display_ends_with_the_file(tmp_path: Path) -> None:
    assert read(tmp_path, "paper.tex", r"\[ a = b") == [(1, "a = b")]
