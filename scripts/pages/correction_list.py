"""What the page of corrections lists: build/corrections.md, from docs/corrections.yml."""

from scripts.base.paths import DOCS
from scripts.base.text import american
from scripts.sources.collection import Sources
from scripts.sources.corrections import Correction


def correction_list(sources: Sources) -> str:
    """A section for each correction: the words before and after, and from when to when."""
    return "\n\n".join(_entry(each, sources) for each in sources.corrections) + "\n"


def correction_title(correction: Correction, sources: Sources) -> str:
    """`Chain rule: second backward`; a file of the repository keeps its name."""
    return f"{page_title(correction, sources)}: {correction.about}"


def page_title(correction: Correction, sources: Sources) -> str:
    """The title of the page that was wrong."""
    page = sources.pages.get(correction.file)
    return page.title if page else correction.file.name


def _entry(correction: Correction, sources: Sources) -> str:
    link = f"[{page_title(correction, sources)}]({_target(correction, sources)})"
    return "\n\n".join(
        [
            f"## {correction_title(correction, sources)} {{ #{correction.anchor} }}",
            f"{link} said, from {american(correction.since)}:",
            f"> {correction.said}",
            f"Since {american(correction.mended)}:",
            f"> {correction.says}",
        ]
    )


def _target(correction: Correction, sources: Sources) -> str:
    """The section, from the page of corrections; a file of the repository as it is shown there."""
    if correction.file not in sources.pages:
        repository = sources.configuration.repository
        return f"{repository}/blob/main/{correction.file.as_posix()}"
    anchor = f"#{correction.section}" if correction.section else ""
    return f"{correction.file.relative_to(DOCS).as_posix()}{anchor}"
