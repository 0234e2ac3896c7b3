"""Bad input, end to end: one clear error at file and line, exit code 1, last outputs kept."""

import pytest

from tests.project import Project, assert_refused
from tests.tiny import formula_snippet

PAGE = "docs/powers/square.md"
SNIPPET = "snippets/powers/square.py"


def test_a_page_without_front_matter_is_refused(built: Project) -> None:
    _, _, body = built.read(PAGE).split("---\n", 2)
    built.write(PAGE, body)
    assert_refused(built, f"{PAGE}:1", "expected front matter")


def test_malformed_front_matter_is_refused_at_its_line(built: Project) -> None:
    built.edit(PAGE, "aliases: [second power]", "aliases: [second power")
    assert_refused(built, f"{PAGE}:4", "malformed front matter")


def test_front_matter_with_a_control_character_is_refused(built: Project) -> None:
    built.edit(PAGE, "by itself", "by \x07 itself")
    assert_refused(built, f"{PAGE}:2", "malformed front matter")


def test_front_matter_with_a_key_that_is_no_text_is_refused(built: Project) -> None:
    built.edit(PAGE, "aliases: [second power]", "aliases: []\n[aliases]: second power")
    assert_refused(built, f"{PAGE}:4", "malformed front matter")


def test_front_matter_with_an_impossible_date_is_refused(built: Project) -> None:
    built.edit(PAGE, "Multiplies a number by itself.", "2026-13-45")
    assert_refused(built, f"{PAGE}:1", "malformed front matter")


def test_an_unknown_key_in_front_matter_is_refused_at_its_line(built: Project) -> None:
    built.edit(PAGE, "questions: [", "question: []\nquestions: [")
    assert_refused(built, f"{PAGE}:5", "unknown key 'question'")


def test_a_page_without_a_snippet_is_refused(built: Project) -> None:
    built.remove(SNIPPET)
    assert_refused(built, f"{PAGE}:1", f"has no snippet: write {SNIPPET}")


def test_a_snippet_without_a_page_is_refused(built: Project) -> None:
    built.write("snippets/powers/root.py", formula_snippet(SLUG="root"))
    assert_refused(built, "snippets/powers/root.py:1", "has no page: write docs/powers/root.md")


def test_a_page_missing_in_nav_is_refused_with_the_line_to_add(built: Project) -> None:
    built.edit("mkdocs.yml", "      - powers/square.md\n", "")
    assert_refused(built, f"{PAGE}:1", "not in the nav of mkdocs.yml: add '- powers/square.md'")


def test_a_page_that_nav_names_but_nobody_wrote_is_refused(built: Project) -> None:
    built.edit("mkdocs.yml", "- powers/cube.md", "- powers/cube.md\n      - powers/root.md")
    line = built.line("mkdocs.yml", "powers/root.md")
    assert_refused(built, f"mkdocs.yml:{line}", "there is no docs/powers/root.md")


def test_malformed_nav_is_refused_at_its_line(built: Project) -> None:
    line = built.line("mkdocs.yml", "- Home")
    built.edit("mkdocs.yml", "- Home: index.md", "- Home: [index.md")
    assert_refused(built, f"mkdocs.yml:{line + 1}", "malformed YAML")


def test_latex_that_cannot_be_typeset_is_refused_at_its_line(built: Project) -> None:
    built.edit(PAGE, "f'(x) = 2", r"f'(x) = \unknowncommand 2")
    line = built.line(PAGE, "unknowncommand")
    assert_refused(built, f"{PAGE}:{line}", "LaTeX not understood")


def test_a_display_that_cannot_be_typeset_is_refused_at_its_line(built: Project) -> None:
    built.edit(PAGE, "f(x) = x^{2}", r"f(x) = \frac{x")
    assert_refused(built, f"{PAGE}:{built.line(PAGE, 'frac')}", "LaTeX not understood")


def test_latex_in_a_page_that_is_no_formula_is_refused_too(built: Project) -> None:
    built.edit("docs/notation.md", "$x$", r"$\unknowncommand$")
    assert_refused(built, "docs/notation.md:5", "LaTeX not understood")


def test_a_formula_without_a_symbol_list_is_refused(built: Project) -> None:
    built.edit(PAGE, "- $x \\in \\mathbb{R}$: the base\n", "")
    line = built.line(PAGE, "f(x) = x") + 1
    assert_refused(built, f"{PAGE}:{line}", "expected a symbol list")


def test_an_unknown_citation_key_in_front_matter_is_refused_at_its_line(built: Project) -> None:
    built.edit(PAGE, "sources: [euclid300]", "sources: [euclid300, nobody2000]")
    assert_refused(built, f"{PAGE}:6", "unknown citation key 'nobody2000'")


