from importlib.metadata import distributions
import re

from tests.project import REPOSITORY

LEAST = re.compile(r">=\s*([\d.]+)")


def test_the_readme_asks_for_the_python_that_the_packages_need() -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    asked = re.search(r"Python ([\d.]+) to", readme)
    needed = [str(package.metadata.json.get("requires_python")) for package in distributions()]
    least = [version(found[1]) for text in needed if (found := LEAST.search(text))]
    assert asked and version(asked[1]) == max(least)


def version(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))
