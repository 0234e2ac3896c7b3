"""The search box and the search engine of the built site, once for all tests."""

from collections.abc import Iterator
import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser
import pytest

from tests.site.search.engine import Engine, engine_of
from tests.site.searching import Box, open_box


@pytest.fixture(scope="session")
def box(chromium: Browser, address: str) -> Iterator[Box]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    yield open_box(context, address)
    context.close()


@pytest.fixture(scope="session")
def engine(site: Path) -> Iterator[Engine]:
    with engine_of(site) as engine:
        yield engine


@pytest.fixture(scope="session")
def catalog(site: Path) -> list[dict[str, Any]]:
    """The formulas of formulas.json."""
    formulas: list[dict[str, Any]] = json.loads((site / "formulas.json").read_text())["formulas"]
    return formulas
