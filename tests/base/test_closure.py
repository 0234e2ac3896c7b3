from pathlib import Path

import pytest

from scripts.base.closure import closure, code_key, imports, mentioned, text_key
from tests.project import forget_code


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of modules, the working directory."""
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "__init__.py").write_text("")
    for name, text in {
        "maker": "from ours import helper",
        "helper": "def later():\n    import ours.deep",
        "deep": "import torch\nimport json",
        "other": "import ours.maker",
    }.items():
        (tmp_path / "ours" / f"{name}.py").write_text(text)
    monkeypatch.chdir(tmp_path)
    forget_code()
    return tmp_path / "ours"


def key(name: str = "ours.maker") -> str:
    """The key in a process that starts now."""
    forget_code()
    return code_key(name)


def test_a_closure_is_all_that_is_imported_with_the_packages_around_it(modules: Path) -> None:
    found = closure(["ours.maker"])
    assert found.files.keys() == {"ours", "ours.maker", "ours.helper", "ours.deep"}
    assert found.packages == {"torch"}


@pytest.mark.parametrize("name", ["__init__", "maker", "helper", "deep"])
def test_an_edited_module_of_the_closure_is_another_key(modules: Path, name: str) -> None:
    before = key()
    with (modules / f"{name}.py").open("a") as file:
        file.write("\n# edited")
    assert key() != before


def test_an_edited_module_outside_the_closure_is_the_same_key(modules: Path) -> None:
    before = key()
    (modules / "other.py").write_text("")
    assert key() == before


def test_a_process_is_one_version_of_the_code(modules: Path) -> None:
    before = key()
    (modules / "helper.py").write_text("")
    assert code_key("ours.maker") == before


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import a.b, c", {"a.b", "c"}),
        ("from a import b", {"a", "a.b"}),
        ("from a import (\n    b,\n    c as d,\n)", {"a", "a.b", "a.c"}),
        ("class A:\n    def b(self):\n        import c", {"c"}),
        ("try:\n    import a\nexcept E:\n    import b\nfinally:\n    import c", {"a", "b", "c"}),
        ("if x:\n    import a\nelse:\n    import b", {"a", "b"}),
        ("with x:\n    for y in z:\n        import a", {"a"}),
        ("match x:\n    case 1:\n        import a", {"a"}),
        ("if TYPE_CHECKING:\n    import a", set()),
        ("'import a'", set()),
    ],
)
def test_imports_are_found_wherever_they_stand(text: str, found: set[str]) -> None:
    assert set(imports(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import a.b, c as d", {"a.b", "c"}),
        ("from a import b", {"a", "a.b"}),
        ("from a import (\n    b,\n    c as d,\n)", {"a", "a.b", "a.c"}),
        ("def b():\n    import c  # lately", {"c"}),
        ("if x: import a; import b", {"a", "b"}),
        ("import a, \\\n    b", {"a", "b"}),
        ("what is important", set()),
    ],
)
def test_what_code_mentions_is_found_without_parsing_it(text: str, found: set[str]) -> None:
    assert mentioned(text) == found


def test_what_a_snippet_imports_is_mentioned() -> None:
    for path in sorted(Path("snippets").glob("*/*.py")):
        text = path.read_text(encoding="utf-8")
        assert set(imports(text)) <= mentioned(text), path


def test_code_that_is_no_module_has_a_key_of_its_text_and_its_imports(modules: Path) -> None:
    before = text_key("import ours.deep")
    assert text_key("import ours.deep  # edited") != before
    (modules / "deep.py").write_text("import numpy")
    forget_code()
    assert text_key("import ours.deep") != before


def test_code_that_is_not_python_has_a_key(modules: Path) -> None:
    assert text_key("import (") != text_key("import [")


def test_all_keys_of_a_build_are_known_at_once() -> None:
    import time

    forget_code()
    started = time.process_time()
    code_key("scripts.build")
    assert time.process_time() - started < 1.0
