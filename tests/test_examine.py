"""One formula examined: all that is wrong with it is told, and nothing of anything else."""

import json
import shutil

from bs4 import BeautifulSoup
import pytest

from scripts import examine
from scripts.addresses.permalinks import formula_addresses
from scripts.examining.queries import has_node
from tests.project import REPOSITORY, Project

ID, PAGE, SNIPPET = "powers/square", "docs/powers/square.md", "snippets/powers/square.py"
SHOWN = "    return x**2\n    # --8<-- [end:pytorch]"
EXTENSIONS = """\
markdown_extensions:
  - attr_list
  - md_in_html
  - pymdownx.arithmatex: {generic: true, inline_syntax: [dollar], block_syntax: [dollar]}
  - pymdownx.snippets: {base_path: ["."], check_paths: true}
  - pymdownx.superfences
  - scripts.pages.extension

"""
LEDGER = "tests/checker/exceptions.txt"
QUERY = {"kind": "name", "expected": ["square"], "blind": False}
GENERATED = ("build", "docs/figures")

pytestmark = pytest.mark.usefixtures("fork_server")


@pytest.fixture
def ready(project: Project) -> Project:
    """A repository in which nothing is wrong with the square; nothing was ever built."""
    project.edit(SNIPPET, SHOWN, '    """Entry by entry, (...) -> (...)."""\n' + SHOWN)
    addresses = [*formula_addresses(ID), f"{ID}/#f"]
    project.write("permalinks.txt", "# A.\n\n" + "\n".join(sorted(addresses)) + "\n")
    return project


def told(project: Project, identifier: str = ID) -> tuple[int, list[str]]:
    """The exit code, and what is said, without what an examination leaves out or praises."""
    project.capture.readouterr()
    code = examine.main([identifier])
    return code, project.capture.readouterr().out.splitlines()


def failures(project: Project) -> list[str]:
    code, lines = told(project)
    found = [line for line in lines if line.startswith("FAIL ")]
    assert code == (1 if found else 0)
    return found


def files(project: Project) -> dict[str, bytes]:
    paths = (path for path in project.root.rglob("*") if path.is_file())
    named = {path.relative_to(project.root).as_posix(): path for path in paths}
    return {name: p.read_bytes() for name, p in named.items() if not name.startswith(GENERATED)}


def test_all_is_well_without_any_build_and_the_page_can_be_seen(ready: Project) -> None:
    before = files(ready)
    code, lines = told(ready)
    assert (code, lines[-1]) == (0, "nothing to mend")
    checked = f"ok {PAGE}:{ready.line(PAGE, 'f(x) = x')} checked ("
    assert [line for line in lines if line.startswith(checked)]
    assert f"ok page to look at: build/examined/{ID}.html" in lines
    assert "left out: search: there is no tests/search/queries.json" in lines
    assert files(ready) == before


def test_the_page_to_look_at_is_the_page_of_the_site(ready: Project) -> None:
    ready.edit("mkdocs.yml", "nav:", EXTENSIONS + "nav:")
    told(ready)
    page = ready.read(f"build/examined/{ID}.html")
    assert f'src="{(ready.root / "docs/figures/powers/square.svg").as_uri()}"' in page
    assert "<math" in page and "Also called second power" in page
    assert "def square(x: Tensor)" in BeautifulSoup(page, "html.parser").get_text()
    assert 'href="https://example.org/tiny/notation/#letters"' in page
    assert "Cite this page" in page


@pytest.mark.parametrize(
    ("path", "old", "new", "where", "message"),
    [
        (PAGE, "f(x) = x^{2}", "f(x) = x^{3}", "f(x) = x", "reference"),
        (PAGE, "notation.md#letters", "notation.md#words", "notation.md", "has no anchor '#words'"),
        (PAGE, "pytorch: [torch.square]", "pytorch: [torch.sqare]", "pytorch:", "torch.square?"),
        (SNIPPET, "== 2**2", "== 5", "== 5", "AssertionError"),
        (SNIPPET, "(...) -> (...)", "any shape", "def square", "says the shapes in and out"),
        (SNIPPET, "axes.plot(x, square(a * x))", "axes.plt(x)", "axes.plt", "AttributeError"),
    ],
)
def test_what_is_wrong_is_told_at_its_line(
    ready: Project, path: str, old: str, new: str, where: str, message: str
) -> None:
    ready.edit(path, old, new)
    (failure,) = failures(ready)
    assert failure.startswith(f"FAIL {path}:{ready.line(path, where)}: ")
    assert message in failure


