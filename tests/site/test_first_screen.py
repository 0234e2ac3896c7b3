"""What the first screen of a formula's page offers; tests of every page see what is on it."""

from playwright.sync_api import Page, expect
import pytest

from tests.site.copying import clipboard, visit

SOFTMAX = "probability_statistics/softmax/"


def test_a_click_copies_the_call(reader: Page, address: str) -> None:
    visit(reader, address + SOFTMAX)
    reader.locator(".call .md-code__button[data-md-type=copy]").click()
    reader.wait_for_timeout(100)
    assert clipboard(reader).strip() == "torch.softmax(x, dim=-1)"


@pytest.mark.parametrize(
    ("path", "symbol", "told"),
    [
        ("attention_mechanisms/scaled_dot_product_attention", "d_k", "queries of"),
        ("probability_statistics/expectation", "𝔼", "its mean"),
        ("probability_statistics/expectation", "P", "weighted by"),
        ("probability_statistics/softmax", "K", "number of classes"),
        ("linear_algebra/matrix_multiplication", "n", "left factor"),
    ],
)
def test_sizes_and_letters_of_the_list_are_told_where_they_are_pointed_at(
    reader: Page, address: str, path: str, symbol: str, told: str
) -> None:
    visit(reader, f"{address}{path}/")
    reader.locator(f'.formula > math [data-symbol="{symbol}"]').first.hover()
    expect(reader.locator(".symbol-tip")).to_contain_text(told)
