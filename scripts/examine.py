"""Examine one formula: `python -m scripts.examine chapter/slug`.

Everything that can go wrong with its page, in seconds, one line a check: `ok what`,
`FAIL file:line what to do`, `look at file:line why` or `left out: what: why`; then where its
page is to be seen. The exit code is 1 where anything fails.
"""

from collections.abc import Iterator, Sequence
import sys

from scripts.base.command import run, telling, usage
from scripts.base.paths import QUERIES, figure_files
from scripts.examining.findings import FAIL, OK, Finding, judged, left_out
from scripts.examining.mathematics import drawn, typeset_and_copied, with_room
from scripts.examining.preview import write_preview
from scripts.examining.queries import WANTED, has_node, missed, read_queries, too_few
from scripts.examining.runs import run_code
from scripts.examining.sources import connected, in_order, read_subject
from scripts.running.processes import start_server
from scripts.sources.collection import Sources
from scripts.sources.formula import Formula

OF_THE_FORMULA = ("mathematics", "room", "figure, facts and check")
OF_THE_SITE = ("links, citations and addresses", "search", "images and card", "page to look at")


@telling
def main(arguments: Sequence[str]) -> int:
    """Run the command; return its exit code."""
    if len(arguments) != 1:
        return usage("make formula ID=chapter/slug")
    failures = 0
    for finding in examine(arguments[0]):
        print(finding, flush=True)
        failures += finding.kind == FAIL
    print(f"{failures} to mend" if failures else "nothing to mend")
    return 1 if failures else 0


def examine(identifier: str) -> Iterator[Finding]:
    """All findings about a formula. Raises SourceError where there is no such formula."""
    start_server()  # it imports torch while this process reads
    subject = read_subject(identifier)
    formula, sources = subject.formula, subject.sources
    yield from in_order(subject)
    if formula is None:
        yield from left_out([*OF_THE_FORMULA, *OF_THE_SITE], "until the page can be read")
        return
    yield from typeset_and_copied(formula)
    yield from with_room(formula)
    if sources:
        yield from connected(formula, sources)
        yield from _found(formula, sources)
    yield from run_code(formula)
    if sources:
        yield from drawn(formula, sources)
        yield from _to_look_at(formula, sources)
    else:
        where = f", {subject.elsewhere} of them elsewhere" if subject.elsewhere else ""
        yield from left_out(OF_THE_SITE, f"until the mistakes are mended{where}")


def _found(formula: Formula, sources: Sources) -> Iterator[Finding]:
    """The queries that must find the formula, and whether they do."""
    if not QUERIES.exists():
        yield from left_out(["search"], f"there is no {QUERIES.as_posix()}")
        return
    queries = read_queries(sources.formulas)
    yield from judged(f"queries: at least {WANTED}", too_few(formula.id, queries, sources.formulas))
    if not has_node():
        yield from left_out(["search"], "Node is not installed, which runs it here")
        return
    yield from judged("search: its queries find it", missed(formula.id, queries, sources))


def _to_look_at(formula: Formula, sources: Sources) -> Iterator[Finding]:
    if all(file.exists() for file in figure_files(formula.id)):
        yield Finding(OK, f"page to look at: {write_preview(formula, sources).as_posix()}")
    else:
        yield from left_out(["page to look at"], "until its figure is drawn")


if __name__ == "__main__":
    run(lambda: main(sys.argv[1:]))
