"""A page's text for reading elsewhere: addresses in full, citations as links."""

import re

from scripts.formula import CITATION, IMAGE
from scripts.listings import absolute_links
from scripts.references import Reference


def published(text: str, folder: str, site_url: str) -> str:
    """The Markdown of a page in `folder` with its links and images as addresses of the site."""
    site = site_url.rstrip("/")
    text = absolute_links(text, folder, site)
    page = rf"(\]\({re.escape(site)}/[^)#]*?)(?:index)?\.md(?=[)#])"
    text = re.sub(page, lambda found: f"{found[1].rstrip('/')}/", text)
    return IMAGE.sub(lambda image: _image(image, site), text)


def cited(text: str, references: dict[str, Reference]) -> str:
    """`[@bridle1990]` → `([Bridle, 1990](…))`."""

    def link(found: re.Match[str]) -> str:
        reference = references[found["key"]]
        return (
            f"([{reference.label}]({reference.url}))" if reference.url else f"({reference.label})"
        )

    return CITATION.sub(link, text)


def _image(found: re.Match[str], site: str) -> str:
    return f"![{found['alt']}]({site}/{found['target'].removeprefix('../')})"
