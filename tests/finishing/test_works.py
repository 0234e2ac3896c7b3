import re

from scripts.finishing.works import cited_words, cited_works
from scripts.sources.collection import read_sources


def test_a_work_knows_the_formulas_that_cite_it_and_its_rank_there() -> None:
    sources = read_sources()
    formulas = list(sources.formulas.values())
    works = cited_works(formulas, sources.references)
    place = works["label"].index("Kingma and Ba, 2015")
    assert works["title"][place] == "Adam: A method for stochastic optimization"
    assert "Diederik Kingma" in works["authors"][place]
    assert works["number"][place] == "1412.6980"
    cited = {formulas[formula].slug: rank for formula, rank in works["formulas"][place]}
    assert cited["adam"] == formulas[[f.slug for f in formulas].index("adam")].sources.index(
        "kingma2015"
    )


def test_without_formulas_no_work_is_cited() -> None:
    assert cited_works([], {})["label"] == []


def test_the_words_of_works_are_three_characters_each_in_order() -> None:
    works = {
        "label": ["Ba, 2016"],
        "authors": ["J. Ba"],
        "title": ["Of it"],
        "number": ["1607.06450"],
    }
    words = cited_words(works)
    known = re.findall("...", words)
    assert known == sorted(known) and len(known) == 6  # ba, 2016, j, of, it, the number
    assert known != re.findall("...", cited_words(works | {"title": ["Of us"]}))


def test_an_accent_is_left_out_as_people_do() -> None:
    named = {"label": ["Schölkopf"], "authors": [], "title": [], "number": []}
    assert cited_words(named) == cited_words(named | {"label": ["Scholkopf"]})
