from scripts.finishing.works import cited_works
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
