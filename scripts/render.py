"""Render the site with MkDocs into build/site/: `python -m scripts.render [--draft]`.

Only what changed is rendered. A warning of MkDocs ends it with an error, except in a draft.
"""

from collections.abc import Sequence
import logging
import os
import re
import sys

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from scripts.base.closure import code_key
from scripts.base.command import FAILED, run, telling, usage
from scripts.base.freshness import digest, digest_files
from scripts.base.lock import only_build
from scripts.base.packages import versions
from scripts.base.paths import CONFIG, OVERRIDES, RENDERED
from scripts.base.text import read_text
from scripts.rendering.selective import selective

NAV = re.compile(r"^nav:\n(?:[ #].*\n|\n)*", re.MULTILINE)
PLUGINS = frozenset({"jinja2", "markdown", "material", "mkdocs", "mkdocs_jupyter", "pymdownx"})


@telling
def main(arguments: Sequence[str] = ()) -> int:
    """Run the command; return its exit code."""
    draft = list(arguments) == ["--draft"]
    if arguments and not draft:
        return usage("python -m scripts.render [--draft]")
    with only_build():
        return render(draft=draft)


def render(*, draft: bool = False) -> int:
    """Bring build/site/ up to date; return the exit code."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)s - %(message)s"))
    handler.addFilter(lambda _: not isinstance(sys.exc_info()[1], OSError))  # it will be told
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
    try:
        config = load_config(str(CONFIG), site_dir=str(RENDERED.resolve()), strict=not draft)
        config.plugins.on_startup(command="build", dirty=False)
        with selective(_outside(config.site_url, config.extra)):
            build(config)
    except Abort as error:
        print(f"error: {error.format_message()}", file=sys.stderr)
        return FAILED
    finally:
        logger.removeHandler(handler)
    return 0


def _outside(*settings: object) -> str:
    """A digest of everything outside docs/ and build/ that decides how a page is rendered."""
    overrides = digest_files(path for path in OVERRIDES.rglob("*") if path.is_file())
    code = code_key("scripts.render", "scripts.pages.extension")
    told = NAV.sub("", read_text(CONFIG))  # what nav says reaches a page by other ways
    return digest(code, *versions(PLUGINS), overrides, told, repr(settings))


if __name__ == "__main__":
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    run(lambda: main(sys.argv[1:]))
