"""What may come out of the cells of a notebook: text and pictures, nothing that a page would run.

A page of a notebook, its file and whoever opens that show outputs as they are.
"""

from collections.abc import Iterator, Mapping
import json
import re
from typing import Any

SHOWN = {"text/plain", "image/png"}  # text is escaped where it is shown; HTML and SVG are not
KINDS = {  # of outputs, and what one has
    "stream": {"name", "text"},
    "display_data": {"data", "metadata"},
    "execute_result": {"data", "metadata", "execution_count"},
}
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
MARKUP = re.compile(r"[<>&\"']")
ELSE = "holds something else than outputs of code: display text and figures of Matplotlib alone"


def problem_of_outputs(executed: str | bytes) -> tuple[str, str] | None:
    """The cell of an executed notebook that is not published, and why; None where all are.

    A cell without a name is none of them.
    """
    try:
        content = json.loads(executed)
        if content.keys() != {"cells", "metadata"} or not all(map(_is_plain, _texts(content))):
            return "", ELSE
        problems = ((name, _problem(cell)) for name, cell in content["cells"].items())
        return next(((name, found) for name, found in problems if found), None)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return "", ELSE


def _texts(content: Mapping[str, Any]) -> Iterator[str]:
    """What is said of the notebook, and the names of its cells."""
    yield from content["cells"]
    waiting = [content["metadata"]]
    while waiting:
        match waiting.pop():
            case dict() as inner:
                waiting += [*inner.keys(), *inner.values()]
            case list() as inner:
                waiting += inner
            case str() as text:
                yield text


def _is_plain(text: str) -> bool:
    return not MARKUP.search(text)


def _problem(cell: Mapping[str, Any]) -> str | None:
    if cell.keys() != {"execution_count", "outputs"} or not _is_count(cell["execution_count"]):
        return ELSE
    return next(filter(None, map(_problem_of_output, cell["outputs"])), None)


def _problem_of_output(output: Mapping[str, Any]) -> str | None:
    kind = output["output_type"]
    if kind not in KINDS or output.keys() != {"output_type", *KINDS[kind]}:
        return ELSE
    if kind == "stream":
        is_text = isinstance(output["text"], str) and output["name"] in ("stdout", "stderr")
        return None if is_text else ELSE
    data = output["data"]
    if other := sorted(data.keys() - SHOWN):
        return f"displays {other[0][:50]}: display text and figures of Matplotlib alone"
    whole = all(isinstance(text, str) for text in data.values()) and not output["metadata"]
    counted = _is_count(output.get("execution_count"))
    return None if whole and counted and BASE64.fullmatch(data.get("image/png", "")) else ELSE


def _is_count(value: object) -> bool:
    return value is None or type(value) is int
