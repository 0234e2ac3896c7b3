"""What the server of processes has ready for each that it forks: for speed, nothing else.

A process of its own would import and draw its first text anew: half of what a figure costs.
"""

import gc
from io import BytesIO

from matplotlib import pyplot as plt
import torch

from scripts.base.paths import SNIPPETS
from scripts.checker.judging import judge  # noqa: F401
from scripts.running import calls, checks, figures, frames, rendering  # noqa: F401


def warm_up() -> None:
    """Draw a text and a formula once: Matplotlib reads fonts, builds parsers and keeps them."""
    with plt.style.context([SNIPPETS / "figure.mplstyle", SNIPPETS / "light.mplstyle"]):
        figure, axes = plt.subplots()
        axes.plot([0, 1], label=r"$\frac{x_i^2}{\sqrt{n}}$ of $\mathbf{x}$")
        axes.legend()
        figure.savefig(BytesIO(), format="svg")
        plt.close(figure)


figures.prepare()
warm_up()
# The first derivative of a derivative imports another 800 modules: once here, not in each process.
torch.func.jacrev(torch.sin)(torch.zeros(1))
gc.collect()
gc.freeze()  # what is never looked at again is not copied either
