"""What the theme makes of the heads of pages while a reader goes from one to the next."""

import json

from playwright.sync_api import Page, Response, expect

SOFTMAX = "probability_statistics/softmax/"
DESCRIBED = "document.querySelector('script[type=\"application/ld+json\"]').textContent"


def go_on(reader: Page, address: str) -> list[Response]:
    """Read Softmax, then the next page; what was asked for on the way."""
    answers: list[Response] = []
    reader.on("response", lambda answer: answers.append(answer))
    reader.goto(address + SOFTMAX)
    reader.wait_for_load_state("networkidle")
    reader.evaluate("window.stayed = true")
    reader.get_by_role("link", name="Next: Cross-entropy loss").click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Cross-entropy loss")
    reader.wait_for_load_state("networkidle")
    assert reader.evaluate("window.stayed") is True
    return answers


def test_a_markdown_version_or_a_feed_is_no_translation(reader: Page, address: str) -> None:
    answers = go_on(reader, address)
    assert [answer.url for answer in answers if answer.status >= 400] == []
    sitemaps = [answer.url for answer in answers if answer.url.endswith("sitemap.xml")]
    assert sitemaps == [f"{address}sitemap.xml"]
    alternates = reader.locator("head link[rel=alternate]")
    assert [link.get_attribute("type") for link in alternates.all()] == [
        "application/atom+xml",
        "text/markdown",
    ]


def test_the_description_is_that_of_the_page(reader: Page, address: str) -> None:
    go_on(reader, address)
    expect(reader.locator('script[type="application/ld+json"]')).to_have_count(1)
    described = json.loads(reader.evaluate(DESCRIBED))
    assert described["@graph"][0]["headline"] == "Cross-entropy loss"


def test_no_landmark_lacks_a_name(reader: Page, address: str) -> None:
    go_on(reader, address)
    expect(reader.locator(".md-code__button").first).to_be_attached()
    assert reader.locator("article nav").count() == 0
