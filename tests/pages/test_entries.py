from scripts.pages.entries import entry
from scripts.sources.formula import read_formula
from tests.project import Project

PAGE = "docs/powers/square.md"


def test_an_entry_has_name_formula_and_description_in_that_order(project: Project) -> None:
    text = entry("## [Square](square.md)", read_formula("powers/square"))
    name, formula = text.index("## [Square](square.md)"), text.index('x-tex">f(x) = x^{2}<')
    assert name < formula < text.index("<p>Multiplies a number by itself.</p>")


def test_an_entry_has_the_main_display_whole_and_in_pieces(project: Project) -> None:
    project.edit(PAGE, "f(x) = x^{2}", r"f(x) = x^{2}, \quad x = 3")
    text = entry("[Square](square.md)", read_formula("powers/square"))
    assert text.count('<math display="block">') - text.count('class="statement"') >= 1
    assert text.count('class="statement"') == 2


def test_a_description_is_text(project: Project) -> None:
    project.edit(PAGE, "description: Multiplies", "description: a < b & *c* Multiplies")
    text = entry("[Square](square.md)", read_formula("powers/square"))
    assert "<p>a &lt; b &amp; *c* Multiplies" in text
