"""The pages as a folder that opens without a server, packed into one file to download.

A browser reads no directories there, so links end in `index.html`. It loads neither modules nor
fonts nor data there, so the font stands in its style sheet, and what only scripts can do is left
out or leads to the published site.
"""

from base64 import b64encode
from collections.abc import Iterator, Set
import html
from pathlib import Path
import posixpath
import re
import zipfile

from scripts.base.text import read_text
from scripts.finishing.offline import address

NAME = "mathematical-quick-reference"
FILE = f"{NAME}.zip"
MEMBERS = ("**/*.html", "assets/**/*.css", "assets/*.svg", "assets/javascripts/bundle.*.js")
DRAWINGS = "figures/**/*.svg"
ABSENT = {"404.html", "check/index.html"}
MOVED = '<meta name="robots" content="noindex">'

LINK = re.compile(r'(?P<before><(?:a|link|img|script)\b[^<>]*?\s(?:href|src)=")(?P<to>[^"]*)"')
MODULES = re.compile(r'<script\b[^>]*type="module"[^>]*></script>|<link\b[^>]*rel="preload"[^>]*>')
ALTERNATES = re.compile(r'<link\b[^>]*rel="(?:alternate|describedby)"[^>]*>')
BUTTON = re.compile(r"<button\b[^>]*\sdata-search-open\b[^>]*>.*?</button>", re.DOTALL)
NOSCRIPT = re.compile(r"</?noscript>")
FONT = re.compile(r'url\("?(?P<file>[\w.-]+\.woff2)"?\)')

STAMP = (1980, 1, 1, 0, 0, 0)  # the same pages make the same file
READABLE = 0o644 << 16


def write_folder(site: Path, site_url: str) -> None:
    """Write the file to the root of a finished site, before its pages get their policies."""
    files = {p.relative_to(site).as_posix(): p for p in sorted(_members(site))}
    with zipfile.ZipFile(site / FILE, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as folder:
        for name, path in files.items():
            entry = zipfile.ZipInfo(f"{NAME}/{name}", STAMP)
            entry.external_attr = READABLE
            entry.compress_type = zipfile.ZIP_DEFLATED
            folder.writestr(entry, _content(site, path, site_url, files.keys()))


def _members(site: Path) -> Iterator[Path]:
    for path in {path for pattern in (*MEMBERS, DRAWINGS) for path in site.glob(pattern)}:
        name = path.relative_to(site).as_posix()
        if name not in ABSENT and (path.suffix != ".html" or MOVED not in read_text(path)):
            yield path


def _content(site: Path, path: Path, site_url: str, members: Set[str]) -> bytes:
    if path.suffix == ".html":
        page = address(site, path)
        return foldered(read_text(path), page, site_url, members).encode()
    if path.name == "math-font.css":
        return _with_fonts(path).encode()
    return path.read_bytes()


def foldered(text: str, page: str, site_url: str, members: Set[str]) -> str:
    """A page as it stands in the folder; `page` is its address, `members` what else is there."""

    def led(link: re.Match[str]) -> str:
        to = destination(html.unescape(link["to"]), page, site_url, members)
        return f'{link["before"]}{html.escape(to)}"'

    for pattern in (MODULES, ALTERNATES, BUTTON, NOSCRIPT):
        text = pattern.sub("", text)
    return LINK.sub(led, text)


def destination(to: str, page: str, site_url: str, members: Set[str]) -> str:
    """Where a link of a page leads: to a file of the folder, else to the published site."""
    path, rest = re.fullmatch(r"([^?#]*)(.*)", to, re.DOTALL).groups()  # type: ignore[union-attr]
    if re.match(r"[a-z]+:|//|/", to) or (not path and not rest.startswith("?")):
        return to
    target = posixpath.normpath(posixpath.join(page, path)).removeprefix(".").removeprefix("/")
    index = posixpath.join(target, "index.html")
    if rest.startswith("?"):
        return f"{site_url}{target}{'/' if target else ''}{rest}"
    if target in members:
        return to
    if index in members:
        return posixpath.join(path, "index.html") + rest
    return f"{site_url}{target}{'/' if target and path.endswith('/') else ''}{rest}"


def _with_fonts(sheet: Path) -> str:
    """The faces of the font with the font in them."""

    def inside(found: re.Match[str]) -> str:
        font = b64encode(sheet.with_name(found["file"]).read_bytes()).decode()
        return f'url("data:font/woff2;base64,{font}")'

    return FONT.sub(inside, read_text(sheet))
