"""Execute one notebook, when it is stale."""

import nbformat

from scripts.base.errors import SourceError
from scripts.base.paths import NOTEBOOKS, SNIPPETS, UNEXECUTED
from scripts.base.text import write_atomically

CELL_LIMIT = 120  # seconds


def execute(chapter_slug: str) -> None:
    """Execute build/notebooks/<chapter>.ipynb into docs/notebooks/.

    Raises SourceError at the snippet's page when a cell fails.
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    path = UNEXECUTED / f"{chapter_slug}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=CELL_LIMIT, record_timing=False)
    try:
        client.execute()
    except CellExecutionError as error:
        cell = next(c for c in reversed(notebook.cells) if c.get("execution_count"))
        snippet = SNIPPETS / f"{chapter_slug}/{cell.id.rpartition('-')[0]}.py"
        message = f"its cell '{cell.id}' fails in the notebook: {error.ename}: {error.evalue}"
        raise SourceError(snippet if snippet.exists() else path, 1, message) from None
    write_atomically(NOTEBOOKS / path.name, nbformat.writes(notebook))
