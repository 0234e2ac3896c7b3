"""What a reader has to download."""

import gzip
import json
from pathlib import Path

from scripts.base.paths import SITE
from scripts.base.text import read_text
from scripts.finish import notebook_pages
from scripts.finishing.policy import scripts_of, sources
from tests.each import for_each

KB = 1000
COMMENTS = "assets/copy/plain_text.js"


def gzipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


@for_each(notebook_pages(SITE))
def test_a_notebook_page_weighs_at_most_80_kb(page: Path) -> None:
    assert gzipped(page) <= 80 * KB


@for_each(sorted(SITE.glob("figures/**/*.svg")))
def test_a_figure_weighs_at_most_30_kb(drawing: Path) -> None:
    assert gzipped(drawing) <= 30 * KB


def test_the_scripts_for_copying_weigh_at_most_4_kb(site: Path) -> None:
    scripts = {*site.glob("assets/copy/*.js")} - {site / COMMENTS}
    assert scripts
    assert sum(map(gzipped, scripts)) <= 4 * 1024


def test_what_a_copied_comment_adds_weighs_at_most_3_kb(site: Path) -> None:
    assert gzipped(site / COMMENTS) <= 3 * KB


def test_the_look_of_a_page_is_loaded_in_two_files_of_at_most_7_2_kb(site: Path) -> None:
    sheets = sorted(site.glob("assets/styles/*"))
    assert [sheet.name for sheet in sheets] == ["print.css", "site.css"]
    assert sum(map(gzipped, sheets)) <= 7.2 * KB


def test_what_a_page_holds_for_browsers_without_mathematics_weighs_at_most_300_bytes(
    site: Path,
) -> None:
    page = read_text(site / "probability_statistics/softmax/index.html")
    script = next(each for each in scripts_of(page) if "pictures.js" in each)
    tag, allowed = f"<script>{script}</script>", sources([script]).removeprefix("'self'")
    assert tag in page and allowed in page
    without = page.replace(tag, "").replace(allowed, "")
    weights = [len(gzip.compress(text.encode(), 9)) for text in (page, without)]
    assert weights[0] - weights[1] <= 300


def test_the_math_font_weighs_at_most_75_kb(site: Path) -> None:
    assert (site / "assets/fonts/math.woff2").stat().st_size <= 75 * KB


def test_what_every_page_loads_of_the_search_weighs_at_most_2_kb(site: Path) -> None:
    assert gzipped(site / "assets/search/box.js") <= 2 * KB
    assert not (site / "search/search_index.json").exists()


def test_what_the_open_search_adds_to_it_weighs_at_most_2_2_kb(site: Path) -> None:
    assert gzipped(site / "assets/search/dialog.js") <= 2.2 * KB


def test_the_comparison_of_formulas_weighs_at_most_95_kb_before_a_paste(site: Path) -> None:
    loaded = [*site.glob("assets/check/*.*"), site / "check/index.html"]
    assert sum(map(gzipped, loaded)) <= 95 * KB


def test_the_index_of_the_comparison_weighs_at_most_160_bytes_a_formula(site: Path) -> None:
    count = len(json.loads((site / "formulas.json").read_text(encoding="utf-8"))["formulas"])
    assert gzipped(site / "assets/check/index.json") <= 160 * count


def test_what_a_candidate_of_the_comparison_adds_weighs_at_most_12_kb(site: Path) -> None:
    assert max(map(gzipped, site.glob("assets/check/formulas/*/*.json"))) <= 12 * KB


def test_the_engine_of_the_search_weighs_at_most_24_kib(site: Path) -> None:
    others = {"box.js", "dialog.js", "mathml.js"}
    scripts = [path for path in site.glob("assets/search/*.js") if path.name not in others]
    assert scripts
    assert sum(map(gzipped, scripts)) <= 25 * 1024


def test_what_reads_pasted_mathml_weighs_at_most_1_kb(site: Path) -> None:
    assert gzipped(site / "assets/search/mathml.js") <= 1 * 1024


def test_the_search_index_weighs_at_most_450_bytes_a_formula(site: Path) -> None:
    formulas = json.loads((site / "search/index.json").read_text(encoding="utf-8"))["formulas"]
    written = json.dumps(formulas, ensure_ascii=False, separators=(",", ":")).encode()
    assert len(gzip.compress(written, 9)) <= 450 * len(formulas["title"])


def test_what_else_the_search_index_holds_weighs_at_most_7_kb_and_70_bytes_a_formula(
    site: Path,
) -> None:
    index = json.loads((site / "search/index.json").read_text(encoding="utf-8"))
    count = len(index.pop("formulas")["title"])
    written = json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()
    assert len(gzip.compress(written, 9)) <= 7 * KB + 70 * count


def test_the_works_that_formulas_cite_weigh_at_most_200_bytes_a_formula(site: Path) -> None:
    count = len(json.loads((site / "formulas.json").read_text(encoding="utf-8"))["formulas"])
    assert gzipped(site / "search/works.json") <= 200 * count


def test_the_formulas_of_a_result_weigh_at_most_2_kb(site: Path) -> None:
    assert max(map(gzipped, (site / "search/mathml").glob("*.json"))) <= 2 * KB
