import pytest

from tests.project import Project, assert_told, mistakes

PAGE = "docs/powers/square.md"
NOTATION = "docs/notation.md"
CHAPTER = "docs/powers/index.md"


@pytest.mark.parametrize("path", [PAGE, NOTATION, "docs/powers/index.md", "docs/index.md"])
@pytest.mark.parametrize("fence", ["", "```\n"], ids=["text", "code"])
def test_a_marker_of_a_merge_is_refused_in_every_page(
    project: Project, path: str, fence: str
) -> None:
    project.write(path, f"{project.read(path)}\n{fence}<<<<<<< HEAD\n=======\n>>>>>>> b\n{fence}")
    assert_told(f"{path}:{project.line(path, '<<<<<<<')}", "left from a merge")


@pytest.mark.parametrize("matter", ["", "---\nhide: [toc]\n---\n", "---\ndescription:\n---\n"])
def test_a_chapter_without_a_description_is_refused(project: Project, matter: str) -> None:
    project.write(CHAPTER, matter + project.read(CHAPTER).partition("---\n\n")[2])
    assert_told(f"{CHAPTER}:1", "expected front matter with a 'description'")


def test_garbled_text_is_refused_in_every_page(project: Project) -> None:
    project.edit(NOTATION, "A number", "Itâ€™s a number")
    assert_told(f"{NOTATION}:5", "garbled character 'â€'")


def test_a_second_title_is_refused_at_its_line(project: Project) -> None:
    project.edit(NOTATION, "## Letters", "# Letters")
    project.edit(PAGE, "../notation.md#letters", "../notation.md")
    assert_told(f"{NOTATION}:3", "expected one heading '# Title'")


def test_a_page_without_a_title_is_refused(project: Project) -> None:
    project.edit(NOTATION, "# Notation", "Notation")
    assert_told(f"{NOTATION}:1", "expected one heading '# Title'")


def test_a_title_in_code_is_none(project: Project) -> None:
    project.edit(NOTATION, "A number", "```sh\n# a comment\n```\n\nA number")
    assert mistakes() == []


def test_mathematics_in_a_heading_is_refused(project: Project) -> None:
    project.edit(NOTATION, "## Letters", "## Letters $x$ { #letters }")
    assert_told(f"{NOTATION}:3", "mathematics in a heading")


@pytest.mark.parametrize("text", ["is x$.", "is $x.", "is $x$ and y$.", "costs $5.", "is $x $."])
def test_a_dollar_without_a_partner_is_refused_at_its_line(project: Project, text: str) -> None:
    project.edit(PAGE, "Nothing overflows", f"It {text} Nothing overflows")
    assert_told(f"{PAGE}:{project.line(PAGE, text)}", "a $ without a partner")


@pytest.mark.parametrize("text", [r"costs \$5", "`$HOME`", "$x$ and $y$", "```\n$HOME\n```"])
def test_dollars_of_mathematics_money_and_code_are_fine(project: Project, text: str) -> None:
    project.edit(PAGE, "Nothing overflows", f"{text}\n\nNothing overflows")
    assert mistakes() == []


@pytest.mark.parametrize("address", ["https://example.org/a.png", "//example.org/a.png"])
def test_an_image_of_another_site_is_refused(project: Project, address: str) -> None:
    project.edit(NOTATION, "A number", f"![A curve upward]({address}) A number")
    assert_told(f"{NOTATION}:5", f"{address} is an image of another site")


@pytest.mark.parametrize("alt", ["figure", "Image", "A plot.", "big square plot"])
def test_an_alt_text_that_says_nothing_is_refused(project: Project, alt: str) -> None:
    project.edit(NOTATION, "A number", f"![{alt}](figures/big_square_plot.svg) A number")
    assert_told(f"{NOTATION}:5", f"alt text '{alt}' says nothing")


def test_an_alt_text_may_hold_brackets(project: Project) -> None:
    project.edit(PAGE, "A curve through the origin.", "A curve on [-1, 1] through 0.")
    assert mistakes() == []


@pytest.mark.parametrize("word", ["ensures", "Prevents", "essential", "powerful"])
def test_a_word_that_claims_too_much_is_refused_at_its_line(project: Project, word: str) -> None:
    project.edit(NOTATION, "A number", f"It {word} a number")
    assert_told(f"{NOTATION}:5", f"'{word}' claims too much")


def test_a_page_over_100_kB_is_refused(project: Project) -> None:
    project.edit(PAGE, "Nothing overflows", "Nothing overflows, " + "never ever " * 10_000)
    line = project.read(PAGE).count("\n")
    assert_told(f"{PAGE}:{line}", "110 kB; a page may have 100 kB")


def test_a_last_line_without_an_end_is_refused(project: Project) -> None:
    project.write(NOTATION, project.read(NOTATION).rstrip("\n"))
    assert_told(f"{NOTATION}:5", "expected a line end")


def test_a_byte_order_mark_before_a_page_is_accepted(project: Project) -> None:
    project.write(PAGE, b"\xef\xbb\xbf" + project.read(PAGE).encode())
    assert mistakes() == []


@pytest.mark.parametrize(
    "tex", [r"\frac{p_i}{2}", r"x + \frac{1}{\sigma^2}", r"\frac{\bar{x}_{\max}}{n}"]
)
def test_scripts_in_a_fraction_of_a_sentence_are_refused(project: Project, tex: str) -> None:
    project.edit(NOTATION, "A number", f"A number, ${tex}$,")
    assert_told(f"{NOTATION}:5", "too small in a sentence: write a / b")


@pytest.mark.parametrize("tex", [r"\frac{1}{2} x_i", r"p_i / x_j", r"\frac{n - 1}{n}"])
def test_other_fractions_of_a_sentence_are_fine(project: Project, tex: str) -> None:
    project.edit(NOTATION, "A number", f"A number, ${tex}$,")
    assert mistakes() == []


def test_scripts_in_a_fraction_of_a_display_are_fine(project: Project) -> None:
    project.edit(NOTATION, "A number", "A number\n\n$$\n\\frac{p_i}{x_j}\n$$\n")
    assert mistakes() == []


def test_scripts_in_a_fraction_of_a_misprint_are_fine(project: Project) -> None:
    table = "| Misprint | Right | What is wrong | Seen in |\n| --- | --- | --- | --- |\n"
    table += r"| $\frac{p_i}{x_j}$ | $\frac{p_j}{x_j}$ | The index is another. | a lecture |"
    project.edit(NOTATION, "A number", f"A number\n\n{table}\n")
    assert mistakes() == []


def test_two_lists_with_nothing_between_them_are_refused(project: Project) -> None:
    project.write(NOTATION, f"{project.read(NOTATION)}\n- one list\n\n- another list\n")
    assert_told(f"{NOTATION}:{project.line(NOTATION, 'another list')}", "continues the one above")
