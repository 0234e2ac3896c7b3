from xml.etree import ElementTree

import pytest

from scripts.mathematics.sizes import Size, size


def of(mathml: str) -> Size | None:
    return size(ElementTree.fromstring(mathml))


def test_a_letter_is_as_high_and_deep_as_its_ink() -> None:
    assert of("<mi>y</mi>") == pytest.approx((0.442, 0.205), abs=0.001)


def test_a_row_is_as_high_and_deep_as_its_parts() -> None:
    assert of("<mrow><mi>d</mi><mi>y</mi></mrow>") == pytest.approx((0.694, 0.205), abs=0.001)


def test_a_subscript_reaches_deeper_than_its_letter() -> None:
    assert of("<msub><mi>v</mi><mi>t</mi></msub>") == pytest.approx((0.442, 0.254), abs=0.002)


def test_a_superscript_reaches_higher_than_its_letter() -> None:
    assert of("<msup><mi>x</mi><mn>2</mn></msup>") == pytest.approx((0.754, 0.011), abs=0.002)


def test_an_accent_stands_above_its_letter() -> None:
    assert of('<mover accent="true"><mi>v</mi><mo>ˆ</mo></mover>') == pytest.approx(
        (0.694, 0.011), abs=0.001
    )


def test_the_size_of_a_fraction_is_not_known() -> None:
    assert of("<mfrac><mi>a</mi><mi>b</mi></mfrac>") is None
