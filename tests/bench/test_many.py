from collections.abc import Mapping
from pathlib import Path
import subprocess
import sys

import pytest

from bench.many import main, write_project
from scripts.base.errors import SourceError
from scripts.base.paths import CONFIG, page_file
from scripts.build import _validate
from scripts.sources.collection import Sources, read_sources
from scripts.sources.formula import Formula
from tests.project import REPOSITORY

FEW, ABOVE = 7, 11  # a part of the real formulas; all of them and a part of a family


@pytest.fixture(scope="module")
def real() -> Mapping[str, Formula]:
    return read_sources().formulas


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _written(FEW, tmp_path_factory)


@pytest.fixture(scope="module")
def more(tmp_path_factory: pytest.TempPathFactory, real: Mapping[str, Formula]) -> Path:
    return _written(len(real) + ABOVE, tmp_path_factory)


def test_a_part_of_the_formulas_keeps_to_all_rules(
    few: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(few)
    _validate(sources := read_sources())
    assert len(sources.formulas) == FEW


def test_all_formulas_with_twins_keep_to_all_rules(
    more: Path, real: Mapping[str, Formula], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(more)
    _validate(sources := read_sources())
    assert len(sources.formulas) == len(real) + ABOVE


def test_a_part_of_the_formulas_keeps_no_address_of_an_entry_that_it_may_lack(few: Path) -> None:
    addresses = (few / "permalinks.txt").read_text(encoding="utf-8").splitlines()
    assert "indexes/names/" in addresses
    assert not [each for each in addresses if each.startswith("indexes/") and "#" in each]
    assert not [each for each in addresses if "temperature_scaling" in each]


def test_as_many_as_there_are_is_this_project_itself(
    tmp_path: Path, real: Mapping[str, Formula]
) -> None:
    write_project(len(real), tmp_path)
    for path in (CONFIG, *(formula.path for formula in real.values())):
        assert (tmp_path / path).read_bytes() == path.read_bytes()


def test_twins_differ_in_names_words_and_the_number_of_the_figure(
    more: Path, real: Mapping[str, Formula], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(more)
    for twin in _twins(read_sources(), real):
        original = next(f for f in real.values() if twin.title.endswith(f" {f.title}"))
        for name in ("title", "questions", "sources", "sections"):
            assert getattr(twin, name) != getattr(original, name)
        assert twin.snippet.parameter.default != original.snippet.parameter.default


def test_a_size_that_no_code_names_has_another_letter(
    more: Path, real: Mapping[str, Formula], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(more)
    (twin,) = (f for f in _twins(read_sources(), real) if f.title.endswith(" Dot product"))
    symbols = real["vectors_geometry/dot_product"].symbols
    assert any(r"\mathbb{R}^{n}" in symbol.tex for symbol in symbols)
    assert twin.symbols and not any(r"^{n}" in symbol.tex for symbol in twin.symbols)


def test_a_twin_checks(more: Path, real: Mapping[str, Formula]) -> None:
    page = next(path for path in sorted(more.glob("docs/*_*/*_dot_product.md")))
    run = [sys.executable, "-m", "scripts.check", page.relative_to(more).as_posix()]
    ended = subprocess.run(run, cwd=more, check=False, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert "0 failed" in ended.stdout


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    with pytest.raises(SourceError, match="name a folder that is new or empty"):
        write_project(FEW, tmp_path)


@pytest.mark.parametrize("arguments", [[], ["30"], ["0", "folder"], ["many", "folder"]])
def test_another_use_is_told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert "usage: python -m bench.many N FOLDER" in capsys.readouterr().err


def _written(count: int, temporary: pytest.TempPathFactory) -> Path:
    folder = temporary.mktemp("project")
    assert Path.cwd() == REPOSITORY
    write_project(count, folder)
    return folder


def _twins(sources: Sources, real: Mapping[str, Formula]) -> list[Formula]:
    twins = [formula for formula in sources.formulas.values() if formula.id not in real]
    assert twins and all(page_file(twin.id).exists() for twin in twins)
    return twins
