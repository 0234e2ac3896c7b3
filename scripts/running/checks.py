"""Check one page in the build: its verdicts are recorded, a refused display is an error."""

from pathlib import Path

import torch

from scripts.base.errors import SourceError, SourceErrors
from scripts.checker.judging.judge import check_page
from scripts.checker.verdicts import Verdict, write_record
from scripts.running.torch_names import unknown_names


def check_and_record(page: str) -> None:
    """Check all displays of a page and record the verdicts under build/checks/.

    Raises SourceErrors with every display that is refuted or not understood and every PyTorch
    name that does not exist; the last good record stays. Meant for a process of its own: it runs
    the page's code.
    """
    torch.set_num_threads(1)  # tensors of a few numbers
    verdicts = check_page(Path(page))
    refused = [_error(verdict) for verdict in verdicts if verdict.status is None]
    refused += unknown_names(Path(page))
    if refused:
        raise SourceErrors(refused)
    write_record(Path(page), verdicts)


def record(page: str) -> None:
    """Check a page and write its verdicts, the refused ones too. Raises what check_page raises.

    Meant for a process of its own: it runs the page's code.
    """
    torch.set_num_threads(1)  # tensors of a few numbers
    write_record(Path(page), check_page(Path(page)))


def _error(verdict: Verdict) -> SourceError:
    drawn = (f"    {name} = {value}" for name, value in verdict.drawn.items())
    message = "\n".join([verdict.message, *verdict.details, *drawn])
    return SourceError(Path(verdict.page), verdict.line, message)
