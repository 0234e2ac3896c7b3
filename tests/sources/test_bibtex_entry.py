from pathlib import Path

import pytest

from scripts.base.errors import SourceError
from scripts.base.paths import BIBLIOGRAPHY
from scripts.base.text import read_text
from scripts.sources.bibtex_entry import KEY, BibtexEntry, free_key, parse_entries, plain

FILE = Path("new.bib")
ARXIV = """
@misc{vaswani2023attentionneed,
      title={Attention Is All You Need},
      author={Ashish Vaswani and Noam Shazeer},
      year={2023},
      eprint={1706.03762v7},
      archivePrefix={arXiv},
      primaryClass={cs.CL},
      url={https://arxiv.org/abs/1706.03762},
}
"""
JOURNAL = """@article{FUKUSHIMA, author = {Fukushima, Kunihiko}, year = 1969, journal = {IEEE},
  title = {Visual {NAND} BiLSTM units}, pages = {322-333},
  doi = {https://doi.org/10.1109/TSSC.1969.300225}}
"""


def entry(text: str) -> BibtexEntry:
    (found,) = parse_entries(FILE, text)
    return found


def refused(text: str) -> str:
    with pytest.raises(SourceError) as caught:
        parse_entries(FILE, text)
    return str(caught.value)


def test_an_entry_takes_the_form_of_the_file() -> None:
    assert entry(ARXIV).text() == (
        "@misc{vaswani2023attentionneed,\n"
        "  author        = {Vaswani, Ashish and Shazeer, Noam},\n"
        "  title         = {Attention Is All You Need},\n"
        "  year          = {2023},\n"
        "  eprint        = {1706.03762},\n"
        "  archiveprefix = {arXiv},\n"
        "}"
    )


def test_what_the_file_does_not_keep_is_named() -> None:
    assert entry(ARXIV).left_out == ("primaryclass",)


def test_a_doi_has_no_address_before_it_and_pages_a_long_dash() -> None:
    fields = entry(JOURNAL).fields
    assert (fields["doi"], fields["pages"]) == ("10.1109/TSSC.1969.300225", "322--333")


def test_capitals_inside_a_word_are_kept_by_braces() -> None:
    assert entry(JOURNAL).fields["title"] == "Visual {NAND} {BiLSTM} units"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("@misc", "@online", "the type 'online' is not used here; take one of article, book"),
        ("@misc", "@article", "lacks 'journal', which article needs"),
        ("@misc", "@phdthesis", "lacks 'school', which phdthesis needs"),
        ("year={2023}", "month={6}", "lacks 'year', which misc needs"),
        ("author=", "editor=", "lacks 'author'"),
        ("year={2023}", "year={in press}", "expected year = {four digits}, not {in press}"),
        ("1706.03762v7", "1706", "expected eprint = {a number of arXiv, 1607.06450}"),
        ("eprint={1706.03762v7}", "doi={11.1/x}", "expected doi = {10.1162/"),
        ("eprint={1706.03762v7}", "pages={1 to 5}", "expected pages = {147--169}"),
        ("eprint={1706.03762v7}", "title = {", "malformed BibTeX"),
    ],
)
def test_what_is_wrong_with_an_entry_is_told(old: str, new: str, message: str) -> None:
    assert message in refused(ARXIV.replace(old, new))


def test_a_mistake_is_told_at_the_line_of_its_entry() -> None:
    assert refused(f"{JOURNAL}\n{ARXIV.replace('year', 'month')}").startswith("new.bib:6: ")


def test_a_text_without_an_entry_is_refused() -> None:
    assert refused("10.1109/TSSC.1969.300225").startswith("new.bib:1: expected a BibTeX entry")


def test_the_key_is_that_of_the_entry_where_it_has_the_form_of_the_others() -> None:
    assert free_key(entry(ARXIV.replace("attentionneed", "")), set()) == "vaswani2023"


@pytest.mark.parametrize(
    ("taken", "key"),
    [
        (set(), "fukushima1969"),
        ({"fukushima1969"}, "fukushima1969visual"),
        ({"fukushima1969", "fukushima1969visual"}, "fukushima1969nand"),
    ],
)
def test_another_key_is_made_of_author_and_year(taken: set[str], key: str) -> None:
    assert free_key(entry(JOURNAL), taken) == key


def test_accents_and_capitals_do_not_count() -> None:
    assert plain(r"M{\"u}ller, Klaus") == plain("Müller Klaus") == "mullerklaus"


def test_every_entry_of_the_bibliography_has_this_form() -> None:
    entries = parse_entries(BIBLIOGRAPHY, read_text(BIBLIOGRAPHY))
    assert [e.key for e in entries if e.left_out or not KEY.fullmatch(e.key)] == []
