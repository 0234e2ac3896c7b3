"""How many megabytes a download has, where a page names it: `<span data-megabytes="folder">`."""

from collections.abc import Mapping
from pathlib import Path
import re

from scripts.base.text import read_text, write_atomically

NAMED = re.compile(r'(?P<tag><span data-megabytes="(?P<name>\w+)">)[^<]*(?=</span>)')


def write_sizes(page: Path, sizes: Mapping[str, str]) -> None:
    """Write the sizes, by name, into a page of a finished site, where there is one."""
    if page.exists():
        text = NAMED.sub(lambda found: found["tag"] + sizes[found["name"]], read_text(page))
        write_atomically(page, text)
