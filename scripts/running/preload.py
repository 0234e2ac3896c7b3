"""What the server of processes has ready for each that it forks: for speed, nothing else."""

import torch

from scripts.checker.judging import judge  # noqa: F401
from scripts.running import checks, figures, frames  # noqa: F401

figures.prepare()
# The first derivative of a derivative imports another 800 modules: once here, not in each process.
torch.func.jacrev(torch.sin)(torch.zeros(1))
