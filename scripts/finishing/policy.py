"""What a page may load and run: its Content-Security-Policy, as the first thing in its head.

Scripts and styles are the site's own files; of the scripts that stand in a page, those that the
build wrote, by their hash. Instant navigation puts pages into the first one, whose policy stays:
so it also has the hashes of the scripts that stand in the content of any page.
"""

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
import re

from scripts.base.text import read_text, write_atomically

HEAD = re.compile(r"<head\b[^>]*>")
SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)
STYLE = re.compile(r"<style\b[^>]*>(?P<text>.*?)</style>", re.DOTALL)
RUNS = re.compile(r'^(?!.*\bsrc=)(?!.*\btype="[^"]*json")', re.DOTALL)
CONTENT = 'data-md-component="container"'  # what instant navigation replaces
# Firefox fetches the next page ahead, which nothing but the default allows it.
OTHERS = (
    "img-src 'self' data:; object-src 'none'; frame-src 'none'; media-src 'none';"
    " base-uri 'none'; form-action 'none'"
)


def write_policies(site: Path) -> None:
    """Give every page of a site its policy. Nothing may change a page after it."""
    pages = {path: read_text(path) for path in sorted(site.rglob("*.html"))}
    carried = {each for page in pages.values() for each in scripts_of(page.partition(CONTENT)[2])}
    for path, page in pages.items():
        write_atomically(path, with_policy(page, carried if CONTENT in page else ()))


def with_policy(page: str, carried: Iterable[str] = ()) -> str:
    """A page with its policy; `carried` are further scripts that may run in it.

    What has no head is a piece of a page, which is left as it is.
    """
    head = HEAD.search(page)
    if not head:
        return page
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(page, carried)}">'
    return f"{page[: head.end()]}{meta}{page[head.end() :]}"


def policy(page: str, carried: Iterable[str] = ()) -> str:
    """What a page may do, as the attribute of its `<meta>` says it."""
    scripts = sources({*scripts_of(page), *carried})
    styles = sources({style["text"] for style in STYLE.finditer(page)})
    return f"default-src 'self'; script-src {scripts}; style-src {styles}; {OTHERS}"


def scripts_of(page: str) -> list[str]:
    """The scripts that stand in a page, without what is only data."""
    return [each["text"] for each in SCRIPT.finditer(page) if RUNS.match(each["attributes"])]


def sources(texts: Iterable[str]) -> str:
    """The site's own files, and these texts by their hashes."""
    hashes = (b64encode(sha256(text.encode()).digest()).decode() for text in texts)
    return " ".join(["'self'", *(f"'sha256-{each}'" for each in sorted(hashes))])
