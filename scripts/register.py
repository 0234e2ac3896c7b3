"""Register the addresses of the built site in permalinks.txt: `python -m scripts.register`.

Lines are added and sorted, never taken away.
"""

from scripts.addresses.permalinks import Permalink, read_registry
from scripts.addresses.served import served_addresses, unregistered
from scripts.base.command import run, telling
from scripts.base.errors import SourceError
from scripts.base.paths import PERMALINKS, SITE
from scripts.base.text import write_if_changed


@telling
def main() -> int:
    """Run the command; return its exit code."""
    added = register()
    print(f"{PERMALINKS}: {len(added)} added")
    return 0


def register() -> list[str]:
    """Add what site/ serves; return what was new. Raises SourceError without a site."""
    if not (SITE / "index.html").exists():
        raise SourceError(SITE, 1, "no built site here; run `make site`")
    registry = read_registry()
    added = unregistered(registry, served_addresses(SITE))
    write_if_changed(PERMALINKS, registry.with_links(Permalink(each) for each in added).text())
    return added


if __name__ == "__main__":
    run(main)
