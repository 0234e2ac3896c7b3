"""What comes out of a notebook is text and pictures, whoever answers."""

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.running.outputs import ELSE, problem_of_outputs
from tests.project import Project

MARKUP = "<script>ran()</script>"
PICTURE = {"image/png": "iVBORw0KGgo=\n", "text/plain": f"<Figure> {MARKUP}"}
SNIPPET = "snippets/powers/square.py"


def displayed(data: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"output_type": "display_data", "data": data, "metadata": {}, **more}


def executed(output: Any = None, **cell: Any) -> dict[str, Any]:
    """What came out of one cell."""
    whole = {"execution_count": 1, "outputs": [output] if output else [], **cell}
    return {"cells": {"square-figure": whole}, "metadata": {"kernelspec": {"name": "python3"}}}


def test_text_and_pictures_are_published() -> None:
    printed = {"output_type": "stream", "name": "stdout", "text": MARKUP}
    result = {**displayed({"text/plain": MARKUP}), "output_type": "execute_result"}
    for output in (None, printed, displayed(PICTURE), {**result, "execution_count": 3}):
        assert problem_of_outputs(json.dumps(executed(output))) is None


@pytest.mark.parametrize(
    "kind",
    [
        "text/html",
        "image/svg+xml",
        "text/markdown",
        "text/latex",
        "application/javascript",
        "application/vnd.jupyter.widget-view+json",
    ],
)
def test_what_a_page_would_run_is_refused_with_its_kind(kind: str) -> None:
    found = problem_of_outputs(json.dumps(executed(displayed(PICTURE | {kind: MARKUP}))))
    assert found and found[0] == "square-figure" and f"displays {kind}: " in found[1]


@pytest.mark.parametrize(
    "forged",
    [
        executed(source=MARKUP),
        executed(execution_count=MARKUP),
        executed(displayed({"image/png": f'"{MARKUP}'})),
        executed(displayed({"text/plain": [MARKUP]})),  # type: ignore[dict-item]
        executed(displayed(PICTURE, metadata={"image/png": {"width": MARKUP}})),
        executed({"output_type": "error", "ename": MARKUP, "evalue": "", "traceback": []}),
        executed({"output_type": "stream", "name": MARKUP, "text": ""}),
        executed({"output_type": []}),
        executed("text"),
        executed() | {"metadata": {"title": MARKUP}},
        executed() | {"metadata": {MARKUP: 1}},
        executed() | {"cells": {MARKUP: {}}},
        executed() | {"more": 1},
        [],
        7,
    ],
    ids=str,
)
def test_an_answer_that_is_none_is_refused(forged: Any) -> None:
    found = problem_of_outputs(json.dumps(forged))
    assert found and found[1] == ELSE


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, b"\xff"])
def test_what_is_no_notebook_is_refused(text: str | bytes) -> None:
    assert problem_of_outputs(text) == ("", ELSE)


HTML = """
    display = getattr(__import__("builtins"), "display", None)  # in a notebook only
    if display:
        display({"text/html": "<script>ran()</script>"}, raw=True)
    assert square"""


def test_a_cell_that_displays_html_is_refused_at_its_snippet(built: Project) -> None:
    built.edit(SNIPPET, "    assert square", HTML.lstrip("\n"))
    before = built.read("build/executed/powers.json")
    result = built.build()
    (error,) = result.errors
    assert error.startswith(f"{SNIPPET}:1: its cell 'square-check' displays text/html: display")
    assert (result.code, built.read("build/executed/powers.json")) == (1, before)


def test_the_outputs_of_the_build_are_published(built: Project) -> None:
    whole = Path("build/executed/powers.json").read_text(encoding="utf-8")
    assert problem_of_outputs(whole) is None and "image/png" in whole
