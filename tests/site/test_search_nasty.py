"""What nobody should type into the search box, and some do."""

from collections.abc import Iterator

from playwright.sync_api import Browser
import pytest

from tests.site.searching import Box, open_box

SOFTMAX = r"\frac{e^{a_k}}{\sum_m e^{a_m}}"
NASTY = {
    "an image": "<img src=x onerror=window.hacked=1>",
    "a script": "<script>window.hacked=1</script>",
    "an attribute": '"><svg onload=window.hacked=1>',
    "a text of MathML": "softmax <math><mtext><img src=x onerror=window.hacked=1></mtext></math>",
    "a template": "{{7*7}} ${window.hacked=1}",
    "entities": "&lt;img src=x&gt; &amp; &#x3c;",
    "operators of other searches": "+softmax -relu title:adam ~2 ^3 *",
    "a quote": '"',
    "percent signs": "%%%E0%A4%A",
    "a prototype": "__proto__",
    "a constructor": "constructor.prototype.toString",
    "a property": "hasOwnProperty(x)",
    "backslashes": "\\" * 2000,
    "openers": "(" * 5000,
    "braces": "{^_" * 3000,
    "fractions": "\\frac{" * 2000,
    "bars": "|" * 3000,
    "a null": "\x00 softmax \x00",
    "emoji": "🤖🧮" * 500,
    "right to left": "\u202esoftmax\u202c\u200b\ufeff",
    "combining marks": "e" + "\u0302" * 3000,
    "a long word": "softmax" * 3000,
    "many words": "how do I normalize " * 500,
    "a page of LaTeX": f"{SOFTMAX} " * 300,
    "lines": "x = 1\ny = 2\r\n\t\n" * 200,
}


@pytest.fixture(scope="module")
def box(chromium: Browser, address: str) -> Iterator[Box]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    yield open_box(context, address)
    context.close()


@pytest.mark.parametrize("query", NASTY.values(), ids=NASTY)
def test_nothing_typed_breaks_the_box_or_becomes_markup(box: Box, query: str) -> None:
    problems: list[str] = []
    box.page.on("pageerror", lambda error: problems.append(str(error)))
    box.page.on("console", lambda message: problems.append(message.text))
    box.page.on("dialog", lambda dialog: problems.append(dialog.message))
    for result in box.ask(query):
        assert "<img" not in result["html"] and "<script" not in result["html"]
    assert box.page.evaluate("window.hacked") is None
    assert box.ask("softmax")[0]["title"] == "Softmax"
    assert problems == []
