"""What of the index is loaded for a query: no answer may differ from that of the whole index."""

from typing import Any

import pytest

from tests.search.test_queries import ABSENT, PAGES, QUERIES
from tests.site.search.engine import Engine

ALL = [query["query"] for query in (*QUERIES, *ABSENT, *PAGES)]
# An engine that knows no part, and one for each set of parts that it asks for.
BARE = """
const { texts, works, mentions, ...beginning } = index
const parts = { texts, works, mentions }
const engines = new Map()
const having = names => {
  const key = [...names].sort().join()
  if (!engines.has(key)) {
    engines.set(key, new SearchEngine(beginning))
    for (const name of names) engines.get(key).add(name, parts[name])
  }
  return engines.get(key)
}
"""
LACKING = f"({{ SearchEngine, index }}, query) => {{ {BARE} return having([]).lacking(query) }}"
DIFFERENT = f"""
({{ SearchEngine, resultItems, engine, index }}, queries) => {{
  {BARE}
  const answered = (engine, query) => JSON.stringify(resultItems(engine.search(query), query))
  return queries.filter(query => {{
    const lacking = having([]).lacking(query)
    const {{ missing }} = having(lacking).search(query)
    const partial = having(missing ? [...lacking, "mentions"] : lacking)
    return answered(partial, query) !== answered(engine, query)
  }})
}}
"""


def test_a_query_is_answered_with_its_parts_as_with_all(
    engine: Engine, pytestconfig: pytest.Config
) -> None:
    every = pytestconfig.getoption("all_pages")
    assert engine(DIFFERENT, ALL if every else ALL[::5]) == []


def test_a_query_that_is_being_typed_is_answered_as_with_all(engine: Engine) -> None:
    typed = {query[:length] for query in ALL[::20] for length in (1, 2, 4, 7)}
    assert engine(DIFFERENT, sorted(typed)) == []


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("softmax", []),
        (r"\frac{e^{x_i}}{\sum_j e^{x_j}}", []),
        ("torch.softmax(x, dim=-1)", []),
        ("which formula is checked", ["texts"]),
        ("cheat sheet", ["texts"]),
        ("He (2015)", ["works"]),
        ("kingma", ["texts", "works"]),
        ("1706.03762", ["texts", "works"]),
        ("adam vs kingma", ["works"]),
    ],
)
def test_only_what_may_matter_is_asked_for(engine: Engine, query: str, parts: list[str]) -> None:
    assert engine(LACKING, query) == parts


def test_every_word_of_a_work_is_known_to_be_one(engine: Engine) -> None:
    unknown = """
    ({ engine, index: { works } }) => Object.values(works).flat().flat(2)
      .filter(text => typeof text === "string" && text && !engine.cited.mayBeIn(text))
    """
    found: list[Any] = engine(unknown)
    assert found == []
