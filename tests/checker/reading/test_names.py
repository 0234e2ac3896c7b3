"""The names that authors use for symbols in Python."""

import pytest

from scripts.checker.reading.names import python_name


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("m_{t-1}", "m_tm1"),
        ("h_{l+1}", "h_lp1"),
        ("\\hat{y}", "y_hat"),
        ("\\hat{m}_{t}", "m_hat_t"),
        ("\\beta_{1}", "beta_1"),
        ("\\lambda", "lambda_"),
        ("\\mathcal{L}", "L"),
        ("W^{Q}", "W_Q"),
    ],
)
def test_every_name_has_a_python_name(key: str, name: str) -> None:
    assert python_name(key) == name
