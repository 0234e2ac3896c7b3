"""Check one page: the same for the build, which keeps sound verdicts only, and for the command."""

from collections.abc import Sequence
from pathlib import Path

from scripts.base.errors import SourceError, SourceErrors
from scripts.checker.verdicts import Verdict, record_of
from scripts.running.torch_names import unknown_names

LIMIT = 60.0  # seconds a page may compute
ADVICE = (
    "give it fewer or smaller sizes, $n \\in \\{2, 3, 4\\}$, name what stands in several sums, "
    "or make its code faster and remove the endless loop"
)


def check(page: str) -> list[Verdict]:
    """The verdicts of all displays of a page, the refused ones, too. Raises what check_page raises.

    Meant for a process of its own: it runs the page's code.
    """
    # Here: the build imports this module, and torch takes seconds.
    import torch

    from scripts.checker.judging.judge import check_page
    from scripts.running.rendering import shown_as_checked

    torch.set_num_threads(1)  # tensors of a few numbers
    return shown_as_checked(Path(page), check_page(Path(page)))


def check_for_record(page: str, pytorch: Sequence[tuple[int, str]]) -> list[str]:
    """The record of a page whose displays are all sound.

    Raises SourceErrors with every display that is refuted or not understood, and every name of
    PyTorch, with its line, that does not exist.
    """
    verdicts = check(page)
    refused = [_error(verdict) for verdict in verdicts if verdict.status is None]
    refused += unknown_names(Path(page), pytorch)
    if refused:
        raise SourceErrors(refused)
    return [record_of(verdicts)]


def _error(verdict: Verdict) -> SourceError:
    drawn = (f"    {name} = {value}" for name, value in verdict.drawn.items())
    message = "\n".join([verdict.message, *verdict.details, *drawn])
    return SourceError(Path(verdict.page), verdict.line, message)
