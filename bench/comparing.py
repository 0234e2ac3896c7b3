"""Measure the comparison of pasted formulas: `python -m bench.comparing [COUNT] [SEED]`.

Of COUNT one-place changes of all displays none may be called right but those of SAME, which say the
same. Then the pastes of tests/comparing/: those that the rules were written on, those held back,
those in the manner of papers, and those of notes, lectures and web pages, again in two parts. It
reads what the build exported (build/compare/).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
import gzip
import json
from pathlib import Path
import random
import re
from statistics import median
import sys
from typing import Any

from scripts.base.javascript import modules_of
from scripts.base.paths import compare_file, page_file
from scripts.base.text import read_text
from scripts.checker.errors import CheckError
from scripts.checker.judging.page import read_page
from scripts.checker.proving.mutate import mutants
from scripts.comparing.verdicts import RIGHT
from scripts.sources.navigation import formula_ids
from tests.comparing.asking import ENGINE, answers
from tests.comparing.printing import Unprintable, display

COUNT, SEED, AT_ONCE = 5000, 0, 250
# What says the same: formula, change, and why; whose formula it is then, where it is another's.
SAME = (
    (r".*", r"arguments \d and \d of (max|min) swapped", "an extreme has no order", ""),
    (r".*", r"arguments 1 and 2 of clip swapped", "the one in the middle of three", ""),
    (r".*", r"(\w) → (?!\1)(?i:\1)", "another letter: the same, large or small", ""),
    (r".*/covariance", r"indices swapped", "a matrix of covariances is symmetric", ""),
    (r".*/gradient_clipping", r"g → g'", "the clipped gradient, where nothing is clipped", ""),
    (
        r".*/(backpropagation|jacobian)",
        r"J → .*",
        "a Jacobian may have any letter",
        r".*/(backpropagation|jacobian)",
    ),
    (r".*/mixture_of_experts", r"(e|k|y_\{all\}) → W", "W stands for nothing else there", ""),
    (r".*/softmax_cross_entropy_gradient", r"K → W", "W stands for nothing else there", ""),
    (r".*/stochastic_gradient_descent", r"x → d", "an example is no width there", ""),
    (
        r".*/(euclidean_distance|covariance|mean_squared_error|mean_absolute_error)",
        r"arguments 1 and 2 of (d|Cov|MSE|MAE) swapped",
        "how far two are apart, and how they vary together, has no order",
        "",
    ),
    (r".*/(adam|mean_squared_error)", r"⊙ ↔ ·", "of two numbers", ""),
    (r".*/expectation", r"[Pp] → .*", "a density may have any name", ""),
    (r".*/entropy", r"p → X", "of a random variable, or of its law", ""),
    (r".*/cross_entropy", r"z → .*", "the loss as a function of what the softmax gives", ""),
    (r".*/covariance", r"sign flipped|term dropped", "deviations from the mean sum to zero", ""),
    (r".*/nucleus_sampling", r"1 → 0|term dropped", "all probabilities sum to one", ""),
    (
        r".*/(gru|lstm)",
        r"factor dropped",
        "one matrix for three or four is another cell",
        r".*/elman_rnn",
    ),
    (
        r".*/classifier_free_guidance",
        r"term dropped",
        "what is left is another formula",
        r".*/affine_quantization",
    ),
    (
        r".*/momentum",
        r"term dropped",
        "without it, it is the plain step",
        r".*/(stochastic_)?gradient_descent",
    ),
    (
        r".*/nesterov_momentum",
        r"term dropped|b_\{t\} → b_\{t-1\}",
        "without its look ahead, it is momentum",
        r".*/momentum",
    ),
    (r".*/adamw", r"factor dropped", "without its decay, it is Adam", r".*/adam"),
    (r".*/gru", r"3 → 4", "an LSTM has four where a GRU has three", r".*/lstm"),
    (r".*/lstm", r"4 → 3", "a GRU has three where an LSTM has four", r".*/gru"),
    (r".*/convolution_output_size", r"factor dropped", "a dilation of 1 is without", ""),
    (
        r".*/maximum_likelihood",
        r"f → \\ell",
        "a log-likelihood, which the page calls so as well",
        "",
    ),
    (
        r".*/(training_flops|lora)",
        r"(factor|term) dropped",
        "a product of two",
        r"(?!.*/(training_flops|lora)$).*",
    ),
)
PASTES = Path("tests/comparing")
Content = dict[str, Any]


def main(arguments: Sequence[str]) -> int:
    """Print what was found; the exit code is 1 where a change was called right."""
    count, seed = asked(arguments, COUNT)
    formulas = exports()
    if not formulas:
        return not_exported()
    scripts = b"".join(path.read_bytes() for path in modules_of(ENGINE / "engine.js"))
    print(f"scripts of the engine, gzipped: {len(gzip.compress(scripts, 9)) / 1e3:.1f} kB")
    passed = list(called_right(count, seed, formulas))
    for name, what, tex, verdict in passed:
        print(f"{verdict} {name}: {what}: {' '.join(tex.split())}")
    print(f"one-place changes: {count}, called right: {len(passed)}")
    for name, pastes in sets_of_pastes().items():
        print_pastes(name, pastes, formulas)
    return bool(passed)


def asked(arguments: Sequence[str], count: int) -> tuple[int, int]:
    """How many changes, and the seed that they are chosen by: `[COUNT] [SEED]`."""
    seed = int(arguments[1]) if len(arguments) > 1 else SEED
    return int(arguments[0]) if arguments else count, seed


def not_exported() -> int:
    """Say what to do where the build has left nothing to compare with; the exit code."""
    print("error: nothing was exported: run `make site` first", file=sys.stderr)
    return 1


def exports() -> list[Content]:
    """All formulas, as they are exported."""
    files = [compare_file(identifier) for identifier in formula_ids()]
    return [json.loads(read_text(file)) for file in files if file.exists()]


def changes() -> Iterator[tuple[str, str, str]]:
    """Every one-place change of every display: formula, what was changed, LaTeX."""
    for name in formula_ids():
        page = read_page(page_file(name))
        for number, statements in enumerate(page.statements):
            if isinstance(statements, CheckError):
                continue
            for mutant in mutants(statements, page.vocabularies[number]):
                try:
                    yield name, mutant.what, display(mutant.statements)
                except Unprintable:
                    continue


def some_changes(count: int, seed: int) -> list[tuple[str, str, str]]:
    """So many of the changes of all displays."""
    every = list(changes())
    return random.Random(seed).sample(every, min(count, len(every)))


def called_right(
    count: int, seed: int, formulas: Sequence[Content]
) -> Iterator[tuple[str, str, str, str]]:
    """The changes among some that are the same, renamed or equivalent by what is said."""
    some = some_changes(count, seed)
    for start in range(0, len(some), AT_ONCE):
        part = some[start : start + AT_ONCE]
        told = answers([tex for *_, tex in part], formulas)
        for (name, what, tex), answer in zip(part, told, strict=True):
            if answer["verdict"] in RIGHT and not says_the_same(name, what, answer["formula"]):
                yield name, what, tex, f"{answer['verdict']} as {answer['formula']}"


def says_the_same(name: str, what: str, formula: str) -> bool:
    """Whether a change is of a kind that changes nothing, or makes another right formula."""
    return any(
        re.fullmatch(ours, name)
        and re.fullmatch(change, what)
        and (re.fullmatch(other, formula) if other else formula == name)
        for ours, change, _, other in SAME
    )


def sets_of_pastes() -> dict[str, list[Content]]:
    """Pastes with their kind, right or wrong, foreign or bad, and the formula that each is of."""
    pastes, notes, papers = (
        json.loads(read_text(PASTES / f"{name}.json")) for name in ("pastes", "notes", "papers")
    )
    return {
        "open": _part(pastes, held_back=False),
        "held back": _part(pastes, held_back=True),
        "papers": papers,
        "notes, open": _part(notes, held_back=False),
        "notes, held back": _part(notes, held_back=True),
    }


def _part(pastes: Sequence[Content], *, held_back: bool) -> list[Content]:
    return [paste for paste in pastes if paste["held_back"] == held_back]


def print_pastes(name: str, pastes: Sequence[Content], formulas: Sequence[Content]) -> None:
    """How many pastes of each kind got which verdict, and how long it took."""
    told = answers([paste["paste"] for paste in pastes], formulas)
    count: Counter[tuple[str, str]] = Counter()
    for paste, answer in zip(pastes, told, strict=True):
        ours = "" if answer["formula"] in (None, paste["formula"]) else " (another formula)"
        verdict = "right" if answer["verdict"] in RIGHT else answer["verdict"]
        count[paste["kind"], f"{verdict}{ours}"] += 1
    times = sorted(answer["milliseconds"] for answer in told)
    print(f"pastes, {name}:")
    for (kind, verdict), number in sorted(count.items()):
        print(f"  {kind:8} {verdict:28} {number}")
    late = times[int(0.95 * len(times))]
    print(f"  median {median(times):.0f} ms, 95 % {late:.0f} ms, worst {times[-1]:.0f} ms")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
