import re

from markdown import Markdown
import pytest

from scripts.pages.call_line import call_line
from scripts.sources.call import Call, FunctionArgument, TensorArgument, Value


def line(*arguments: TensorArgument | FunctionArgument, between: tuple[Value, ...] = ()) -> str:
    call = Call(1, "torch.f(x, dim=-1)", arguments, (Value("", "(..., n)"),), between)
    return call_line(call, Markdown())


def read(html: str) -> list[str]:
    """What a reader sees, paragraph by paragraph."""
    paragraphs = re.findall(r"<p .*?</p>", html)
    return [re.sub(r"<[^>]+>", "", paragraph) for paragraph in paragraphs]


def test_the_expression_is_code_as_every_other_block() -> None:
    html = line(TensorArgument("x", "(..., n)"))
    assert html.startswith('<div class="highlight"><pre><span></span><code><span class="n">torch')
    assert re.sub(r"<[^>]+>", "", html).startswith("torch.f(x, dim=-1)")


@pytest.mark.parametrize(
    ("argument", "shown"),
    [
        (TensorArgument("x", "(..., n)"), "x (…, n) → (…, n)"),
        (TensorArgument("y", "(N,)", "0..K-1"), "y (N,) ∈ {0, …, K − 1} → (…, n)"),
        (TensorArgument("i", "()", "0..K"), "i () ∈ {0, …, K} → (…, n)"),
        (TensorArgument("p", "(N,)", "[0, 1]"), "p (N,) ∈ [0, 1] → (…, n)"),
        (FunctionArgument("f", ("(n,)",), "()"), "f: (n,) → () → (…, n)"),
    ],
)
def test_shapes_are_written_as_people_write_them(
    argument: TensorArgument | FunctionArgument, shown: str
) -> None:
    assert read(line(argument)) == [shown]


def test_the_arrow_of_the_call_stands_out_from_those_of_its_functions() -> None:
    html = line(FunctionArgument("f", ("(n,)",), "()"))
    assert html.count("<b>→</b>") == 1
    assert "<span>f: (n,) → ()</span> <b>→</b>" in html


def test_a_value_in_between_has_a_line_of_its_own() -> None:
    html = line(TensorArgument("x", "(n,)"), between=(Value("x < x.T", "(n,)"),))
    assert read(html)[1] == "x &lt; x.T → (n,)"
