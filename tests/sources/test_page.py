from scripts.sources.page import page_paths
from tests.project import Project


def test_the_pages_are_all_markdown_files(project: Project) -> None:
    assert [path.as_posix() for path in page_paths()] == [
        "docs/index.md",
        "docs/notation.md",
        "docs/powers/cube.md",
        "docs/powers/index.md",
        "docs/powers/square.md",
    ]
