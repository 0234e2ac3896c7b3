"""The built site, served as GitHub Pages serves a project: under a sub-path."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from scripts.sources.configuration import read_configuration


class _Handler(SimpleHTTPRequestHandler):
    """Maps `/<repository>/…` to the folder and everything else to 404."""

    prefix = "/"

    def do_GET(self) -> None:
        """The sitemap names the published address; instant navigation needs the real one."""
        if urlsplit(self.path).path != f"{self.prefix}sitemap.xml":
            super().do_GET()
            return
        sitemap = Path(self.directory, "sitemap.xml").read_text(encoding="utf-8")
        here = f"http://{self.headers['Host']}{self.prefix}"
        self._answer(
            200, "application/xml", sitemap.replace(read_configuration().site_url, here).encode()
        )

    def translate_path(self, path: str) -> str:
        inside = urlsplit(path).path
        if not inside.startswith(self.prefix):
            return "/nowhere"
        return super().translate_path("/" + inside.removeprefix(self.prefix))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own 404 page, as GitHub Pages does."""
        page = Path(self.directory, "404.html")
        self._answer(code, "text/html; charset=utf-8", page.read_bytes() if page.exists() else b"")

    def _answer(self, code: int, kind: str, content: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a site; yield its address, with a slash at the end."""
    prefix = urlsplit(read_configuration().site_url).path
    handler = type("_SiteHandler", (_Handler,), {"prefix": prefix})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{prefix}"
    finally:
        server.shutdown()
        server.server_close()  # else a browser waits for an answer
