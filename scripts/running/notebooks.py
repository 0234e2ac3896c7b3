"""Execute the code of one notebook; put its outputs below its cells."""

import json
import os
from pathlib import Path
import re
from tempfile import TemporaryDirectory
from typing import Any

import nbformat

from scripts.base.errors import SourceError
from scripts.base.paths import NOTEBOOKS, UNEXECUTED, executed_file, snippet_file
from scripts.base.text import read_text, write_if_changed

CELL_LIMIT = 120  # seconds
LIMIT = 300.0  # seconds that the kernel may compute for all cells
SLUG = re.compile(r"[\w-]+")
MAX_BYTES = 2_000_000  # of outputs; the largest notebook has 0.4 MB


def what_runs(chapter: str) -> tuple[str, list[str]]:
    """All of build/notebooks/<chapter>.ipynb that decides its outputs, and its code by cells."""
    notebook = json.loads(read_text(UNEXECUTED / f"{chapter}.ipynb"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    named = [(cell["id"], cell["source"]) for cell in cells]
    return json.dumps([named, notebook["metadata"]]), ["".join(source) for _, source in named]


def execute(chapter: str) -> list[str]:
    """Execute build/notebooks/<chapter>.ipynb in an empty folder; return what came out, as JSON.

    Raises SourceError at the formula's snippet when a cell fails.
    """
    # Here: neither is needed where nothing is stale. The kernel is started by its name.
    import ipykernel  # noqa: F401
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    notebook = nbformat.read(UNEXECUTED / f"{chapter}.ipynb", as_version=4)
    try:
        # The cells run where a reader has nothing else of the project.
        with TemporaryDirectory() as own, TemporaryDirectory() as folder:
            os.environ["IPYTHONDIR"] = own  # nobody's settings, no history
            place = {"metadata": {"path": folder}}
            client = NotebookClient(
                notebook,
                timeout=CELL_LIMIT,
                record_timing=False,
                shutdown_kernel="immediate",  # it has no more to say, and takes a second to go
                resources=place,
                config=_through_files(own),
            )
            client.execute()
    except CellExecutionError as error:
        raise _error(chapter, notebook, f"{error.ename}: {error.evalue}") from None
    except CellTimeoutError:
        raise _error(chapter, notebook, f"still running after {CELL_LIMIT} s") from None
    except DeadKernelError:
        raise _error(chapter, notebook, "its kernel ended") from None
    code = (cell for cell in notebook.cells if cell.cell_type == "code")
    cells = {c.id: {"execution_count": c.execution_count, "outputs": _shown(c)} for c in code}
    executed = json.dumps({"cells": cells, "metadata": notebook.metadata}, indent=1, sort_keys=True)
    if (size := len(executed.encode())) > MAX_BYTES:
        most = MAX_BYTES // 10**6
        raise _error(chapter, notebook, f"outputs of {size // 10**6} MB; {most} MB are allowed")
    return [executed]


def _shown(cell: Any) -> list[Any]:
    """What a reader is shown of a cell's outputs: no warnings, which name files of this machine."""
    return [each for each in cell.outputs if each.get("name") != "stderr"]


def _through_files(folder: str) -> Any:
    """A kernel is reached through files in a folder: there is no network."""
    from traitlets.config import Config

    return Config(KernelManager={"transport": "ipc", "connection_file": f"{folder}/kernel.json"})


def write_executed(chapter: str) -> None:
    """Write docs/notebooks/<chapter>.ipynb: the cells of today with the outputs of their code."""
    notebook: Any = nbformat.read(UNEXECUTED / f"{chapter}.ipynb", as_version=4)
    executed = json.loads(read_text(executed_file(chapter)))
    notebook.metadata = executed["metadata"]
    for cell in notebook.cells:
        cell.update(executed["cells"].get(cell.id, {}))
    write_if_changed(NOTEBOOKS / f"{chapter}.ipynb", nbformat.writes(nbformat.from_dict(notebook)))


def _error(chapter: str, notebook: Any, what: str) -> SourceError:
    """A failure of the cell that was executed last."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    cell = next((c for c in reversed(code) if c.get("execution_count")), code[0])
    place = place_of(chapter, cell.id)
    return SourceError(place, 1, f"its cell '{cell.id}' fails in the notebook: {what}")


def place_of(chapter: str, cell: str) -> Path:
    """The snippet that a cell of the notebook was made of; the notebook, where it is of none."""
    snippet = snippet_file(f"{chapter}/{cell.rpartition('-')[0]}")
    there = SLUG.fullmatch(cell) and snippet.exists()
    return snippet if there else UNEXECUTED / f"{chapter}.ipynb"
