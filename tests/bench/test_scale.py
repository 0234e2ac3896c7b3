from pathlib import Path

import pytest

from bench import scale
from bench.watching import Cost


def test_every_kind_of_build_is_measured_with_what_is_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[tuple[str, ...]] = []

    def build(command: list[str], folder: Path) -> Cost:
        texts = (folder / path for path in ("docs", "snippets"))
        files = sorted(file for folder in texts for file in folder.rglob("*.*"))
        built.append((*command[3:], *(file.read_text() for file in files)))
        return Cost(seconds=2.0)

    monkeypatch.setattr(scale, "cost_of", build)
    for name in (f"docs/{scale.EXAMPLE}.md", f"snippets/{scale.EXAMPLE}.py"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(Path(name).read_text(encoding="utf-8"), encoding="utf-8")
    rows = dict(scale._built(tmp_path, 300))
    assert rows["nothing changed"] == "2.0 s, cpu 0.0 (≤ 12)"
    assert rows["one page edited, draft"] == "2.0 s, cpu 0.0 (≤ 4)"
    cold, same, page, draft, snippet = built
    assert same == cold
    assert page[0] != cold[0] and page[1] == cold[1]
    assert draft[0] == "--draft" and snippet[1] != cold[1]


def test_sizes_are_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    assert scale.main(["few"]) == 2
    assert "usage: python -m bench.scale [N …]" in capsys.readouterr().err
