"""A page's text for reading elsewhere: addresses in full, citations as links."""

from collections.abc import Mapping
from pathlib import Path
import re

from scripts.base.paths import DOCS
from scripts.sources.bibliography import Reference
from scripts.sources.formula import CITATION
from scripts.sources.page import IMAGE

LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]*)\]\((?P<target>[^)#:]+\.md)(?P<anchor>#[^)]*)?\)")
INSIDE = re.compile(r"(?<=\]\()(?=#)")  # before the anchor of a link into the page itself


def published(text: str, path: Path, site_url: str) -> str:
    """The Markdown of the page at `path` with its links and images as addresses of the site."""
    site, folder = site_url.rstrip("/"), path.parent.relative_to(DOCS).as_posix()
    text = absolute_links(INSIDE.sub(path.name, text), folder, site)
    page = rf"(\]\({re.escape(site)}/[^)#]*?)(?:index)?\.md(?=[)#])"
    text = re.sub(page, lambda found: f"{found[1].rstrip('/')}/", text)
    return IMAGE.sub(lambda image: _image(image, site), text)


def cited(text: str, references: Mapping[str, Reference]) -> str:
    """`[@bridle1990]` → `([Bridle, 1990](…))`."""

    def link(found: re.Match[str]) -> str:
        reference = references[found["key"]]
        label = in_markdown(reference.label)
        return f"([{label}]({reference.url}))" if reference.url else f"({label})"

    return CITATION.sub(link, text)


def in_markdown(text: str) -> str:
    """Words that are no Markdown, for a line of it: a `<` in them starts no HTML."""
    return re.sub(r"<(?=[a-zA-Z/!?])", "&lt;", " ".join(text.split()))


def absolute_links(text: str, folder: str, prefix: str) -> str:
    """Rewrite links of a page in `folder` to work from `prefix`, another folder or a site."""

    def rewritten(found: re.Match[str]) -> str:
        target = f"{folder}/{found['target']}"
        while "/../" in target:
            target = re.sub(r"[^/]+/\.\./", "", target, count=1)
        return f"[{found['text']}]({prefix}/{target}{found['anchor'] or ''})"

    return LINK.sub(rewritten, text)


def _image(found: re.Match[str], site: str) -> str:
    return f"![{found['alt']}]({site}/{found['target'].removeprefix('../')})"
