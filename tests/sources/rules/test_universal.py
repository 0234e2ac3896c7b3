import pytest

from tests.project import Project, assert_told, mistakes

ABOUT, CLAIMS = "docs/about.md", "tests/claims.txt"
LINE = "docs/about.md: Each formula has one page -> tests/test_powers.py::test_one_page"


@pytest.fixture
def about(project: Project) -> Project:
    """A page about the site that says something of each formula, and a test."""
    project.write(ABOUT, "# About\n\nEach formula has one page.\n")
    project.edit("mkdocs.yml", "  - notation.md", "  - notation.md\n  - about.md")
    project.write("tests/test_powers.py", "def test_one_page() -> None: ...\n")
    return project


@pytest.mark.parametrize(
    "words",
    ["Each formula", "every page", "all of the displayed formulas", "All pages", "always", "Never"],
)
def test_a_word_about_all_that_no_test_keeps_true_is_refused(about: Project, words: str) -> None:
    about.write(ABOUT, f"# About\n\nSo {words} it is.\n")
    assert_told(f"{ABOUT}:3", f"'{words}' is said of all")


def test_a_sentence_with_its_test_is_accepted(about: Project) -> None:
    about.write(CLAIMS, f"# Comment.\n\n{LINE}\n")
    assert mistakes() == []


def test_the_test_of_one_sentence_does_not_stand_for_another(about: Project) -> None:
    about.write(CLAIMS, f"{LINE}\n")
    about.write(ABOUT, "# About\n\nEach formula has one page. Every page is right.\n")
    assert_told(f"{ABOUT}:3", "'Every page'")


@pytest.mark.parametrize("text", ["Some pages differ.", "Each of them.", "`every page` is code."])
def test_other_words_and_code_are_left_alone(about: Project, text: str) -> None:
    about.write(ABOUT, f"# About\n\n{text}\n")
    assert mistakes() == []


def test_a_formula_page_may_say_it(about: Project) -> None:
    about.write(CLAIMS, f"{LINE}\n")
    about.edit(
        "docs/powers/square.md", "Nothing overflows", "It is never negative. Nothing overflows"
    )
    assert mistakes() == []


def test_the_readme_is_judged_too(about: Project) -> None:
    about.write(CLAIMS, f"{LINE}\n")
    about.write("README.md", "# Tiny\n\nEvery page is short.\n")
    assert_told("README.md:3", "'Every page'")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("docs/about.md: Each formula", "expected 'docs/about.md: "),
        (LINE.replace("one page", "two pages"), "docs/about.md does not say 'Each formula has two"),
        (LINE.replace("about", "index"), "docs/index.md does not say"),
        (LINE.replace("test_one_page", "test_two"), "there is no test test_two"),
        (LINE.replace("test_powers", "test_roots"), "there is no test test_one_page"),
    ],
)
def test_a_line_that_keeps_nothing_true_is_refused(about: Project, line: str, message: str) -> None:
    about.write(CLAIMS, f"\n{line}\n")
    assert any(told.startswith(f"{CLAIMS}:2: ") and message in told for told in mistakes())
