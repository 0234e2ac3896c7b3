"""What the server process imports once, before it forks a process for each snippet."""

import matplotlib as mpl

mpl.use("svg")

from matplotlib import pyplot  # noqa: F401
import torch

from scripts.running import checks, figures  # noqa: F401

figures.load_fonts()
torch.set_num_threads(1)
# The first derivative of a derivative imports another 800 modules: once here, not in each process.
torch.func.jacrev(torch.sin)(torch.zeros(1))
