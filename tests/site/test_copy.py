"""What the copy menu gives for single formulas: images, code, and links."""

import base64
from collections.abc import Iterable
from io import BytesIO
from xml.etree import ElementTree

from PIL import Image, ImageOps
from playwright.sync_api import Page, expect
import pytest

from scripts.sources.configuration import read_configuration
from scripts.sources.formula import read_formula
from tests.representatives import FORMULAS
from tests.site.copying import choose, copied, visit

SOFTMAX = "probability_statistics/softmax"
SOME = [SOFTMAX, "optimization/adam", "differential_equations/ordinary_differential_equation"]
NAMESPACE = "http://www.w3.org/1998/Math/MathML"


def each(page: Page, form: str, count: int) -> Iterable[str]:
    return (copied(page, form, number) for number in range(count))


@pytest.mark.parametrize("path", SOME)
def test_pasted_mathml_is_drawn_as_large_as_on_the_page(
    reader: Page, address: str, path: str
) -> None:
    visit(reader, f"{address}{path}/")
    mathml = copied(reader, "MathML")
    assert "data-" not in mathml and "class=" not in mathml
    assert ElementTree.fromstring(mathml).tag == f"{{{NAMESPACE}}}math"
    assert '<annotation encoding="application/x-tex">' in mathml
    math = reader.locator(".formula math").first
    before = math.bounding_box()
    reader.locator(".formula").first.evaluate("(box, text) => { box.innerHTML = text }", mathml)
    assert math.bounding_box() == before


@pytest.mark.parametrize(
    ("form", "opening", "end"),
    [("Markdown ($$)", "$$", "$$"), ("Markdown (GitHub)", "```math", "```")],
)
def test_markdown_names_the_formula_and_links_to_it(
    reader: Page, address: str, form: str, opening: str, end: str
) -> None:
    visit(reader, f"{address}{SOFTMAX}/")
    text = copied(reader, form)
    assert text.startswith(f"{opening}\n\\operatorname{{softmax}}")
    assert text.endswith(
        f"\n{end}\n\n[Softmax]({read_configuration().site_url}{SOFTMAX}/#definition)\n"
    )


def test_a_link_opens_the_page_at_the_display(reader: Page, address: str) -> None:
    visit(reader, f"{address}{SOFTMAX}/")
    first, second = each(reader, "Link", 2)
    assert first == f"{read_configuration().site_url}{SOFTMAX}/#definition"
    assert second == f"{read_configuration().site_url}{SOFTMAX}/#stable-form"
    reader.goto(second.replace(read_configuration().site_url, address))
    expect(reader.locator(".formula").nth(1)).to_be_in_viewport()


def test_in_a_chapter_a_link_goes_to_the_page_of_the_formula(reader: Page, address: str) -> None:
    visit(reader, f"{address}differential_equations/")
    chapter = f"{read_configuration().site_url}differential_equations/"
    ode, pde = (
        f"{chapter}ordinary_differential_equation/",
        f"{chapter}partial_differential_equation/",
    )
    assert list(each(reader, "Link", 2)) == [ode, pde]


@pytest.mark.parametrize("path", SOME)
def test_an_image_is_copied_in_black_on_white_with_a_margin(
    reader: Page, address: str, path: str
) -> None:
    visit(reader, f"{address}{path}/")
    drawing = reader.evaluate(
        "async url => { const i = new Image(); i.src = url; await i.decode();"
        " return [i.naturalWidth, i.naturalHeight] }",
        f"{address}images/{path}/1.svg",
    )
    choose(reader, "Image (PNG)")
    expect(reader.locator(".copy-said")).to_have_text("Image (PNG) copied")
    data = reader.evaluate(
        "async () => { const [item] = await navigator.clipboard.read();"
        " const bytes = new Uint8Array(await (await item.getType('image/png')).arrayBuffer());"
        " return btoa(Array.from(bytes, b => String.fromCharCode(b)).join('')) }"
    )
    image = Image.open(BytesIO(base64.b64decode(data))).convert("RGB")
    assert image.size == (drawing[0] * 4, drawing[1] * 4)
    ink = ImageOps.invert(image).getbbox()
    assert ink is not None, "an empty image"
    assert ink[0] > 0 and ink[1] > 0 and ink[2] < image.width and ink[3] < image.height
    assert sum(image.convert("L").histogram()[:64]) > 0, "no black"


@pytest.mark.parametrize("path", SOME)
def test_a_vector_image_is_saved_under_the_name_of_the_formula(
    reader: Page, address: str, path: str
) -> None:
    visit(reader, f"{address}{path}/")
    with reader.expect_download() as download:
        choose(reader, "Image (SVG)")
    assert download.value.suggested_filename == f"{path.split('/')[1]}-1.svg"
    root = ElementTree.parse(download.value.path()).getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("width") and root.get("height")
    expect(reader.locator(".copy-said")).to_have_text("Image (SVG) downloaded")


def test_in_a_chapter_an_image_is_that_of_the_page(reader: Page, address: str) -> None:
    visit(reader, f"{address}differential_equations/")
    with reader.expect_download() as download:
        choose(reader, "Image (SVG)", display=1)
    assert download.value.suggested_filename == "partial_differential_equation-1.svg"


@pytest.mark.parametrize("path", SOME)
def test_the_code_runs_and_is_that_of_the_snippet(reader: Page, address: str, path: str) -> None:
    visit(reader, f"{address}{path}/")
    code = copied(reader, "PyTorch code")
    compile(code, path, "exec")
    assert code.strip() == read_formula(path).snippet.shown.strip()


def test_in_a_chapter_the_code_is_all_that_is_loaded(reader: Page, address: str) -> None:
    chapter = [formula for formula in FORMULAS if formula.startswith("probability_statistics/")]
    place = chapter.index(SOFTMAX)
    visit(reader, f"{address}probability_statistics/")
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url))
    code = copied(reader, "PyTorch code", display=place)
    assert code.strip() == read_formula(SOFTMAX).snippet.shown.strip()
    assert [url for url in asked if url.endswith(".json")] == [f"{address}{SOFTMAX}.json"]