def test_a_citation_that_is_not_among_the_sources_is_refused_at_its_line(built: Project) -> None:
    built.edit(PAGE, "[@euclid300]", "[@nobody2000]")
    line = built.line(PAGE, "nobody2000")
    assert_refused(built, f"{PAGE}:{line}", "add 'nobody2000' to 'sources'")


def test_an_unknown_citation_key_in_a_page_that_is_no_formula_is_refused(built: Project) -> None:
    built.edit("docs/notation.md", "is $x$", "is $x$ [@nobody2000]")
    assert_refused(built, "docs/notation.md:5", "unknown citation key 'nobody2000'")


def test_a_malformed_bibliography_is_refused(built: Project) -> None:
    built.edit("docs/references.bib", "{Euclid},", "{Euclid}")
    assert_refused(built, "docs/references.bib:3", "malformed BibTeX")


def test_a_reference_without_what_its_kind_needs_is_refused_at_its_entry(built: Project) -> None:
    built.edit("docs/references.bib", "  publisher = {Ratdolt},\n", "")
    assert_refused(built, "docs/references.bib:1", "missing publisher in euclid300")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("../notation.md#letters", "../nowhere.md", "link to ../nowhere.md leads nowhere"),
        ("../notation.md#letters", "../notation.md#digits", "has no anchor '#digits'"),
        ("Nothing", "![A curve upward](nowhere.png)", "link to nowhere.png leads nowhere"),
    ],
    ids=["link", "anchor", "image"],
)
def test_a_target_that_does_not_exist_is_refused_at_its_line(
    built: Project, old: str, new: str, message: str
) -> None:
    built.edit(PAGE, old, new)
    assert_refused(built, f"{PAGE}:{built.line(PAGE, new)}", message)


def test_an_include_of_a_missing_file_is_refused_at_its_line(built: Project) -> None:
    built.edit("docs/notation.md", "A number is $x$.", '--8<-- "snippets/nowhere.py"')
    assert_refused(
        built, "docs/notation.md:5", "includes snippets/nowhere.py, which does not exist"
    )


def test_an_include_of_a_list_that_no_build_writes_is_refused_at_its_line(built: Project) -> None:
    built.edit("docs/index.md", "build/home/chapters.md", "build/home/chapter.md")
    assert_refused(built, "docs/index.md:3", "includes build/home/chapter.md")


def test_an_include_of_a_missing_section_is_refused_at_its_line(built: Project) -> None:
    built.edit("docs/notation.md", "A number is $x$.", f'--8<-- "{SNIPPET}:numpy"')
    assert_refused(built, "docs/notation.md:5", "has no section 'numpy'")


def test_a_formula_page_that_does_not_include_its_snippet_is_refused(built: Project) -> None:
    built.edit(PAGE, f"{SNIPPET}:pytorch", "snippets/powers/cube.py:pytorch")
    line = built.line(PAGE, "## In PyTorch")
    assert_refused(built, f"{PAGE}:{line}", "expected a code block")


@pytest.mark.parametrize("alt", ["", "  "], ids=["empty", "blank"])
def test_a_figure_without_alt_text_is_refused_at_its_line(built: Project, alt: str) -> None:
    built.edit(PAGE, "![A curve through the origin.]", f"![{alt}]")
    assert_refused(built, f"{PAGE}:{built.line(PAGE, '](../figures')}", "alt text is missing")


def test_an_alt_text_with_code_is_refused_at_its_line(built: Project) -> None:
    built.edit(PAGE, "![A curve through the origin.]", "![A curve of `x` through the origin.]")
    line = built.line(PAGE, "](../figures")
    assert_refused(built, f"{PAGE}:{line}", "an alt text is words")


@pytest.mark.parametrize("target", ["javascript:run", "JavaScript:run", "data:text/html,x"])
def test_a_link_to_a_script_is_refused_at_its_line(built: Project, target: str) -> None:
    built.edit(PAGE, "Nothing overflows", f"[Nothing]({target}) overflows")
    assert_refused(built, f"{PAGE}:{built.line(PAGE, target)}", f"link to {target}")


def test_markup_in_the_title_of_a_section_is_refused_at_its_line(built: Project) -> None:
    built.edit("mkdocs.yml", "  - Powers:", '  - "Powers <img src=x:y>":')
    line = built.line("mkdocs.yml", "powers/index.md")
    assert_refused(built, f"mkdocs.yml:{line}", "titles are words, without markup")


@pytest.mark.parametrize("tag", ["<img src='a:b' onerror='run()'>", "<svg/onload=run()>"])
def test_a_tag_in_a_formula_page_is_refused_at_its_line(built: Project, tag: str) -> None:
    built.edit(PAGE, "Nothing overflows", f"Nothing {tag} overflows")
    assert_refused(built, f"{PAGE}:{built.line(PAGE, 'overflows')}", "raw HTML")


