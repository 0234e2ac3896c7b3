import pytest

from scripts.base.errors import SourceError
from scripts.base.paths import BIBLIOGRAPHY
from scripts.sources.bibliography import Reference, read_references
from tests.project import Project

ENTRY = """\
@article{key2000,
  author  = {AUTHORS},
  title   = {On words},
  journal = {Letters},
  year    = {2000},
  EXTRA
}
"""


def reference(project: Project, authors: str = "Ada Lovelace", extra: str = "") -> Reference:
    project.write(
        BIBLIOGRAPHY.as_posix(), ENTRY.replace("AUTHORS", authors).replace("EXTRA", extra)
    )
    return read_references()["key2000"]


@pytest.mark.parametrize(
    ("authors", "label"),
    [
        ("Ada Lovelace", "Lovelace, 2000"),
        ("Lovelace, Ada and Hopper, Grace", "Lovelace and Hopper, 2000"),
        ("Lovelace, Ada and Hopper, Grace and Noether, Emmy", "Lovelace et al., 2000"),
        ("Laurens van der Maaten", "van der Maaten, 2000"),
        ('H{\\"o}lder, Otto', "Hölder, 2000"),
    ],
)
def test_a_label_names_authors_and_year(project: Project, authors: str, label: str) -> None:
    assert reference(project, authors).label == label


@pytest.mark.parametrize(
    ("extra", "url"),
    [
        ("doi = {10.1/x}, url = {https://example.org}", "https://doi.org/10.1/x"),
        ("eprint = {1607.06450}", "https://arxiv.org/abs/1607.06450"),
        ("url = {https://example.org}", "https://example.org"),
        ("", None),
    ],
    ids=["doi", "eprint", "url", "none"],
)
def test_a_reference_leads_to_the_most_lasting_address(
    project: Project, extra: str, url: str | None
) -> None:
    assert reference(project, extra=extra).url == url


def test_a_reference_names_the_title_and_the_journal(project: Project) -> None:
    markdown = reference(project).markdown
    assert "On words" in markdown and "Letters" in markdown


def test_a_reference_is_one_line(project: Project) -> None:
    assert "\n" not in reference(project, extra="doi = {10.1/x}").markdown


@pytest.mark.parametrize("field", ["title", "year", "author"])
def test_an_entry_that_lacks_a_field_is_refused_at_its_line(project: Project, field: str) -> None:
    lines = [line for line in ENTRY.splitlines() if not line.strip().startswith(field)]
    text = "\n".join(["", *lines]).replace("EXTRA", "").replace("AUTHORS", "Ada Lovelace")
    project.write(BIBLIOGRAPHY.as_posix(), text)
    with pytest.raises(SourceError, match=rf"references\.bib:2: entry 'key2000' lacks '{field}'"):
        read_references()


@pytest.mark.parametrize("other", ["", "doi = {10.1/x},"])
@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//example.org", "https://a b", "example.org"],
)
def test_a_url_that_is_no_web_address_is_refused_at_its_entry(
    project: Project, url: str, other: str
) -> None:
    with pytest.raises(SourceError, match=r"references\.bib:1: entry 'key2000': expected a url"):
        reference(project, extra=f"{other} url = {{{url}}}")


def test_mathematics_in_a_title_is_refused_at_its_entry(project: Project) -> None:
    text = ENTRY.replace("AUTHORS", "Ada Lovelace").replace("EXTRA", "")
    title = next(line for line in text.splitlines() if line.strip().startswith("title"))
    project.write(BIBLIOGRAPHY.as_posix(), text.replace(title, r"title = {Sums of $\ell_1$},"))
    with pytest.raises(SourceError, match=r"references\.bib:1: entry 'key2000': a title is text"):
        read_references()


def test_an_edited_bibliography_is_read_anew(project: Project) -> None:
    before = reference(project, "Ada Lovelace").label
    assert reference(project, "Grace Hopper").label != before


def test_a_key_used_twice_is_refused(project: Project) -> None:
    entry = ENTRY.replace("AUTHORS", "Ada Lovelace").replace("EXTRA", "")
    project.write(BIBLIOGRAPHY.as_posix(), entry + entry)
    with pytest.raises(SourceError, match=r"references\.bib:\d+: malformed BibTeX"):
        read_references()


@pytest.mark.parametrize(
    "entry",
    [
        "@misc{key2000, author = {A}, title = {{B} and {C}}, year = 2000}",
        "@misc {\n key2000 ,\n author = {A},\n title = {B},\n year = {2000},\n doi = {1/a_b},\n}",
    ],
)
def test_the_bibtex_of_a_reference_is_what_the_bibliography_says(
    project: Project, entry: str
) -> None:
    other = "@misc{other, author = {A}, title = {B}, year = {2000}}"
    project.write(BIBLIOGRAPHY.as_posix(), f"{other}\n\n{entry}\n\n{other.replace('other', 'z')}\n")
    assert read_references()["key2000"].bibtex == entry


def test_an_entry_between_parentheses_is_refused(project: Project) -> None:
    project.write(BIBLIOGRAPHY.as_posix(), "@misc(key2000, author = {A}, title = {B}, year = 2000)")
    with pytest.raises(SourceError, match=r"references\.bib:1: expected entry 'key2000' as '@type"):
        read_references()
