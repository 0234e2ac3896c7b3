from datetime import date
from pathlib import Path
import subprocess
import sys

import pytest

from scripts.base.errors import SourceError
from scripts.base.paths import CITATION_FILE
from scripts.sources.citation_file import read_publication
from scripts.sources.configuration import read_configuration
from tests.project import Project

FILE = CITATION_FILE.as_posix()
CHECK = str(Path(sys.executable).with_name("check-jsonschema"))


def test_the_citation_file_follows_its_schema() -> None:
    command = [CHECK, "--builtin-schema=vendor.citation-file-format", FILE]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_the_citation_file_names_the_site() -> None:
    assert read_publication().title == read_configuration().setting("site_name")


def test_title_group_version_and_release_are_read(project: Project) -> None:
    publication = read_publication()
    assert publication.title == "Tiny"
    assert publication.authors == ("{The Tiny contributors}",)
    assert publication.version == "1.2.0"
    assert publication.released == date(2026, 1, 31)


def test_a_version_that_looks_like_a_number_stays_a_text(project: Project) -> None:
    project.edit(FILE, "1.2.0\ndate", "1.10\ndate")
    assert read_publication().version == "1.10"


def test_a_person_is_named_family_first(project: Project) -> None:
    project.edit(FILE, "name: The Tiny contributors", "{family-names: Noether, given-names: Emmy}")
    assert read_publication().authors == ("Noether, Emmy",)


@pytest.mark.parametrize("key", ["title", "authors", "version", "date-released"])
def test_a_missing_key_is_refused(project: Project, key: str) -> None:
    project.edit(FILE, f"\n{key}:", f"\nx-{key}:")
    with pytest.raises(SourceError, match=rf"^{FILE}:1: expected '{key}: …'"):
        read_publication()


def test_an_empty_version_is_refused_at_its_line(project: Project) -> None:
    project.edit(FILE, "version: 1.2.0\ndate", "version:\ndate")
    with pytest.raises(SourceError, match=rf"^{FILE}:7: expected 'version: …'"):
        read_publication()


def test_a_malformed_date_is_refused_at_its_line(project: Project) -> None:
    project.edit(FILE, "2026-01-31", "31 January")
    line = project.line(FILE, "date-released")
    with pytest.raises(SourceError, match=rf"^{FILE}:{line}: 'date-released' must be a date"):
        read_publication()


@pytest.mark.parametrize("authors", ["Emmy Noether", "[{alias: emmy}]"])
def test_authors_of_another_form_are_refused_at_their_line(project: Project, authors: str) -> None:
    project.edit(FILE, "authors:\n  - name: The Tiny contributors", f"authors: {authors}")
    with pytest.raises(SourceError, match=rf"^{FILE}:5: .*author"):
        read_publication()


def test_malformed_yaml_is_refused_at_its_line(project: Project) -> None:
    project.edit(FILE, "title: Tiny", "title: [Tiny")
    with pytest.raises(SourceError, match=rf"^{FILE}:\d+: malformed YAML"):
        read_publication()


def test_a_build_without_a_version_is_refused(built: Project) -> None:
    built.edit(FILE, "version: 1.2.0\ndate", "date")
    result = built.build()
    assert result.errors == [f"{FILE}:1: expected 'version: …'"]
    assert result.code == 1
