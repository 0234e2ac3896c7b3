"""The tests mirror the rooms of `scripts`; what several of them need stands beside them."""

import os

# Before PyTorch is loaded: tests run in a process a core, and tensors of a few numbers in one
# thread, here and in what they start.
os.environ.setdefault("OMP_NUM_THREADS", "1")
