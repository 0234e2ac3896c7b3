from importlib.metadata import version

import pytest

from scripts.base.packages import versions


def named(*imported: str) -> dict[str, str]:
    pairs = (line.partition(" ") for line in versions(frozenset(imported)))
    return {name: number for name, _, number in pairs}


@pytest.mark.parametrize(
    ("imported", "package"),
    [("torch", "torch"), ("math_core", "math-core"), ("fontTools", "fonttools"),
     ("yaml", "pyyaml"), ("PIL", "pillow"), ("bs4", "beautifulsoup4")],
)  # fmt: skip
def test_what_is_imported_is_known_by_its_package(imported: str, package: str) -> None:
    assert named(imported)[package] == version(package)


def test_what_a_package_requires_counts_too() -> None:
    assert named("ziamath").keys() >= {"ziamath", "ziafont", "latex2mathml"}


def test_what_only_an_extra_requires_does_not_count() -> None:
    assert "brotli" not in named("fontTools")


def test_what_is_not_installed_has_no_version() -> None:
    assert named("torhc") == {"torhc": ""}
