"""Whatever a page is made of, it is read or refused; a few pages, and each night many others."""

from collections.abc import Iterator
import os
from pathlib import Path
from random import Random
import re
import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from scripts.sources.collection import read_sources
from tests.fuzzing.pages import Reader, copy_sources, mutated_page

NIGHTLY = int(os.environ.get("FUZZED_PAGES", "0"))
SETTINGS = settings(
    max_examples=NIGHTLY or 150,
    derandomize=not NIGHTLY,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
LONGEST = 10  # seconds that a page may compute; most take 0.04
TOLD = re.compile(r"(docs|snippets)/\S+:\d+: \S", re.MULTILINE)
SOURCES = read_sources()
IDENTIFIERS = sorted(SOURCES.formulas)
TEXTS = [SOURCES.formulas[identifier].page.text for identifier in IDENTIFIERS]

pytestmark = pytest.mark.timeout(7200 if NIGHTLY else 300)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Reads pages in a copy of the sources, which is the working directory."""
    root, before = tmp_path_factory.mktemp("fuzzed"), Path.cwd()
    copy_sources(root)
    os.chdir(root)
    yield Reader(SOURCES)
    os.chdir(before)


@SETTINGS
@given(place=st.integers(0, len(TEXTS) - 1), chance=st.randoms(use_true_random=False))
def test_a_page_is_read_or_refused(reader: Reader, place: int, chance: Random) -> None:
    text = mutated_page(TEXTS[place], chance, TEXTS)
    started = time.thread_time()
    told = reader.told(IDENTIFIERS[place], text)
    assert time.thread_time() - started < LONGEST
    assert all(told)


def test_pages_as_they_are_have_no_mistake(reader: Reader) -> None:
    assert [
        reader.told(name, text) for name, text in zip(IDENTIFIERS[:3], TEXTS, strict=False)
    ] == [[]] * 3


def test_a_mistake_is_told_at_its_place(reader: Reader) -> None:
    text = TEXTS[0].replace("## Intuition", "## Intution")
    assert all(TOLD.match(each) for each in reader.told(IDENTIFIERS[0], text))
