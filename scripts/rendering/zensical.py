"""Zensical in the place of MkDocs: `python -m scripts.rendering.zensical [--draft]`.

It reads the pages, templates and settings that MkDocs reads, copied to build/zensical/. Only what
a plugin does there is done here: notebooks are pages of Markdown. Everything is rendered anew.
`RENDERER=zensical make site` makes the whole site with it.
"""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
import shutil
import sys

from scripts.base.command import run, run_module, telling, usage
from scripts.base.errors import SourceError
from scripts.base.lock import only_build
from scripts.base.paths import BUILD, CONFIG, DOCS, NOTEBOOKS, OVERRIDES, RENDERED
from scripts.base.text import read_text, write_atomically
from scripts.rendering.notebook_markdown import notebook_markdown
from scripts.sources.collection import Sources, read_sources

HERE = BUILD / "zensical"
SETTINGS = """\
INHERIT: mkdocs.yml
theme:
  variant: classic
markdown_extensions:
  - scripts.rendering.zensical_links
"""


@telling
def main(arguments: Sequence[str] = ()) -> int:
    """Run the command; return its exit code."""
    draft = list(arguments) == ["--draft"]
    if arguments and not draft:
        return usage("python -m scripts.rendering.zensical [--draft]")
    with only_build():
        return render(read_sources(), draft=draft)


def render(sources: Sources, *, draft: bool = False) -> int:
    """Write build/site/ anew; return the exit code. SourceError where there is no Zensical."""
    if find_spec("zensical") is None:
        message = "Zensical is not installed: `make lint` installs it with all that tests need"
        raise SourceError(CONFIG, 1, message)
    settings = prepare(sources)
    strict = [] if draft else ["--strict"]
    code = run_module("zensical", "build", "--clean", "--config-file", str(settings), *strict)
    if code == 0:
        (HERE / "site" / "search.json").unlink(missing_ok=True)  # of its search, not of ours
        shutil.rmtree(RENDERED, ignore_errors=True)
        shutil.move(HERE / "site", RENDERED)
    return code


def prepare(sources: Sources) -> Path:
    """Write build/zensical/, all that Zensical reads; return its settings."""
    shutil.rmtree(HERE, ignore_errors=True)
    for folder in (DOCS, OVERRIDES):
        shutil.copytree(folder, HERE / folder)
    for chapter in sources.chapters:
        page = HERE / NOTEBOOKS / f"{chapter.slug}.md"
        write_atomically(page, notebook_markdown(chapter, sources))
        beside = page.with_suffix("") / chapter.notebook.name  # where it is downloaded
        beside.parent.mkdir()
        (HERE / chapter.notebook).rename(beside)
    write_atomically(HERE / CONFIG, read_text(CONFIG).replace(".ipynb", ".md"))
    settings = HERE / "zensical.yml"
    write_atomically(settings, SETTINGS)
    return settings


if __name__ == "__main__":
    run(lambda: main(sys.argv[1:]))
