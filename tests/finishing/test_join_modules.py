"""Tests of scripts/finishing/join_modules.py; the joined script is tested in the browser."""

from pathlib import Path

import pytest

from scripts.base.errors import SourceError
from scripts.finishing.join_modules import join_modules

ENTRY = 'export { area } from "./area.js"\n'
AREA = """\
import { times as product } from "./times.js"

export function area(a, b) {
  return product(a, b)
}
"""
TIMES = "export const times = (a, b) => a * b\n"


def write(folder: Path, **modules: str) -> Path:
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text)
    return folder / "entry.js"


def test_the_entry_holds_everything_and_the_modules_are_gone(tmp_path: Path) -> None:
    join_modules(write(tmp_path, entry=ENTRY, area=AREA, times=TIMES))
    assert [path.name for path in tmp_path.iterdir()] == ["entry.js"]
    text = (tmp_path / "entry.js").read_text()
    assert "import" not in text
    assert "const { times: product } = $times" in text
    assert text.endswith("export const { area } = $area\n")


def test_a_module_stands_behind_those_that_it_imports_and_only_once(tmp_path: Path) -> None:
    again = 'import { times } from "./times.js"\nexport { area } from "./area.js"\n'
    join_modules(write(tmp_path, entry=again, area=AREA, times=TIMES))
    text = (tmp_path / "entry.js").read_text()
    assert text.index("const $times") < text.index("const $area")
    assert text.count("const $times") == 1


def test_the_entry_may_have_statements_of_its_own(tmp_path: Path) -> None:
    own = 'import { times } from "./times.js"\n\nexport const twice = a => times(2, a)\n'
    join_modules(write(tmp_path, entry=own, times=TIMES))
    text = (tmp_path / "entry.js").read_text()
    assert text.endswith("const { times } = $times\n\nexport const twice = a => times(2, a)\n")


def test_names_may_be_exported_in_a_list_and_generators_too(tmp_path: Path) -> None:
    module = "export function* two() {\n  yield 2\n}\nconst three = 3\n\nexport { three }\n"
    join_modules(write(tmp_path, entry='export { two, three } from "./area.js"\n', area=module))
    text = (tmp_path / "entry.js").read_text()
    assert "return { two, three }" in text
    assert "export {" not in text.partition("return")[0]


def test_a_module_of_another_folder_is_put_in_and_stays(tmp_path: Path) -> None:
    (tmp_path / "search").mkdir()
    (tmp_path / "check").mkdir()
    write(tmp_path / "search", times=TIMES)
    entry = 'import { times } from "../search/times.js"\n\nexport const twice = a => times(2, a)\n'
    join_modules(write(tmp_path / "check", entry=entry))
    assert "const $search_times = (" in (tmp_path / "check" / "entry.js").read_text()
    assert "const { times } = $search_times" in (tmp_path / "check" / "entry.js").read_text()
    assert (tmp_path / "search" / "times.js").exists()


def test_a_site_without_the_entry_is_left_alone(tmp_path: Path) -> None:
    join_modules(tmp_path / "entry.js")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "statement",
    [
        'import * as all from "./times.js"',
        "export default area",
        'import "./times.js"',
        "export { area as b }",
    ],
)
def test_another_form_of_import_or_export_is_refused_at_its_line(
    tmp_path: Path, statement: str
) -> None:
    entry = write(tmp_path, entry=ENTRY, area=f"{AREA}{statement}\n", times=TIMES)
    with pytest.raises(SourceError, match=r"area\.js:6: write 'import"):
        join_modules(entry)
    assert (tmp_path / "times.js").exists()


def test_modules_that_import_each_other_are_refused(tmp_path: Path) -> None:
    times = 'import { area } from "./area.js"\n\nexport const times = area\n'
    with pytest.raises(SourceError, match="imports itself"):
        join_modules(write(tmp_path, entry=ENTRY, area=AREA, times=times))
