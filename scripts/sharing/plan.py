"""How many machines the formulas are worth: `python -m scripts.sharing.plan` lists their shares.

Needs nothing but Python: a workflow asks before anything is installed.
"""

import json
from math import ceil

from scripts.base.paths import SNIPPETS

# Figures and checks of so many take two cores a few minutes, about as long as a machine takes to
# install torch: fewer a machine would save nothing.
FORMULAS_A_MACHINE = 150
MOST = 20  # machines that a hosting service runs at a time without being paid


def shares(formulas: int) -> list[str]:
    """`1/3`, `2/3`, `3/3`: what each of the machines is asked for."""
    machines = min(max(ceil(formulas / FORMULAS_A_MACHINE), 1), MOST)
    return [f"{number}/{machines}" for number in range(1, machines + 1)]


if __name__ == "__main__":
    print(json.dumps(shares(len([*SNIPPETS.glob("*/*.py")]))))