def test_an_image_without_alt_text_in_another_page_is_refused_at_its_line(built: Project) -> None:
    built.edit("docs/notation.md", "A number is $x$.", "![](figures/powers/cube.svg)")
    assert_refused(built, "docs/notation.md:5", "alt text is missing")


@pytest.mark.parametrize("path", [PAGE, SNIPPET, "docs/notation.md", "docs/references.bib"])
def test_a_file_that_is_not_utf8_is_refused_at_its_line(built: Project, path: str) -> None:
    lines = built.read(path).encode().splitlines(keepends=True)
    lines[2] = b"caf\xe9 " + lines[2]
    built.write(path, b"".join(lines))
    assert_refused(built, f"{path}:3", "is not UTF-8")


def test_a_configuration_that_is_not_utf8_is_refused_at_its_line(built: Project) -> None:
    text = built.read("mkdocs.yml")
    built.write("mkdocs.yml", text.encode() + b"# caf\xe9\n")
    line = text.count("\n") + 1
    assert_refused(built, f"mkdocs.yml:{line}", "is not UTF-8")


def test_several_broken_pages_are_all_reported_at_once(built: Project) -> None:
    for slug in ("square", "cube"):
        built.edit(f"docs/powers/{slug}.md", "## Intuition", "## Intuitoin")
    assert [error.split(":")[0] for error in built.build().errors] == [
        "docs/powers/cube.md",
        "docs/powers/square.md",
    ]


def test_a_wrong_formula_is_refused_at_its_line(built: Project) -> None:
    built.edit(PAGE, "f(x) = x^{2}", "f(x) = x^{3}")
    line = built.line(PAGE, "x^{3}")
    assert_refused(built, f"{PAGE}:{line}", "the formula is")


@pytest.mark.parametrize("path", ["docs/references.bib", "CITATION.cff", "mkdocs.yml"])
def test_a_file_that_is_missing_is_told_as_one_mistake(built: Project, path: str) -> None:
    built.remove(path)
    assert_refused(built, f"{path}:1", "is missing: restore it, or run this at the root")


def test_a_page_that_is_missing_is_told_where_nav_names_it(built: Project) -> None:
    built.remove("docs/notation.md")
    built.edit(PAGE, "../notation.md#letters", "../index.md")
    built.edit("docs/powers/cube.md", "../notation.md#letters", "../index.md")
    line = built.line("mkdocs.yml", "notation.md")
    assert_refused(built, f"mkdocs.yml:{line}", "there is no docs/notation.md")


def test_a_build_in_another_folder_is_told_as_one_mistake(
    built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(built.root / "docs")
    result = built.build()
    assert result.errors == [
        "mkdocs.yml:1: is missing: restore it, or run this at the root of the repository"
    ]


def test_mistakes_of_several_kinds_are_told_together_in_order(built: Project) -> None:
    built.edit(PAGE, "Nothing overflows", "It costs $5. Nothing overflows")
    built.edit(PAGE, "second power]", "second power, Cube]")
    built.edit("docs/powers/cube.md", "## Intuition", "## Intuitoin")
    built.edit(SNIPPET, "return square(x)", "return x * x")
    places = [":".join(error.split(":")[:2]) for error in built.build().errors]
    assert places == [
        f"docs/powers/cube.md:{built.line('docs/powers/cube.md', '## Intuitoin')}",
        f"{PAGE}:{built.line(PAGE, '$5')}",
        f"{SNIPPET}:{built.line(SNIPPET, 'def reference')}",
    ]


def test_a_pytorch_name_that_does_not_exist_is_refused_at_its_line(built: Project) -> None:
    built.edit(PAGE, "[torch.square]", "[torch.square,\n  torch.squre]")
    assert_refused(built, f"{PAGE}:5", "there is no torch.squre in this version of PyTorch; did")


def test_a_figure_over_300_kb_is_refused_where_it_is_drawn(built: Project) -> None:
    built.edit(SNIPPET, "torch.linspace(-1, 1, 11)", "torch.randn(40_000)")
    line = built.line(SNIPPET, "def figure")
    assert_refused(built, f"{SNIPPET}:{line}", "kB; a page carries 300 kB: draw less")


def test_a_control_character_in_a_formula_is_refused_at_its_line(built: Project) -> None:
    built.edit(PAGE, "f(x) = x^{2}", "f(x) = x^{2} \0")
    assert_refused(built, f"{PAGE}:{built.line(PAGE, 'f(x) = x')}", "a control character")
