"""Run one snippet: its facts are checked, its figure is drawn in light and in dark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.abc import SourceLoader
import importlib.util
from io import BytesIO
import os
from pathlib import Path
import random
import sys
import threading
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any

from scripts.base.errors import SourceError
from scripts.base.paths import SNIPPETS, THEMES, snippet_file
from scripts.running.drawings import problem_of_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SEED = 0
LIMIT = 60.0  # seconds a snippet may compute


def style_files() -> list[Path]:
    """What every figure looks like: style sheets and fonts."""
    return [*SNIPPETS.glob("*.mplstyle"), *SNIPPETS.glob("fonts/*.otf")]


def prepare() -> None:
    """Make Matplotlib and torch draw and compute the same in every process."""
    import matplotlib as mpl
    from matplotlib import font_manager
    import torch

    mpl.use("svg")
    for font in sorted(SNIPPETS.glob("fonts/*.otf")):
        font_manager.fontManager.addfont(font)
    torch.set_num_threads(1)  # tensors of a few numbers


def run_snippet(identifier: str) -> list[bytes]:
    """Check the facts of a formula; return both drawings, light and dark.

    Raises whatever the snippet raises, and SourceError where it breaks its contract.
    Meant for a process of its own: importing and drawing leave traces.
    """
    prepare()
    path = snippet_file(identifier)
    with _no_traces(path):
        module = load_snippet(path)
    if hasattr(module, "check"):
        with _no_traces(path):
            seed()
            module.check()
    require_shown_call(path, module)
    drawings = [drawn(path, module, theme).svg for theme in THEMES]
    if problem := problem_of_figure(max(drawings, key=len)):
        raise SourceError(path, module.figure.__code__.co_firstlineno, problem)
    return drawings


def require_shown_call(path: Path, module: ModuleType) -> None:
    """See that the call that the page shows runs and keeps to its shapes."""
    # Here: the build imports this module, and torch takes seconds.
    from scripts.running.calls import require_true_call
    from scripts.sources.snippet import read_snippet

    with _no_traces(path):
        seed()
        require_true_call(path, module, read_snippet(path).call)


def load_snippet(path: Path) -> ModuleType:
    """Import a snippet from its file, under the name `snippets.chapter.slug`."""
    name = ".".join(path.with_suffix("").parts)
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or not isinstance(spec.loader, SourceLoader):
        raise SourceError(path, 1, "expected a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    # Without the cache beside the sources, which goes by time.
    exec(spec.loader.source_to_code(path.read_bytes(), path), module.__dict__)
    return module


@dataclass(frozen=True)
class Drawing:
    """A figure and the SVG that was saved of it."""

    figure: Figure
    svg: bytes


def drawn(
    path: Path,
    module: ModuleType,
    theme: str,
    parameter: Mapping[str, float] = MappingProxyType({}),
    like: Figure | None = None,
) -> Drawing:
    """Draw a figure, as published or with another parameter; its axes where those of `like` are.

    A drawing that is to be compared with others keeps all points of its lines.
    """
    from matplotlib import pyplot as plt
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    look = [SNIPPETS / "figure.mplstyle", SNIPPETS / f"{theme}.mplstyle"]
    points: dict[str, Any] = {"path.simplify": False} if parameter else {}
    with plt.style.context([*look, points]):
        with _no_traces(path):
            seed()
            figure = module.figure(**parameter)
            if not isinstance(figure, Figure):
                line = module.figure.__code__.co_firstlineno
                kind = type(figure).__name__
                raise SourceError(path, line, f"figure() must return a Figure, not {kind}")
            plt.close(figure)
        drawing = BytesIO()
        metadata = {"Date": None, "Creator": None}  # the same figure is the same file
        if like:
            _lay_out(figure, like)
            # Not savefig(), which would draw once more before, to find the layout.
            FigureCanvasSVG(figure).print_svg(drawing, metadata=metadata)  # type: ignore[no-untyped-call]
        else:
            figure.savefig(drawing, format="svg", metadata=metadata)
    return Drawing(figure, drawing.getvalue())


def _lay_out(figure: Figure, like: Figure) -> None:
    """A longer label moves nothing. Backgrounds are none, as in what savefig() saves."""
    figure.set_layout_engine("none")
    for patch in (figure.patch, *(axes.patch for axes in figure.axes)):
        patch.set(facecolor="none", edgecolor="none")
    for axes, other in zip(figure.axes, like.axes, strict=False):
        axes.set_position(other.get_position(original=True))


def seed() -> None:
    """The same random numbers in every run."""
    import numpy as np
    import torch

    random.seed(SEED)
    np.random.seed(SEED)
    torch.manual_seed(SEED)


@contextmanager
def _no_traces(path: Path) -> Iterator[None]:
    """Refuse a snippet that leaves the process other than it found it."""
    before = _global_state()
    yield
    after = _global_state()
    for name in before | after:
        was, now = before.get(name), after.get(name)
        if now != was:
            message = f"leaves global state behind: {name} is {now}, was {was}"
            raise SourceError(path, 1, f"{message}; restore it")


def _global_state() -> dict[str, object]:
    import matplotlib as mpl
    from matplotlib import pyplot as plt
    import torch

    state: dict[str, object] = {
        "the working directory": Path.cwd(),
        "sys.path": tuple(sys.path),
        "torch's default dtype": torch.get_default_dtype(),
        "torch's default device": torch.get_default_device(),
        "torch's gradient mode": torch.is_grad_enabled(),
        "torch's number of threads": torch.get_num_threads(),
        "torch's deterministic mode": torch.are_deterministic_algorithms_enabled(),
        "the list of open figures": plt.get_fignums(),
        "the number of threads": threading.active_count(),
    }
    state |= {f"os.environ[{key!r}]": value for key, value in os.environ.items()}
    state |= {f"rcParams[{key!r}]": str(value) for key, value in mpl.rcParams.items()}
    return state