def test_an_address_that_is_not_registered_is_told(ready: Project) -> None:
    ready.edit("permalinks.txt", f"{ID}/#sources\n", "")
    (failure,) = failures(ready)
    assert failure.startswith(f"FAIL permalinks.txt:1: add {ID}/#sources")


def test_an_equation_that_is_not_registered_is_told(ready: Project) -> None:
    ready.edit(PAGE, "f(x) = x^{2}", "f(x) = x^{2} \\label{power}")
    (failure,) = failures(ready)
    assert failure.startswith(f"FAIL permalinks.txt:1: add {ID}/#power")


def test_a_registered_equation_that_has_another_name_is_told(ready: Project) -> None:
    ready.edit("permalinks.txt", f"{ID}/#f\n", f"{ID}/#f\n{ID}/#g\n")
    (failure,) = failures(ready)
    line = ready.line("permalinks.txt", "#g")
    assert failure.startswith(f"FAIL permalinks.txt:{line}: '{ID}/#g' is not on the page")


def test_an_equation_without_a_name_is_told_once(ready: Project) -> None:
    ready.edit(PAGE, "f(x) = x^{2}", "f(x) = x^{2} \\label{intuition}")
    (failure,) = failures(ready)
    assert failure.startswith(f"FAIL {PAGE}:{ready.line(PAGE, 'label')}: '#intuition' is the head")


def test_a_status_that_the_list_does_not_know_is_told_until_it_does(ready: Project) -> None:
    ready.edit(PAGE, "f(x) = x^{2}", "x^2 \\ge 0 \\label{f}")
    ready.edit(SNIPPET, "def reference", "def other")
    (failure,) = failures(ready)
    assert failure.endswith(f"add the line '{ID} 1: sampled' to {LEDGER}")
    ready.write(LEDGER, f"# A.\n{ID} 1: sampled\n")
    assert failures(ready) == []


@pytest.mark.skipif(not has_node(), reason="Node runs the search")
def test_its_queries_are_counted_and_asked(ready: Project) -> None:
    shutil.copytree(REPOSITORY / "docs/assets/search", "docs/assets/search", dirs_exist_ok=True)
    texts = ["square", "second power", "x^2", "squre", "torch.square", "cube of a number"]
    queries = [QUERY | {"query": text} for text in texts[:5]]
    ready.write("tests/search/queries.json", json.dumps(queries, indent=0))
    (failure,) = failures(ready)
    assert "add at least 1 queries that 'square' answers" in failure
    queries.append(QUERY | {"query": texts[5]})
    ready.write("tests/search/queries.json", json.dumps(queries, indent=0))
    assert "ok queries: at least 6" in told(ready)[1]


def test_a_page_that_cannot_be_read_is_told_alone(ready: Project) -> None:
    ready.edit(PAGE, "## Intuition", "## Intuitoin")
    code, lines = told(ready)
    assert code == 1
    assert [line for line in lines if line.startswith("FAIL")] == [
        f"FAIL {PAGE}:{ready.line(PAGE, 'Intuitoin')}: "
        "expected '## Intuition' here, not 'Intuitoin'"
    ]
    assert "left out: figure, facts and check: until the page can be read" in lines


def test_a_mistake_of_another_page_is_counted_and_the_rest_goes_on(ready: Project) -> None:
    ready.edit("docs/powers/cube.md", "## Intuition", "## Intuitoin")
    code, lines = told(ready)
    assert (code, lines[-1]) == (0, "nothing to mend")
    checked = f"ok {PAGE}:{ready.line(PAGE, 'f(x) = x')} checked ("
    assert [line for line in lines if line.startswith(checked)]
    assert "left out: search: until the mistakes are mended, 1 of them elsewhere" in lines


def test_an_unknown_formula_is_an_error_with_the_nearest_one(
    ready: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert examine.main(["powers/sqare"]) == 1
    assert capsys.readouterr().err.endswith("did you mean powers/square?\n")


def test_without_one_id_the_usage_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert examine.main([]) == 2
    assert capsys.readouterr().err == "usage: make formula ID=chapter/slug\n"
