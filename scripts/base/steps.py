"""Everything that can be stale: what it is made of, and what makes it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from scripts.base.closure import code_key
from scripts.base.freshness import digest, is_fresh, mark_fresh, stamp_file
from scripts.base.text import write_if_changed

Content = str | bytes


@dataclass(frozen=True)
class Step:
    """Files that are made together: `make` returns what each of the outputs holds, in order.

    With a `limit`, in seconds, it runs in a process of its own, as what authors wrote must; else
    in this one. What decides is `values` and all code that the module of `make` imports.
    """

    kind: str
    name: str
    source: Path  # where a failure is told that names no place itself
    make: "partial[Any]"
    outputs: Sequence[Path]
    values: Sequence[str] = ()
    limit: float | None = None
    inputs: str = field(init=False)  # one digest of all that decides

    def __post_init__(self) -> None:
        """Now: whatever is edited while it is made is no part of what it was made of."""
        inputs = digest(code_key(self.make.func.__module__), *self.values)
        object.__setattr__(self, "inputs", inputs)

    @property
    def is_fresh(self) -> bool:
        """Whether the outputs are what was last made of this."""
        return self.is_fresh_in(Path())

    def is_fresh_in(self, root: Path) -> bool:
        """The same of outputs that lie under another root."""
        return is_fresh(self._stamp, self.inputs, self.outputs, root)

    def write(self, contents: Sequence[Content]) -> None:
        """Write what was made, all of it, and remember what it was made of."""
        for path, content in zip(self.outputs, contents, strict=True):
            write_if_changed(path, content)
        mark_fresh(self._stamp, self.inputs, self.outputs)

    @property
    def files(self) -> list[Path]:
        """All that is written: the outputs, and what they were made of."""
        return [*self.outputs, stamp_file(self._stamp)]

    @property
    def _stamp(self) -> str:
        return f"{self.name}-{self.kind}"
