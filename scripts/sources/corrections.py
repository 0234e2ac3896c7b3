"""What pages said and should not have said: docs/corrections.yml, the newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
import re

from scripts.base.errors import SourceError, SourceErrors
from scripts.base.paths import CORRECTIONS, page_file
from scripts.base.yaml_lines import YamlMapping, read_mapping
from scripts.sources.page import Page
from scripts.sources.reading import read_source

NEEDED = ("page", "since", "mended", "said", "says")
KEYS = (*NEEDED, "section", "about")
ADDRESS = re.compile(r"[a-z]+(?:-[a-z]+)*")


@dataclass(frozen=True)
class Correction:
    """What a file said from one day to another, and what it says since. `anchor` is its address."""

    anchor: str
    about: str
    file: Path
    section: str
    since: date
    mended: date
    said: str
    says: str
    line: int


def read_corrections(pages: Mapping[Path, Page]) -> list[Correction]:
    """Read the list, if there is one. Raises SourceErrors with every entry that is malformed."""
    if not CORRECTIONS.exists():
        return []
    file = read_mapping(CORRECTIONS, read_source(CORRECTIONS))
    corrections, errors = list[Correction](), list[SourceError]()
    for anchor, entry in file.mappings():
        try:
            corrections.append(_correction(anchor, file.lines[anchor], entry, pages))
        except SourceError as error:
            errors.append(error)
    for newer, older in pairwise(corrections):
        if newer.mended < older.mended:
            message = f"'{older.anchor}' was mended later than '{newer.anchor}': put it above"
            errors.append(SourceError(CORRECTIONS, older.line, message))
    if errors:
        raise SourceErrors(errors)
    return corrections


def _correction(
    anchor: str, line: int, entry: YamlMapping, pages: Mapping[Path, Page]
) -> Correction:
    if not ADDRESS.fullmatch(anchor):
        message = f"'{anchor}' is an address: small letters and hyphens, such as second-backward"
        raise SourceError(CORRECTIONS, line, message)
    values = entry.values(texts=True)
    for key, where in entry.lines.items():
        if key not in KEYS:
            raise SourceError(CORRECTIONS, where, f"unknown key '{key}'; known: {', '.join(KEYS)}")
        if not isinstance(values[key], str) or not values[key].strip():
            raise SourceError(CORRECTIONS, where, f"expected '{key}: …', a text")
    for key in NEEDED:
        if key not in values:
            raise SourceError(CORRECTIONS, line, f"expected '{key}: …' in '{anchor}'")
    file = _file(values["page"], entry.lines["page"])
    section = values.get("section", "")
    if section and section not in (pages[file].anchors if file in pages else ()):
        message = f"{file.as_posix()} has no section '#{section}'"
        raise SourceError(CORRECTIONS, entry.lines["section"], message)
    since, mended = (_day(values[key], entry.lines[key]) for key in ("since", "mended"))
    if mended < since:
        message = f"mended on {mended}, before it was said on {since}: exchange them"
        raise SourceError(CORRECTIONS, entry.lines["mended"], message)
    about = values.get("about", anchor.replace("-", " "))
    said, says = values["said"], values["says"]
    return Correction(anchor, about, file, section, since, mended, said, says, line)


def _file(name: str, line: int) -> Path:
    page = page_file(name)
    if page.is_file():
        return page
    if "/" not in name and Path(name).is_file():
        return Path(name)
    message = f"no page '{name}': expected chapter/slug, or such as about or README.md"
    raise SourceError(CORRECTIONS, line, message)


def _day(text: str, line: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"'{text}' is no day: expected one such as 2026-01-31"
        raise SourceError(CORRECTIONS, line, message) from None
